import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { grantTo, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, police, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events, requestedOf } from './opening.fixture.ts'

const { requested, identified, notIdentified, declined, changedMind } = events
const asked = [...upTo('presumed'), requested]
const request = requested.id
const { RequestFormalIdentification, IdentifyFormally, DoNotIdentify } = commands
const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'identification', needs: ['identification'] } as const

describe('observe indicators', () => {
  it('names the set and the groups, and tells nobody', () => {
    given(...upTo('opened'))
      .when(commands.ObserveIndicators, as(vienna, 2))
      .then({
        type: 'IndicatorsObserved',
        occurredAt: at(2),
        facts: { indicatorSet: 'at-2024', groups: ['debt', 'other'] },
        ...nothingElse,
        recipients: [],
      })
  })

  it('makes nobody a presumed victim: somebody has to say so', () => {
    const observed = {
      ...story.presumed,
      type: 'IndicatorsObserved',
      facts: { indicatorSet: 'at-2024', groups: ['debt'] },
    }
    const state = foldCase([story.opened, observed as CaseEvent])
    expect(state.identification).toBe('potential')
  })
})

describe('ask for a formal identification', () => {
  it('asks the authority with what it needs', () => {
    given(...upTo('presumed'))
      .when(RequestFormalIdentification, as(vienna, 20))
      .then({
        type: 'FormalIdentificationRequested',
        occurredAt: at(20),
        facts: { indicatorSet: 'at-2024', respondBy: at(500) },
        sections: { identification: { indicators: ['debt'] } },
        clauses: [],
        recipients: [
          {
            to: viennaOffice,
            purpose: 'identification',
            needs: ['identity', 'demographics', 'identification', 'exploitation'],
          },
        ],
      })
  })

  it('refuses before the presumption, and an answer by now', () => {
    given(...upTo('opened'))
      .when(RequestFormalIdentification, as(vienna, 20))
      .thenRejected({ kind: 'not-presumed' })
    given(...upTo('presumed'))
      .when({ ...RequestFormalIdentification, respondBy: at(20) }, as(vienna, 20))
      .thenRejected({ kind: 'response-deadline-passed' })
  })
})

