/** What each kind of flaw means, in one sentence without a value of the pack. */
export const policyFlawSentences = {
  'below-floor': 'a number is below its floor',
  'beyond-reflection': 'an alarm or a referral lies outside of the shortest reflection period',
  'empty-list': 'a list that has to name something names nothing',
  'no-serving-kind': 'nobody who serves people may identify first',
  'authorities-only': 'nobody but authorities may identify first',
  'power-without-author': 'a power is given to a kind of organisation that can never use it',
  repeated: 'what has to be unique is named twice',
  'language-unknown': 'a language is not one of those that texts exist in',
  'unit-unknown': 'a unit lies within one that the pack does not name',
  'unit-cycle': 'a unit lies, in the end, within itself',
  'not-to-who-helps':
    'a mandatory notification goes to a kind that is neither an NRM office nor serves people',
  'no-source': 'a rule has no source',
} as const

type PolicyFlawKind = keyof typeof policyFlawSentences

/**
 * What is wrong with a pack. `field` is a place in the pack as a path, `subUnits.3.within`; positions stand
 * in the place of names, so that no value of the pack is in it.
 */
export type PolicyFlaw =
  | { readonly kind: 'below-floor'; readonly field: string; readonly floor: number }
  | { readonly kind: 'beyond-reflection'; readonly field: string; readonly ceiling: number }
  | {
      readonly kind: Exclude<PolicyFlawKind, 'below-floor' | 'beyond-reflection'>
      readonly field: string
    }

/** The sentence of a flaw, with its place and, where there is one, with its floor. */
export function describePolicyFlaw(flaw: PolicyFlaw): string {
  const sentence = `${flaw.field}: ${policyFlawSentences[flaw.kind]}`
  return flaw.kind === 'below-floor' ? `${sentence} of ${String(flaw.floor)}` : sentence
}
