import type { EventId, OrganisationId } from '@trm/kernel'
import type { ClauseState } from '../consent/state.ts'
import { isChild } from '../opening/child.ts'
import type { AgeStatus, ConsentGiver, Purpose, SectionName } from '../vocabulary/lists.ts'
import type { DenialRule } from './denial-rules.ts'
import type { DisclosureRequest } from './request.ts'

/** A clause in force or not, with the consent event that it stands in. */
export type KnownClause = ClauseState & {
  readonly consent: EventId | 'this'
  /** Who took it. */
  readonly by?: OrganisationId
  readonly giver?: ConsentGiver
  /** Her age by the word that counts for this consent; absent where nobody said anything. */
  readonly ageStatus?: AgeStatus
}

export type Cover =
  | { readonly kind: 'covered'; readonly clause: KnownClause }
  | { readonly kind: 'uncovered'; readonly rule: DenialRule }

/**
 * For what a person seeks redress. Testimony is not among these: her stay may hang on the proceedings
 * (2:L1624), while a claim hangs on no status.
 */
const redress: readonly Purpose[] = ['compensation']

/** Whether it would put immigration status into a matter of redress. */
export function isResidenceInRedress(section: SectionName | undefined, purpose: Purpose): boolean {
  return section === 'residence' && redress.includes(purpose)
}

/**
 * What she consented to, and nothing of who they are: a part of the decision on a disclosure. Alone it says
 * whether what was given is covered still.
 *
 * @param between clauses for this discloser and this recipient.
 */
export function coverOf(
  { purpose, section, at }: Pick<DisclosureRequest, 'purpose' | 'section' | 'at'>,
  between: readonly KnownClause[],
): Cover {
  if (between.length === 0) return uncovered('no-consent')
  const forPurpose = between.filter(({ purposes }) => purposes.includes(purpose))
  if (forPurpose.length === 0) return uncovered('purpose-not-covered')
  if (isResidenceInRedress(section, purpose)) return uncovered('residence-in-redress')
  const inForce = forPurpose.filter(({ from, until }) => from <= at && at < until)
  const [first] = inForce
  if (first === undefined) return uncovered('outside-window')
  const standing = inForce.filter((clause) => clause.standing === undefined && isHers(clause))
  const [some] = standing
  if (some === undefined)
    return uncovered(first.standing === 'withdrawn' ? 'consent-withdrawn' : 'consent-suspended')
  if (section === undefined) return { kind: 'covered', clause: some }
  const covering = standing.filter(({ sections }) => sections.includes(section))
  if (covering.length === 0) return uncovered('section-not-covered')
  const whole = covering.find(({ removed }) => !removed.includes(section))
  return whole === undefined ? uncovered('section-narrowed') : { kind: 'covered', clause: whole }
}

/** Whether who gave it may speak for her: she herself does not while she may be a child (2:L1565). */
function isHers({ giver, ageStatus }: KnownClause): boolean {
  return giver !== 'self' || ageStatus === undefined || !isChild({ ageStatus })
}

function uncovered(rule: DenialRule): Cover {
  return { kind: 'uncovered', rule }
}
