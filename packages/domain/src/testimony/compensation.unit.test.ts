import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story as caseStory } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, idOf, skopje, vienna } from '../test-support/world.ts'
import { compensationCommands } from './compensation-commands.ts'
import { compensationEvents } from './compensation-events.ts'
import { beside, commands, redress, story, upTo } from './testimony.story.fixture.ts'

const { claimed, awarded, rejected, paid } = redress
const toCourt = { to: court, purpose: 'compensation', needs: [] } as const
const toVienna = { to: vienna, purpose: 'compensation', needs: [] } as const
const nothingElse = { sections: {}, clauses: [] } as const

describe('claim compensation', () => {
  const { claim } = commands
  const claiming = {
    type: 'CompensationClaimed',
    occurredAt: at(80),
    facts: claimed.facts,
    sections: { proceedings: { claim: 'Example claim' } },
    clauses: [],
    recipients: [{ ...toCourt, needs: ['proceedings'] }],
  } as const

  it('claims it on its own, or with a testimony', () => {
    given(caseStory.opened).when(claim, as(vienna, 80)).then(claiming)
    given(...upTo('asked'))
      .when({ ...claim, testimony: story.asked.id }, as(vienna, 80))
      .then({ ...claiming, facts: { testimony: story.asked.id, ...claimed.facts } })
  })

  it('depends on nothing: not on co-operation, identification, residence or a judgment', () => {
    const declined = caseEvent('IdentificationDeclined', 'declined', vienna, 2, {})
    const acquitted = {
      ...story.judged,
      facts: { ...story.judged.facts, outcome: 'acquitted' },
    } as const
    const histories: readonly (readonly CaseEvent[])[] = [
      [caseStory.opened],
      [caseStory.opened, declined],
      [caseStory.opened, ...upTo('explained'), beside.refused],
      [caseStory.opened, ...upTo('returned'), acquitted],
    ]
    const answers = histories.map((history) => decide(foldCase(history), claim, as(vienna, 80)))
    for (const answer of answers) expect(answer).toStrictEqual({ ok: true, value: claiming })
  })

  it('has nothing to do with the right to stay', () => {
    for (const { sections } of Object.values(compensationEvents)) {
      expect(sections).not.toContain('residence')
      expect(sections).not.toContain('identity')
    }
    for (const { sections } of Object.values(compensationCommands)) {
      expect(sections).not.toContain('residence')
    }
    const names = Object.values(compensationEvents).flatMap(({ facts }) => Object.keys(facts))
    for (const name of names) expect(name).not.toMatch(/resid|permit|stay|status|immigr/i)
  })

  it('may be recorded for oneself alone, and leaves oneself out of those who are told', () => {
    given(caseStory.opened)
      .when({ ...claim, to: [vienna] }, as(vienna, 80))
      .then({ ...claiming, recipients: [] })
  })

  it('refuses a case that is not known, and a testimony of others', () => {
    given().when(claim, as(vienna, 80)).thenRejected({ kind: 'case-unknown' })
    given(caseStory.opened)
      .when({ ...claim, testimony: story.asked.id }, as(vienna, 80))
      .thenRejected({ kind: 'testimony-unknown' })
    given(...upTo('asked'))
      .when({ ...claim, testimony: story.asked.id }, as(skopje, 80))
      .thenRejected({ kind: 'testimony-unknown' })
  })
})

describe('a testimony that who supports her asks for, for compensation', () => {
  const own = {
    ...story.asked,
    author: vienna,
    facts: { ...story.asked.facts, purpose: 'claimCompensation', asked: [court] },
    grants: [grantTo(court)],
  } as const
  const met = {
    type: 'LegalCounselMet',
    occurredAt: at(2),
    facts: { testimony: story.asked.id },
    ...nothingElse,
    recipients: [{ to: court, purpose: 'testimony', needs: [] }],
  } as const

  it('needs no court to ask her', () => {
    given(own).when(commands.meetCounsel, as(vienna, 2)).then(met)
    expect(foldCase([own, story.counselMet]).testimonies[own.id]?.counselMet).toBe(
      story.counselMet.id,
    )
  })

  it('is not one in which a court speaks for her that asked', () => {
    const asked = { ...own, facts: { ...own.facts, purpose: 'testify' } } as const
    given(asked)
      .when(commands.meetCounsel, as(vienna, 2))
      .thenRejected({ kind: 'not-your-testimony' })
    given(own)
      .when(commands.meetCounsel, as(belgrade, 2))
      .thenRejected({ kind: 'testimony-unknown' })
  })
})

describe('the outcome of a claim', () => {
  const { award, reject } = commands

  it('is an award or a refusal, for the other parties', () => {
    given(claimed)
      .when(award, as(court, 90))
      .then({
        type: 'CompensationAwarded',
        occurredAt: at(90),
        facts: awarded.facts,
        sections: { proceedings: { award: 'Example award' } },
        clauses: [],
        recipients: [{ ...toVienna, needs: ['proceedings'] }],
      })
    given(claimed)
      .when(reject, as(vienna, 91))
      .then({
        type: 'CompensationRefused',
        occurredAt: at(91),
        facts: rejected.facts,
        ...nothingElse,
        recipients: [toCourt],
      })
  })

  it('may follow another, each way, until the money has reached her', () => {
    for (const command of [award, reject]) {
      expect(decide(foldCase([claimed, rejected]), command, as(court, 92)).ok).toBe(true)
      expect(decide(foldCase([claimed, awarded]), command, as(court, 92)).ok).toBe(true)
      given(claimed, awarded, paid)
        .when(command, as(court, 96))
        .thenRejected({ kind: 'already-done' })
    }
  })

  it('is recorded by a party to the claim', () => {
    for (const command of [award, reject]) {
      given(claimed).when(command, as(belgrade, 90)).thenRejected({ kind: 'claim-unknown' })
      given(caseStory.opened).when(command, as(vienna, 90)).thenRejected({ kind: 'claim-unknown' })
    }
  })
})

describe('the payment of an award', () => {
  const { pay } = commands

  it('is on record when the money has reached her', () => {
    given(claimed, awarded)
      .when(pay, as(vienna, 95))
      .then({
        type: 'CompensationPaid',
        occurredAt: at(94),
        facts: { award: awarded.id },
        ...nothingElse,
        recipients: [toCourt],
      })
  })

  it('may be told in the very moment', () => {
    const now = { occurredAt: at(95) }
    expect(decide(foldCase([claimed, awarded]), { ...pay, ...now }, as(vienna, 95))).toMatchObject({
      ok: true,
      value: now,
    })
  })

  it('refuses an award that another outcome has replaced', () => {
    given(claimed, awarded, rejected)
      .when(pay, as(vienna, 95))
      .thenRejected({ kind: 'not-awarded' })
    const second = { ...awarded, id: idOf('secondAward'), recordedAt: at(92) }
    given(claimed, awarded, second).when(pay, as(vienna, 95)).thenRejected({ kind: 'not-awarded' })
  })

  it('refuses an unknown award like one of others, a second payment, and one to come', () => {
    given(claimed).when(pay, as(vienna, 95)).thenRejected({ kind: 'claim-unknown' })
    given(claimed, awarded).when(pay, as(skopje, 95)).thenRejected({ kind: 'claim-unknown' })
    given(claimed, awarded, paid).when(pay, as(court, 96)).thenRejected({ kind: 'already-done' })
    given(claimed, awarded)
      .when({ ...pay, occurredAt: at(96) }, as(vienna, 95))
      .thenRejected({ kind: 'in-the-future' })
  })
})
