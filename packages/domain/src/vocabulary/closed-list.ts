/** A closed vocabulary: the codes that travel. Labels are local; an unknown code is never defaulted. */
export type ClosedList<Code extends string> = {
  readonly codes: readonly Code[]
  /** Whether the text is one of the codes, exactly. */
  has(text: string): text is Code
}

/** Makes a closed list of its codes, which keep their literal types. */
export function closedList<const Code extends string>(...codes: readonly Code[]): ClosedList<Code> {
  const known: ReadonlySet<string> = new Set(codes)
  return { codes: Object.freeze([...codes]), has: (text): text is Code => known.has(text) }
}

/** The union of a list's codes. */
export type CodeOf<List> = List extends ClosedList<infer Code> ? Code : never
