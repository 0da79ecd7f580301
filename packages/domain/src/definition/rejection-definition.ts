/** What a rejection is to the one who asked. */
export type RejectionAnswer =
  /** There is no such thing, or none that is theirs: a stranger gets the same answer for both. */
  | 'unknown'
  /** It is there, and not for this organisation to do. */
  | 'forbidden'
  /** The command itself cannot be right, whatever the case is like. */
  | 'invalid'
  /** Not as things stand. */
  | 'conflict'

export type RejectionDefinition<Details = unknown> = {
  readonly answer: RejectionAnswer
  /** What would satisfy the rule, in words for a caseworker. */
  readonly remedy: string
  /** The members that come with the kind. There at compile time only. */
  readonly details?: Details
}

/** The rejections of a table of definitions. */
export type RejectionOf<Definitions> = {
  readonly [Kind in keyof Definitions]: Definitions[Kind] extends RejectionDefinition<infer Details>
    ? { readonly kind: Kind } & (unknown extends Details ? unknown : Details)
    : never
}[keyof Definitions]

function answering(answer: RejectionAnswer) {
  return <Details = unknown>(remedy: string): RejectionDefinition<Details> => ({ answer, remedy })
}

export const unknown = answering('unknown')
export const forbidden = answering('forbidden')
export const invalid = answering('invalid')
export const conflict = answering('conflict')
