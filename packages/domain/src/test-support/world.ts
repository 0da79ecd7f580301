import {
  invariant,
  isCaseReference,
  isEventId,
  isInstant,
  isOrganisationId,
  isParticipantCode,
  plusMilliseconds,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import type { KnownOrganisation, Organisations } from '../disclosure/organisations.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import type { OrganisationKind } from '../vocabulary/lists.ts'
import { residenceGrounds } from '../vocabulary/process-lists.ts'

/** The organisations of the tests. Skopje is the stranger: it has no part in the handover. */
export const vienna = organisation('at.vienna-cso')
export const belgrade = organisation('rs.belgrade-cso')
export const skopje = organisation('mk.skopje-cso')
/** It takes part in no case of the tests. */
export const stranger = organisation('al.tirana-cso')
export const viennaOffice = organisation('at.nrm-office')
export const belgradeOffice = organisation('rs.nrm-office')
export const court = organisation('at.vienna-court-liaison')
export const police = organisation('at.vienna-police')
export const migration = organisation('at.migration-authority')
export const guardianship = organisation('rs.belgrade-guardianship')
export const greeter = organisation('at.airport-helpline')

const kinds: ReadonlyMap<OrganisationId, OrganisationKind> = new Map([
  [vienna, 'cso'],
  [belgrade, 'cso'],
  [skopje, 'cso'],
  [viennaOffice, 'nrmOffice'],
  [belgradeOffice, 'nrmOffice'],
  [court, 'courtLiaison'],
  [police, 'police'],
  [migration, 'migrationAuthority'],
  [guardianship, 'guardianshipAuthority'],
  [greeter, 'helpline'],
])

export const policy: PolicyPack = {
  participant: participant('at'),
  version: 'test-1',
  sources: {
    identification: ['2:L1606'],
    reflection: ['2:L1618'],
    residence: ['2:L1654'],
    mandatoryNotifications: ['2:L1167'],
    subUnits: [],
    languages: ['2:L1125'],
    licence: ['0:L500'],
    promises: ['inferred'],
    consent: ['inferred'],
    retention: ['inferred'],
    smallCountMin: ['3:L756'],
  },
  identification: {
    first: ['cso', 'police', 'nrmOffice', 'guardianshipAuthority'],
    formal: ['police', 'nrmOffice'],
  },
  reflection: {
    daysMin: 30,
    grantedBy: ['migrationAuthority', 'police'],
    alarmDaysBefore: 7,
    referWithinDays: 3,
  },
  residence: {
    monthsMin: 6,
    grounds: residenceGrounds.codes,
    grantedBy: ['migrationAuthority'],
    suggestedBy: ['cso'],
  },
  mandatoryNotifications: [
    {
      by: ['cso'],
      to: 'nrmOffice',
      information: ['ageBand', 'languages'],
      citation: 'law-1.2',
      withinDays: 3,
    },
    {
      by: ['police'],
      to: 'cso',
      information: ['gender', 'ageBand', 'languages'],
      citation: 'order-1',
      withinDays: 1,
    },
  ],
  subUnits: [],
  languages: ['de', 'en'],
  licence: { needed: 'never', yearsMax: 6, reviewMonths: 12 },
  promises: { escalateAfterDays: 7 },
  consent: { reconfirmAfterDays: 180 },
  retention: {
    execute: true,
    own: {
      otherwise: { months: 60, after: 'caseClosed' },
      sections: [{ section: 'contact', months: 12, after: 'lastEvent' }],
    },
    received: {
      otherwise: { months: 6, after: 'grantEnd' },
      sections: [
        { section: 'travel', months: 3, after: 'lastEvent' },
        { section: 'identity', months: 24, after: 'caseClosed' },
      ],
    },
  },
  smallCountMin: 5,
}

const start = instant('2026-03-01T10:00:00.000Z')

/** So many minutes after the story began. */
export function at(minute: number): Instant {
  return plusMilliseconds(start, minute * 60_000)
}

/** Who decides, and when. */
export function as(self: OrganisationId, minute: number): CommandContext {
  return { self, now: at(minute), policy, kindOf: (each) => kinds.get(each) }
}

/** An organisation that is listed, of whose standing its Participant keeps nothing. */
export function listedAs(kind: OrganisationKind): KnownOrganisation {
  const facts = {
    licence: 'notStated',
    agreement: 'notStated',
    membership: 'notStated',
    vetting: 'notStated',
  } as const
  return { kind, isListed: true, facts }
}

/** What the trust lists say of the organisations of the tests, at any time. */
export const organisations: Organisations = (id) => {
  const kind = kinds.get(id)
  return kind === undefined ? undefined : listedAs(kind)
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

function participant(text: string): ParticipantCode {
  invariant(isParticipantCode(text), 'test-support: participant')
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
