import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { mayReceive } from '../case/entitlement.ts'
import type { EventType, IntendedRecipient } from '../case/events.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { OrganisationKind, SectionName } from '../vocabulary/lists.ts'
import { courtSide } from '../vocabulary/organisation-groups.ts'
import type { OneTestimonyState } from './state.ts'

/** Which party of a testimony may act: who asked for it, who supports her, or each of them. */
export type ActingParty = 'asking' | 'supporting' | 'either'

/** Those before whom she testifies, and her lawyer. */
const ofProceedings: readonly OrganisationKind[] = [...courtSide, 'legalAid']

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

/** The other side of a testimony: who asked for it, or everybody who was asked; undefined for a stranger. */
export function testimonyParties(
  { testimonies }: CaseState,
  id: EventId,
  self: OrganisationId,
): readonly OrganisationId[] | undefined {
  const testimony = testimonies[id]
  if (testimony === undefined || !isParty(testimony, self)) return undefined
  return otherSide(testimony, self)
}

/**
 * The other side, as recipients of a step. Those who were asked know of each other and share nothing: whether
 * one of them learns what she told another is a matter of her consent, and of no step of the testimony.
 */
export function toOtherSide(
  testimony: OneTestimonyState,
  self: OrganisationId,
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return toEach(otherSide(testimony, self), needs)
}

/**
 * Those of the other side who deal with the proceedings or know already that she takes part, as she told them
 * herself. Who was merely asked to support her does not learn it from others.
 */
export function toWhoMayKnow(
  testimony: OneTestimonyState,
  { self, kindOf }: Pick<CommandContext, 'self' | 'kindOf'>,
): readonly IntendedRecipient[] {
  const { by, preparedBy } = testimony
  const mayKnow = (party: OrganisationId) => {
    const kind = kindOf(party)
    return (
      party === by ||
      preparedBy.includes(party) ||
      (kind !== undefined && ofProceedings.includes(kind))
    )
  }
  return toEach(otherSide(testimony, self).filter(mayKnow))
}

/**
 * Every other party, whether or not anything else is shared with it: nobody goes on when she refuses. Whom a
 * request names that cannot be a party is left out, so that it does not stand in her way.
 */
export function toEveryParty(
  { by, with: others }: OneTestimonyState,
  { self, kindOf }: Pick<CommandContext, 'self' | 'kindOf'>,
  told: EventType,
): readonly IntendedRecipient[] {
  const mayBeTold = (party: OrganisationId) => {
    const kind = kindOf(party)
    return party !== self && kind !== undefined && mayReceive(kind, told)
  }
  return toEach([by, ...others].filter(mayBeTold))
}

/** The organisations that are named, if each is a party: what is arranged for a trip says that she takes part. */
export function toNamedParties(
  named: readonly OrganisationId[],
  testimony: OneTestimonyState,
  self: OrganisationId,
  needs: readonly SectionName[],
): Result<readonly IntendedRecipient[], Rejection> {
  const others = named.filter((each) => each !== self)
  if (others.length === 0) return fail({ kind: 'no-recipients' })
  const recipient = others.find((each) => !isParty(testimony, each))
  if (recipient !== undefined) return fail({ kind: 'not-a-party', recipient })
  return ok(toEach(others, needs))
}

function otherSide(
  { by, with: others }: OneTestimonyState,
  self: OrganisationId,
): readonly OrganisationId[] {
  return self === by ? others : [by]
}

function toEach(
  organisations: readonly OrganisationId[],
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return organisations.map((to) => ({ to, purpose: 'testimony', needs }))
}

function isParty({ by, with: others }: OneTestimonyState, self: OrganisationId): boolean {
  return by === self || others.includes(self)
}