describe('answer whether she is identified', () => {
  it('tells the one who asked', () => {
    given(...asked)
      .when(IdentifyFormally, as(viennaOffice, 30))
      .then({
        type: 'FormallyIdentified',
        occurredAt: at(30),
        facts: { request, indicatorSet: 'at-2024' },
        ...nothingElse,
        recipients: [toVienna],
      })
    given(...asked)
      .when(DoNotIdentify, as(viennaOffice, 30))
      .then({
        type: 'NotIdentified',
        occurredAt: at(30),
        facts: notIdentified.facts,
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it.each([IdentifyFormally, DoNotIdentify])('refuses a second answer: $type', (command) => {
    for (const answer of [identified, notIdentified])
      given(...asked, answer)
        .when(command, as(viennaOffice, 31))
        .thenRejected({ kind: 'already-identified' })
  })

  it.each([IdentifyFormally, DoNotIdentify])(
    'is for the kinds that the policy names, whoever was asked: $type',
    (command) => {
      const { policy, ...context } = as(police, 30)
      const identification = { ...policy.identification, formal: ['nrmOffice'] as const }
      given(...upTo('presumed'), requestedOf(police))
        .when(command, { ...context, policy: { ...policy, identification } })
        .thenRejected({ kind: 'not-in-policy' })
      given(...upTo('presumed'), requestedOf(police))
        .when(command, { ...as(police, 30), kindOf: () => undefined })
        .thenRejected({ kind: 'not-in-policy' })
    },
  )

  it('counts once, whichever comes first, and from the one who was asked', () => {
    const both = [...asked, identified, { ...notIdentified, recordedAt: at(31) }]
    for (const order of [both, both.toReversed()])
      expect(foldCase(order).identificationRequests).toStrictEqual({
        [request]: {
          by: vienna,
          respondBy: at(500),
          answer: { kind: 'identified', by: viennaOffice, event: identified.id },
        },
      })
    for (const author of [vienna, police, belgrade]) {
      const state = foldCase([...asked, { ...identified, author }])
      expect(state.identification).toBe('presumed')
      expect(state.identificationRequests[request]).toStrictEqual({
        by: vienna,
        respondBy: at(500),
      })
    }
  })
})

describe('what an authority says', () => {
  it('identifies her formally', () => {
    expect(foldCase([...asked, identified]).identification).toBe('formallyIdentified')
  })

  it('does not end the presumption where it is no', () => {
    const state = foldCase([...asked, notIdentified])
    expect(state.identification).toBe('presumed')
    expect(state.identificationRequests[request]?.answer).toStrictEqual({
      kind: 'notIdentified',
      by: viennaOffice,
      event: notIdentified.id,
      reason: 'indicatorsNotConfirmed',
    })
  })

  it('does not change the mind of one who declined', () => {
    const orders = [
      [...asked, declined, identified],
      [...asked, identified, { ...declined, recordedAt: at(31) }],
    ]
    for (const events of orders)
      expect(foldCase(events).identification).toBe('declinedIdentification')
  })
})

describe('decline a formal identification', () => {
  const { RecordIdentificationDeclined } = commands

  it('tells whoever was asked and has not answered, and nobody else', () => {
    const expected = {
      type: 'IdentificationDeclined',
      occurredAt: at(25),
      facts: {},
      ...nothingElse,
    } as const
    given(...asked)
      .when(RecordIdentificationDeclined, as(vienna, 25))
      .then({
        ...expected,
        recipients: [{ to: viennaOffice, purpose: 'identification', needs: [] }],
      })
    given(...upTo('presumed'))
      .when(RecordIdentificationDeclined, as(vienna, 25))
      .then({ ...expected, recipients: [] })
    given(...asked, notIdentified)
      .when(RecordIdentificationDeclined, as(vienna, 25))
      .then({ ...expected, recipients: [] })
  })

  it('refuses before the presumption, and twice', () => {
    given(...upTo('opened'))
      .when(RecordIdentificationDeclined, as(vienna, 25))
      .thenRejected({ kind: 'not-presumed' })
    given(...asked, declined)
      .when(RecordIdentificationDeclined, as(vienna, 26))
      .thenRejected({ kind: 'already-done' })
  })

  it('is hers, as told by who has custody: of anybody else it changes nothing', () => {
    const state = foldCase([...asked, { ...declined, author: viennaOffice }])
    expect(state.identification).toBe('presumed')
  })
})

describe('the protection of one who declined, or was not identified', () => {
  const { OfferReferral, NotifyCase, AskCapacity, GiveDataConsent } = commands
  const lives: readonly (readonly [string, readonly CaseEvent[]])[] = [
    ['declined', [...upToWithout('consent', 'consent'), declined]],
    ['not identified', [...upToWithout('consent', 'consent'), requested, notIdentified]],
    [
      'declined, and changed her mind',
      [...upToWithout('consent', 'consent'), declined, changedMind],
    ],
    ['both', [...upToWithout('consent', 'consent'), requested, declined, notIdentified]],
  ]

  it.each(lives)('goes on: a place, a consent and a referral: %s', (_case, history) => {
    const held = foldCase(history)
    expect(held.identification).not.toBe('potential')
    given(...history)
      .when(AskCapacity, as(vienna, 50))
      .then({
        type: 'CapacityAsked',
        occurredAt: at(50),
        facts: story.asked.facts,
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
    given(...history)
      .when({ ...OfferReferral, sections: {} }, as(vienna, 50))
      .then({
        type: 'ReferralOffered',
        occurredAt: at(50),
        facts: story.offered.facts,
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: ['needs'] }],
      })
    given(...history)
      .when(GiveDataConsent, as(vienna, 50))
      .then({
        type: 'DataConsentGiven',
        occurredAt: at(50),
        facts: story.consent.facts,
        sections: {},
        clauses: story.consent.clauses,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('is told to an office as it is: declined, and assisted', () => {
    given(...upTo('presumed'), declined)
      .when(NotifyCase, as(vienna, 50))
      .then({
        type: 'CaseNotified',
        occurredAt: at(50),
        facts: { ...story.notified.facts, identification: 'declinedIdentification' },
        ...nothingElse,
        recipients: [{ to: viennaOffice, purpose: 'caseNotification', needs: [] }],
      })
  })

  it('goes on where the referral is: support starts, whatever was declined meanwhile', () => {
    given(...upTo('arrived'), declined)
      .when(commands.StartSupport, as(belgrade, 50))
      .then({
        type: 'SupportStarted',
        occurredAt: at(13.5),
        facts: story.supported.facts,
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
  })
})

describe('who says first that she is presumed to be a victim', () => {
  it('is who the policy names, and not who merely has custody', () => {
    const { policy, ...context } = as(vienna, 1)
    const identification = { ...policy.identification, first: ['police'] as const }
    given(...upTo('opened'))
      .when(commands.RecordPresumedVictim, { ...context, policy: { ...policy, identification } })
      .thenRejected({ kind: 'not-in-policy' })
  })
})

describe('explain rights and link cases', () => {
  it('record it and tell nobody', () => {
    given(...upTo('opened'))
      .when(commands.RecordRightsExplained, as(vienna, 2))
      .then({
        type: 'RightsExplained',
        occurredAt: at(2),
        facts: {
          topics: ['complaints', 'return'],
          language: 'sr',
          form: 'pictogram',
          interpreter: true,
        },
        ...nothingElse,
        recipients: [],
      })
    given(...upTo('opened'))
      .when(commands.LinkCase, as(vienna, 2))
      .then({
        type: 'CasesLinked',
        occurredAt: at(2),
        facts: events.linked.facts,
        ...nothingElse,
        recipients: [],
      })
  })

  it('refuses to link the same case twice, and of a stranger it links nothing', () => {
    given(...upTo('opened'), events.linked)
      .when(commands.LinkCase, as(vienna, 21))
      .thenRejected({ kind: 'already-done' })
    const forged = { ...events.linked, author: belgrade }
    expect(foldCase([story.opened, forged]).linkedCases).toStrictEqual([])
  })
})

describe('a case of which a part is held', () => {
  it('cannot be opened: who was sent a part does not make itself its custodian', () => {
    const offered = { ...story.offered, grants: [grantTo(belgrade)] }
    given(offered).when(commands.OpenCase, as(belgrade, 6)).thenRejected({ kind: 'case-exists' })
    given({ ...story.asked, id: idOf('enquiry') })
      .when(commands.OpenCase, as(belgrade, 6))
      .thenRejected({ kind: 'case-exists' })
  })
})
