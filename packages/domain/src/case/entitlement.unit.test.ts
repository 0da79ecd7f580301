import { describe, expect, it } from 'vitest'
import { eventDefinitions, eventTypes } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import { typesPresupposing } from '../test-support/presupposing.ts'
import { organisationKinds, sectionNames } from '../vocabulary/lists.ts'
import { mayAuthor, mayCarry, mayReceive, mayTravel } from './entitlement.ts'

const definitions = eventTypes.map((type): [string, EventDefinition] => [
  type,
  eventDefinitions[type],
])
const having = (what: (definition: EventDefinition) => boolean) =>
  definitions.filter(([, definition]) => what(definition)).map(([type]) => type)

describe('who may author and receive', () => {
  it.each(['auditor', 'rapporteur'] as const)('is nothing for an %s', (kind) => {
    expect(eventTypes.filter((type) => mayAuthor(kind, type))).toStrictEqual([])
    expect(eventTypes.filter((type) => mayReceive(kind, type))).toStrictEqual([])
  })

  it('is somebody for every event', () => {
    expect(having(({ authors }) => authors.length === 0)).toStrictEqual([])
  })

  it('lets nothing about how a case began or ended leave its organisation', () => {
    for (const type of [
      'CaseOpened',
      'PresumedVictimRecorded',
      'CaseClosed',
      'CasesLinked',
    ] as const)
      expect(mayTravel(type)).toBe(false)
  })

  it('gives what somebody decided about taking part in proceedings to no service', () => {
    const services = [
      'shelter',
      'healthProvider',
      'helpline',
      'internationalOrganisation',
      'migrationAuthority',
      'police',
    ] as const
    // Whatever can come about only where she takes part tells that she does.
    const willingness = typesPresupposing('ParticipationConsentGiven')
    expect(willingness.size).toBeGreaterThan(10)
    for (const type of [...willingness, 'ParticipationConsentRefused'] as const)
      expect(services.filter((kind) => mayReceive(kind, type))).toStrictEqual([])
  })

  it('lets information about a crime to come reach those who prevent it, and nobody else', () => {
    const readers = organisationKinds.codes.filter((kind) =>
      mayReceive(kind, 'FutureCrimeInformationPassed'),
    )
    expect(readers).toStrictEqual(['police', 'prosecution'])
  })
})

describe('what an event may carry', () => {
  it('is never the residence of somebody in a matter of redress', () => {
    const redress = eventTypes.filter((type) => type.startsWith('Compensation'))
    expect(redress).toHaveLength(4)
    expect(redress.filter((type) => mayCarry(type, 'residence'))).toStrictEqual([])
    expect(mayCarry('ResidencePermitRequested', 'residence')).toBe(true)
  })

  it('is nothing in a notification, and nothing about a release', () => {
    for (const type of [
      'CaseNotified',
      'MandatoryNotificationMade',
      'DefendantReleaseNotified',
    ] as const)
      expect(sectionNames.codes.filter((name) => mayCarry(type, name))).toStrictEqual([])
  })

  it('goes unasked only where it says nothing about the person', () => {
    expect(having(({ carriesUnasked }) => carriesUnasked.length > 0)).toStrictEqual([
      'FutureCrimeInformationPassed',
    ])
  })

  it('is a number of days, months, hops or points, and never of people', () => {
    const numbers = definitions.flatMap(([type, { facts }]) =>
      Object.entries(facts)
        .filter(
          ([, field]) =>
            field.kind === 'count' || (field.kind === 'optional' && field.of.kind === 'count'),
        )
        .map(([name]) => `${type}.${name}`),
    )
    expect(numbers.toSorted()).toStrictEqual([
      'ReflectionPeriodGranted.days',
      'RelayForwarded.hop',
      'ResidencePermitGranted.months',
      'ServiceFeedbackRecorded.rating',
    ])
  })

  it('are clauses in a consent, and nowhere else', () => {
    expect(having(({ carriesClauses }) => carriesClauses)).toStrictEqual([
      'DataConsentGiven',
      'RelayConsentGiven',
    ])
  })
})

describe('what goes without consent', () => {
  it('is said by the type of the event, and by few', () => {
    expect(having(({ fallback }) => fallback === 'noPersonalData')).toStrictEqual([
      'CapacityAsked',
      'CapacityAnswered',
    ])
    expect(having(({ fallback }) => fallback === 'legalObligation')).toStrictEqual([
      'MandatoryNotificationMade',
    ])
    expect(having(({ fallback }) => fallback === 'vitalInterests')).toStrictEqual([
      'DefendantReleaseNotified',
    ])
    expect(having(({ fallback }) => fallback === 'publicInterest')).toStrictEqual([
      'FutureCrimeInformationPassed',
    ])
  })
})
