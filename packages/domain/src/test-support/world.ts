import {
  invariant,
  isCaseReference,
  isEventId,
  isInstant,
  isOrganisationId,
  plusMilliseconds,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'

/** The organisations of the tests. Skopje is the stranger: it has no part in the handover. */
export const vienna = organisation('at.vienna-cso')
export const belgrade = organisation('rs.belgrade-cso')
export const skopje = organisation('mk.skopje-cso')
export const viennaOffice = organisation('at.nrm-office')

const start = instant('2026-03-01T10:00:00.000Z')

/** So many minutes after the story began. */
export function at(minute: number): Instant {
  return plusMilliseconds(start, minute * 60_000)
}

/** Who decides, and when. */
export function as(self: OrganisationId, minute: number): CommandContext {
  return { self, now: at(minute) }
}

/** An event id that can be read: the name, filled up to 43 characters. */
export function idOf(name: string): EventId {
  const id = `${name.padEnd(42, '_')}A`
  invariant(isEventId(id), 'test-support: event id')
  return id
}

export const theCase: CaseReference = caseReference('thisCaseIsOnlyATestCas')

function organisation(text: string): OrganisationId {
  invariant(isOrganisationId(text), 'test-support: organisation')
  return text
}

function instant(text: string): Instant {
  invariant(isInstant(text), 'test-support: instant')
  return text
}

function caseReference(start: string): CaseReference {
  const text = `${start.slice(0, 21)}A`
  invariant(isCaseReference(text), 'test-support: case reference')
  return text
}
