import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'
import type { ClauseState } from '../consent/state.ts'
import { coverOf } from '../disclosure/consent-cover.ts'
import type { DenialRule } from '../disclosure/denial-rules.ts'
import { knownClauses } from '../disclosure/may-disclose.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import type { OnwardGrant, ShareState } from './state.ts'

/** As what an event was given to the organisation, where it may pass it on; undefined where it may not. */
export function givenOnwardTo(
  { givenOnward }: CaseState,
  event: EventId,
  holder: OrganisationId,
): OnwardGrant | undefined {
  return givenOnward[event]?.find(({ to }) => to === holder)
}

/** The clause on which the holder was given what it passes on, with what was taken from it since. */
export function clauseOf(
  { consents }: CaseState,
  { basis }: Pick<OnwardGrant, 'basis'>,
): ClauseState | undefined {
  if (basis.kind !== 'consent' || basis.consent === 'this') return undefined
  return consents[basis.consent]?.clauses.find(({ id }) => id === basis.clause)
}

/** Why a holder may not read any more what it was given, and so nobody to whom it passes it on. */
export function whyNoLongerGiven(
  state: CaseState,
  { basis, until }: Pick<OnwardGrant, 'basis' | 'until'>,
  { section, purpose, at }: { section: SectionName; purpose: Purpose; at: Instant },
): DenialRule | undefined {
  if (clauseOf(state, { basis }) === undefined) return 'no-consent'
  if (until <= at) return 'outside-window'
  const named = knownClauses(state).filter(
    ({ consent, id }) =>
      basis.kind === 'consent' && consent === basis.consent && id === basis.clause,
  )
  const cover = coverOf({ purpose, section, at }, named)
  return cover.kind === 'uncovered' ? cover.rule : undefined
}

/** Whether whoever was passed it on may read a section of it still: neither it nor what it was given as has ended. */
export function standsOnward(
  state: CaseState,
  share: ShareState,
  { section, at }: { readonly section: SectionName; readonly at: Instant },
): boolean {
  const { standsOn: basis, until, purpose } = share
  const given = givenOnwardTo(state, share.event, share.by)
  if (basis === undefined || given === undefined || share.ended.includes(section)) return false
  return [{ basis, until }, given].every(
    (grant) => whyNoLongerGiven(state, grant, { section, purpose, at }) === undefined,
  )
}

/** The sections of what was passed on that its holder was not told to give up yet. */
export function sectionsLeft({ sections, ended }: ShareState): readonly SectionName[] {
  return sections.filter((section) => !ended.includes(section))
}

/** The sections that are to be taken back from whom they were passed on to, and are not yet. */
export function sectionsToEnd(
  state: CaseState,
  share: ShareState,
  at: Instant,
): readonly SectionName[] {
  const given = givenOnwardTo(state, share.event, share.by)
  // Who does not hold what was passed on does not know on what it was given.
  if (given === undefined) return []
  const { purpose } = share
  return sectionsLeft(share).filter(
    (section) => whyNoLongerGiven(state, given, { section, purpose, at }) !== undefined,
  )
}

/** From when on something is to be taken back: at once, or when the time has run out for which it was given. */
export function sharingEndsAt(state: CaseState, id: EventId): Instant | undefined {
  const share = state.shares[id]
  const held = state.known[id]
  if (share === undefined || held === undefined || sectionsLeft(share).length === 0)
    return undefined
  const isDue = sectionsToEnd(state, share, held.recordedAt).length > 0
  return isDue ? held.recordedAt : givenOnwardTo(state, share.event, share.by)?.until
}
