import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { IntendedRecipient } from '../case/events.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { OneTestimonyState } from './state.ts'

/** Which party of a testimony may act: who asked for it, who supports her, or each of them. */
export type ActingParty = 'asking' | 'supporting' | 'either'

/** A testimony, for a party that may act on it. To a stranger it does not exist. */
export function findTestimony(
  { testimonies }: CaseState,
  id: EventId,
  self: OrganisationId,
  party: ActingParty,
): Result<OneTestimonyState, Rejection> {
  const testimony = testimonies[id]
  if (testimony === undefined || !isParty(testimony, self))
    return fail({ kind: 'testimony-unknown' })
  return mayAct(testimony, self, party) ? ok(testimony) : fail({ kind: 'not-your-testimony' })
}

/** Whether the organisation is that party of the testimony. */
export function mayAct(
  testimony: OneTestimonyState,
  organisation: OrganisationId,
  party: ActingParty,
): boolean {
  const { by, with: others, purpose } = testimony
  switch (party) {
    case 'either':
      return isParty(testimony, organisation)
    case 'asking':
      return by === organisation
    case 'supporting':
      // Who supports her may itself have asked: for compensation she needs no court to ask her.
      return (
        others.includes(organisation) || (by === organisation && purpose === 'claimCompensation')
      )
  }
}

/** Everybody else who takes part, as far as this organisation sees; undefined for a stranger. */
export function testimonyParties(
  { testimonies }: CaseState,
  id: EventId,
  self: OrganisationId,
): readonly OrganisationId[] | undefined {
  const testimony = testimonies[id]
  if (testimony === undefined || !isParty(testimony, self)) return undefined
  return [testimony.by, ...testimony.with].filter((party) => party !== self)
}

/** Everybody else who takes part, as recipients of a step. */
export function toParties(
  { by, with: others }: OneTestimonyState,
  self: OrganisationId,
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  const parties = [by, ...others].filter((party) => party !== self)
  return parties.map((to) => ({ to, purpose: 'testimony', needs }))
}

function isParty({ by, with: others }: OneTestimonyState, self: OrganisationId): boolean {
  return by === self || others.includes(self)
}
