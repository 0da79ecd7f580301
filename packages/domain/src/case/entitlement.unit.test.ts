import { describe, expect, it } from 'vitest'
import { organisationKinds, type OrganisationKind } from '../vocabulary/lists.ts'
import { mayAuthor, mayTravel } from './entitlement.ts'
import type { EventType } from './events.ts'

/** x: may author. One row for each type, one column for each kind, in the order of the header. */
const header =
  'cso nrmOffice police borderPolice prosecution courtLiaison guardianshipAuthority shelter ' +
  'migrationAuthority asylumAuthority healthProvider legalAid helpline internationalOrganisation ' +
  'consular auditor rapporteur'

const rows: { readonly [Type in EventType]: string } = {
  CaseOpened: /*              */ 'x . . . . . x x . . x x x x . . .',
  PresumedVictimRecorded: /*  */ 'x . . . . . x x . . x x x x . . .',
  DataConsentGiven: /*        */ 'x . . . . . x x . . x x x x . . .',
  DataConsentNarrowed: /*     */ 'x . . . . . x x . . x x x x . . .',
  HoldersAnswered: /*         */ 'x x x . x x x x . . x x x x . . .',
  CapacityAsked: /*           */ 'x . . . . . x x . . x x x x . . .',
  CapacityAnswered: /*        */ 'x . . . . . x x . . x x x x . . .',
  ReferralOffered: /*         */ 'x . . . . . x x . . x x x x . . .',
  ReferralSeen: /*            */ 'x . . . . . x x . . x x x x . . .',
  ReferralAccepted: /*        */ 'x . . . . . x x . . x x x x . . .',
  ReferralDeclined: /*        */ 'x . . . . . x x . . x x x x . . .',
  ContactExchanged: /*        */ 'x . . . . . x x . . x x x x . . .',
  RiskAssessed: /*            */ 'x . . . . . x x . . x x x x . . .',
  ReturnTravelPlanned: /*     */ 'x . . . . . x x . . x x x x . . .',
  DepartureConfirmed: /*      */ 'x . . . . . x x . . x x x x . . .',
  ArrivalConfirmed: /*        */ 'x . . . . . x x . . x x x x . . .',
  SupportStarted: /*          */ 'x . . . . . x x . . x x x x . . .',
  FeedbackGiven: /*           */ 'x . . . . . x x . . x x x x . . .',
  CaseNotified: /*            */ 'x . . . . . x x . . x x x x . . .',
  NotificationAcknowledged: /**/ '. x . . . . . . . . . . . . . . .',
}

const kinds = header.split(' ') as readonly OrganisationKind[]
const types = Object.keys(rows) as readonly EventType[]

describe('who may author what', () => {
  it('is written down here for every kind of organisation', () => {
    expect([...kinds].sort()).toStrictEqual([...organisationKinds.codes].sort())
  })

  it.each(types)('%s', (type) => {
    const answer = kinds.map((kind) => (mayAuthor(kind, type) ? 'x' : '.')).join(' ')
    expect(answer).toBe(rows[type])
  })

  it.each(['auditor', 'rapporteur', 'consular', 'borderPolice', 'migrationAuthority'] as const)(
    'gives a(n) %s no voice in a case',
    (kind) => {
      expect(types.filter((type) => mayAuthor(kind, type))).toStrictEqual([])
    },
  )
})

describe('what goes to other organisations', () => {
  it.each(['CaseOpened', 'PresumedVictimRecorded'] as const)('never is %s', (type) => {
    expect(mayTravel(type)).toBe(false)
  })

  it.each(['DataConsentGiven', 'ReferralOffered', 'HoldersAnswered', 'CaseNotified'] as const)(
    'may be %s',
    (type) => {
      expect(mayTravel(type)).toBe(true)
    },
  )
})
