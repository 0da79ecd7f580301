import type { PolicyFlaw } from './policy-flaw.ts'

/** A flaw for each text that stands in the list before. */
export function findRepetitions(
  texts: readonly string[],
  fieldOf: (index: number) => string,
): readonly PolicyFlaw[] {
  const seen = new Set<string>()
  return texts.flatMap((text, index): readonly PolicyFlaw[] => {
    if (seen.has(text)) return [{ kind: 'repeated', field: fieldOf(index) }]
    seen.add(text)
    return []
  })
}
