import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { caseEvent, story as caseStory } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, greeter, idOf, skopje, vienna } from '../test-support/world.ts'
import { sectionNames } from '../vocabulary/lists.ts'
import { beside, commands, journey, story, upTo } from './testimony.story.fixture.ts'

const trip = story.planned.id
const toBelgrade = { to: belgrade, purpose: 'testimony' } as const
const planned = given(...upTo('planned'))
const documents = { documents: { documents: [] } } as const

describe('what is arranged for a trip', () => {
  it.each([
    [
      commands.ticket,
      'TicketIssued',
      { travel: { mode: 'air' }, ...documents },
      ['travel', 'documents'],
    ],
    [commands.certify, 'MedicalCertificateIssued', documents, ['documents']],
    [
      commands.accommodate,
      'AccommodationArranged',
      { protection: { kind: 'shelter' } },
      ['protection'],
    ],
    [
      commands.escort,
      'EscortAssigned',
      { travel: { accompaniedBy: 'Example Escort' } },
      ['travel'],
    ],
  ] as const)(
    'goes to who needs it, and not as one file: $type',
    (command, type, sections, needs) => {
      planned.when(command, as(vienna, 8)).then({
        type,
        occurredAt: at(8),
        facts: { trip },
        sections,
        clauses: [],
        recipients: [{ ...toBelgrade, needs }],
      })
      planned.when(command, as(skopje, 8)).thenRejected({ kind: 'trip-unknown' })
      planned.when(command, as(greeter, 8)).thenRejected({ kind: 'trip-unknown' })
      planned
        .when({ ...command, to: [vienna] }, as(vienna, 8))
        .thenRejected({ kind: 'no-recipients' })
      for (const recipient of [skopje, greeter])
        planned
          .when({ ...command, to: [belgrade, recipient] }, as(vienna, 8))
          .thenRejected({ kind: 'not-a-party', recipient })
      given(...upTo('consented'))
        .when(command, as(vienna, 8))
        .thenRejected({ kind: 'trip-unknown' })
    },
  )

  it.each([
    [commands.certify, 'documents'],
    [commands.accommodate, 'protection'],
  ] as const)('is nothing without its section: $type', (command, section) => {
    planned
      .when({ ...command, sections: {} }, as(vienna, 8))
      .thenRejected({ kind: 'section-required', section })
  })
})

describe('ask somebody to meet her at the airport', () => {
  const { askReception } = commands
  const travel = journey
  const asked = {
    type: 'AirportReceptionAsked',
    occurredAt: at(8),
    facts: { meetAt: at(30) },
    sections: { travel },
    clauses: [],
    recipients: [{ to: greeter, purpose: 'assistance', needs: ['travel'] }],
  } as const

  it('tells a journey, a time and a code word, and no name', () => {
    planned.when(askReception, as(vienna, 8)).then(asked)
  })

  it('leaves every other section out, whatever is given', () => {
    const everything = Object.fromEntries(
      sectionNames.codes.map((name) => [name, { firstName: 'Example' }]),
    )
    planned
      .when({ ...askReception, sections: { ...everything, travel } }, as(vienna, 8))
      .then(asked)
  })

  it.each(['receivedBy', 'accompaniedBy', 'from', 'departsOn', 'passengers', 'name', 'notes'])(
    'refuses every member of the journey but those: %s',
    (member) => {
      planned
        .when(
          { ...askReception, sections: { travel: { ...travel, [member]: 'Example' } } },
          as(vienna, 8),
        )
        .thenRejected({ kind: 'fragment-too-wide', section: 'travel' })
    },
  )

  it('needs a code word, by which she knows whom to trust', () => {
    const { codeWord: _codeWord, ...without } = travel
    for (const sections of [{}, { travel: without }]) {
      planned
        .when({ ...askReception, sections }, as(vienna, 8))
        .thenRejected({ kind: 'section-required', section: 'travel' })
    }
  })

  it('says the same whatever the journey is for, and whatever she has decided about it', () => {
    for (const history of [[caseStory.opened], upTo('asked'), [...upTo('planned'), beside.refused]])
      given(...history)
        .when(askReception, as(vienna, 8))
        .then(asked)
  })

  it('is for who holds something of the case, before she arrives, and asks somebody else', () => {
    given().when(askReception, as(vienna, 8)).thenRejected({ kind: 'case-unknown' })
    planned.when(askReception, as(vienna, 30)).thenRejected({ kind: 'response-deadline-passed' })
    planned
      .when({ ...askReception, to: vienna }, as(vienna, 8))
      .thenRejected({ kind: 'no-recipients' })
  })

  it('discloses to the greeter the journey and nothing else, though she consents to more', () => {
    const consent = caseEvent('DataConsentGiven', 'consent', vienna, -1, caseStory.consent.facts, {
      clauses: [
        {
          id: 'c1',
          discloser: vienna,
          recipient: greeter,
          purposes: ['assistance'],
          sections: sectionNames.codes,
          from: at(-1),
          until: at(1000),
          onward: true,
        },
      ],
    })
    const state = foldCase([caseStory.opened, consent, ...upTo('planned')])
    const decision = decide(state, askReception, as(vienna, 8))
    const plan = decision.ok && planDisclosures(decision.value, state, vienna, at(8))
    expect(plan).toStrictEqual({
      ok: true,
      value: [
        {
          grant: {
            to: greeter,
            purpose: 'assistance',
            sections: ['travel'],
            basis: { kind: 'consent', consent: idOf('consent'), clause: 'c1' },
            until: at(1000),
            onward: true,
          },
          withheld: [],
        },
      ],
    })
  })
})

describe('confirm that somebody will be there', () => {
  const { confirmReception } = commands

  it('tells who asked', () => {
    given(story.receptionAsked)
      .when(confirmReception, as(greeter, 9))
      .then({
        type: 'AirportReceptionConfirmed',
        occurredAt: at(9),
        facts: { request: story.receptionAsked.id },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
  })

  it('refuses whoever was not asked, and to confirm twice', () => {
    for (const self of [vienna, court, skopje]) {
      given(story.receptionAsked)
        .when(confirmReception, as(self, 9))
        .thenRejected({ kind: 'reception-unknown' })
    }
    given().when(confirmReception, as(greeter, 9)).thenRejected({ kind: 'reception-unknown' })
    given(story.receptionAsked, story.receptionConfirmed)
      .when(confirmReception, as(greeter, 10))
      .thenRejected({ kind: 'already-done' })
  })
})
