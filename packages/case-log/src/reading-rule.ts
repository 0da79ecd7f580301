import {
  denialRemedies,
  organisationsAsOf,
  reviewGrant,
  type DenialRule,
  type GrantFlaw,
  type Organisations,
  type SectionName,
} from '@trm/domain'
import type { Instant, OrganisationId } from '@trm/kernel'
import type { LoadedCase } from './loaded-case.ts'
import type { LoggedEvent } from './record.ts'

/** Why a section that may lie here is not to be read. */
export type ReadingRule =
  /** It was received without a grant to this organisation. */
  | 'no-grant'
  /** The grant does not name it. Whether its author recorded anything in it is for the author to know. */
  | 'not-given'
  /** The grant names it, and it was not in the copy. */
  | 'not-received'
  /** That it is erased is recorded, and its key is still there. */
  | 'erasure-recorded'
  | Exclude<GrantFlaw['kind'], 'not-covered'>
  | DenialRule

/** What would let it be read after all, in words for a caseworker. */
export const readingRemedies: Readonly<Record<ReadingRule, string>> = {
  // Who reads asks for other things than who discloses, but for what concerns organisations.
  ...denialRemedies,
  'no-grant': 'nothing: it was never given to this organisation',
  'not-given': 'ask its author, if it is needed: nothing says whether there is anything in it',
  'not-received': 'ask its author: it was given and did not come, and may be erased there',
  'erasure-recorded': 'nothing: it is erased as soon as the vault has done it',
  'consent-unknown': 'wait for the consent that it was given under, or ask its author for it',
  'beyond-clause': 'ask its author to give it within what she consented to',
  'subject-unknown': 'wait for the event that it is news of, or ask its author for it',
  'basis-refused': 'nothing: it was given on a basis that does not carry it',
  'reference-tied': 'nothing: a case is never tied to information about a crime to come',
  'section-never-carried': 'nothing: events of this type never carry it',
  'unknown-code': 'nothing, before this version knows its section and its purpose',
  'no-consent': 'she would have to consent to it being given to this organisation',
  'refused-by-her': 'nothing, unless she takes her refusal back of her own accord',
  'purpose-not-covered': 'she would have to consent to it being given for this purpose',
  'residence-in-redress': 'nothing: her right to stay is no matter of redress',
  'outside-window': 'she would have to consent anew: the time for it has not begun or is over',
  'consent-withdrawn': 'nothing, unless she consents anew of her own accord',
  'consent-suspended': 'wait: whoever may consent for her is asked, or her age is established',
  'section-not-covered': 'she would have to consent to it being read here',
  'section-narrowed': 'nothing, unless she consents anew of her own accord: she took it back',
}

/** What one wrote oneself one may read; what came from others, as long as its clause still covers it. */
export function findReadingFlaw(
  { state }: LoadedCase,
  { event }: LoggedEvent,
  section: SectionName,
  {
    self,
    now,
    organisations,
  }: {
    readonly self: OrganisationId
    readonly now: Instant
    readonly organisations: Organisations
  },
): ReadingRule | undefined {
  if (event.author === self) return undefined
  const granted = event.grants.find(({ to }) => to === self)
  if (granted === undefined) return 'no-grant'
  const grant = { ...granted, sections: [section] }
  // What it holds it goes on reading, whatever its standing has become since: somebody may be in its care.
  const then = organisationsAsOf(event.recordedAt, organisations)
  const flaw = reviewGrant({ event, grant, at: now }, state, then)
  return flaw?.kind === 'not-covered' ? flaw.rule : flaw?.kind
}

/** Why a section that events of the type may carry did not come with one that was received. */
export function whyAbsent(
  { event }: LoggedEvent,
  section: SectionName,
  self: OrganisationId,
): ReadingRule {
  const granted = event.grants.find(({ to }) => to === self)?.sections ?? []
  return granted.includes(section) ? 'not-received' : 'not-given'
}
