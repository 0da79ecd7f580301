import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseCommand, CommandContext } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { mayReceive } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { eventDefinitions, processes, type EventType } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import type { Field } from '../definition/field.ts'
import { typesPresupposing } from '../test-support/presupposing.ts'
import { histories } from '../test-support/random-history.ts'
import { as, belgrade, court, idOf, vienna } from '../test-support/world.ts'
import { organisationKinds } from '../vocabulary/lists.ts'
import { beside, commands, story, upTo } from './testimony.story.fixture.ts'

// Whoever serves her otherwise does not learn from any message that she is willing to testify: not from what
// it says, not from what it points at, and not from its being sent at all.

const presupposing = typesPresupposing('ParticipationConsentGiven')
const ofProcess = Object.keys(processes.testimony.events) as readonly EventType[]

/** Who houses, treats, meets, admits or registers her. No testimony is prepared by any of them. */
const outside = organisationKinds.codes.filter(
  (kind) =>
    !['cso', 'legalAid', 'guardianshipAuthority', 'courtLiaison', 'prosecution'].includes(kind),
)

const receivedOutside = ofProcess.filter((type) => outside.some((kind) => mayReceive(kind, type)))

/** The types that a field points at. */
function pointedAt(field: Field): readonly string[] {
  if (field.kind === 'reference') return field.to
  if (field.kind === 'optional' || field.kind === 'set') return pointedAt(field.of)
  return field.kind === 'list' ? Object.values(field.of).flatMap(pointedAt) : []
}

describe('what presupposes that she takes part', () => {
  it('is found by what leads to it: her word, her statement, and all that is about a trip', () => {
    expect(ofProcess.filter((type) => presupposing.has(type)).toSorted()).toStrictEqual([
      'AccommodationArranged',
      'Arrived',
      'Departed',
      'EscortAssigned',
      'MedicalCertificateIssued',
      'ParticipationConsentGiven',
      'ReturnTripArranged',
      'ReturnedSafely',
      'StatementGiven',
      'StatementModeChosen',
      'TicketIssued',
      'TripConsented',
      'TripPlanned',
      'VideoStatementGiven',
    ])
  })

  it('is nothing of any other process: no service waits for it', () => {
    expect([...presupposing].filter((type) => !ofProcess.includes(type))).toStrictEqual([])
  })
})

describe('what somebody may be told who is no party', () => {
  it('is what comes about as well where she was never asked', () => {
    expect(receivedOutside.length).toBeGreaterThan(0)
    expect(receivedOutside.filter((type) => presupposing.has(type))).toStrictEqual([])
  })

  it('points at nothing that presupposes that she takes part', () => {
    for (const type of receivedOutside) {
      const { facts }: EventDefinition = eventDefinitions[type]
      const targets = Object.values(facts).flatMap(pointedAt)
      expect(targets.filter((target) => presupposing.has(target as EventType))).toStrictEqual([])
    }
  })
})

describe('a party that was merely asked to support her', () => {
  const { agree, choose, consent, hear, hearByVideo } = commands
  const onVideo = [...upTo('consented'), beside.videoChosen]
  const words: readonly (readonly [readonly CaseEvent[], CaseCommand])[] = [
    [upTo('counselMet'), agree],
    [upTo('agreed'), choose],
    [upTo('safe'), consent],
    [upTo('arrived'), hear],
    [onVideo, hearByVideo],
  ]
  const told = ([history, command]: (typeof words)[number], context: CommandContext) => {
    const decision = decide(foldCase(history), command, context)
    return decision.ok && decision.value.recipients.map(({ to }) => to)
  }

  it('hears of what she decided and said from nobody but her', () => {
    for (const word of words) expect(told(word, as(vienna, 40))).toStrictEqual([court])
    for (const statement of words.slice(3))
      expect(told(statement, as(court, 40))).toStrictEqual([vienna])
  })

  it('hears of her statement where she has told it herself that she takes part', () => {
    const confided = { ...story.agreed, id: idOf('confided'), author: belgrade }
    for (const [history, command] of words.slice(3))
      expect(told([[...history, confided], command], as(court, 40))).toStrictEqual([
        vienna,
        belgrade,
      ])
  })

  it('hears of her statement where it is her lawyer, or conducts the proceedings', () => {
    for (const kind of ['legalAid', 'prosecution'] as const) {
      const context = { ...as(court, 40), kindOf: () => kind }
      for (const statement of words.slice(3))
        expect(told(statement, context)).toStrictEqual([vienna, belgrade])
    }
    const guardian = { ...as(court, 40), kindOf: () => 'guardianshipAuthority' as const }
    for (const statement of words.slice(3))
      expect(told(statement, guardian)).toStrictEqual([vienna])
  })
})

describe('whatever happens', () => {
  const sample = fc.sample(histories, { numRuns: 200, seed: 7 })
  /** Who asked for a testimony and who was asked for it. */
  function partiesIn(everything: readonly CaseEvent[]) {
    const requests = everything.filter((event) => event.type === 'TestimonyRequested')
    return new Set(requests.flatMap(({ author, facts }) => [author, ...facts.asked]))
  }

  it('holds nothing that presupposes it who is no party, and is told nothing for its purpose', () => {
    let strangers = 0
    for (const { organisations, logs } of sample) {
      const everything = organisations.flatMap((self) => logs.get(self) ?? [])
      const parties = partiesIn(everything)
      const happened = everything.some(({ type }) => presupposing.has(type))
      for (const self of organisations.filter((each) => !parties.has(each))) {
        if (happened) strangers++
        const received = (logs.get(self) ?? []).filter(({ author }) => author !== self)
        expect(received.filter(({ type }) => presupposing.has(type))).toStrictEqual([])
        const purposes = received
          .filter(({ type }) => ofProcess.includes(type))
          .flatMap(({ grants }) => grants.map(({ purpose }) => purpose))
        expect(purposes).not.toContain('testimony')
      }
    }
    expect(strangers).toBeGreaterThan(5)
  })
})
