import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { grantTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, greeter, idOf, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const trip = story.planned.id
const { refused, agreedAgain } = beside
const mark = { event: refused.id, at: refused.occurredAt }

/** The request as one that was asked holds it: its own grant, and the names of the others. */
const heldBy = (self: typeof vienna) => ({ ...story.asked, grants: [grantTo(self)] })

const recordedAt = <Event extends CaseEvent>(minute: number, event: Event): Event => ({
  ...event,
  recordedAt: at(minute),
  occurredAt: at(minute),
})

describe('who is told that she refuses', () => {
  const inBelgrade = foldCase([heldBy(belgrade)])
  const decision = decide(inBelgrade, commands.refuse, as(belgrade, 15))

  it('is every party that was asked, by whichever of them she tells', () => {
    expect(decision.ok && decision.value.recipients).toStrictEqual([
      { to: court, purpose: 'testimony', needs: [] },
      { to: vienna, purpose: 'testimony', needs: [] },
    ])
  })

  it('is told it as a notice, though nothing else is shared with her consent', () => {
    const plan = decision.ok && planDisclosures(decision.value, inBelgrade, belgrade, at(15))
    const notice = {
      purpose: 'testimony',
      sections: [],
      basis: { kind: 'notice', about: testimony },
      until: at(15 + 90 * 24 * 60),
      onward: false,
    } as const
    expect(plan).toStrictEqual({
      ok: true,
      value: [court, vienna].map((to) => ({ grant: { to, ...notice }, withheld: [] })),
    })
  })

  it('takes the notice from another party, and from nobody else', () => {
    const basis = { kind: 'notice', about: testimony } as const
    const grant = grantTo(vienna, { purpose: 'testimony', basis })
    const inVienna = foldCase([heldBy(vienna)])
    const review = (author: typeof vienna) =>
      reviewGrant({ event: { ...refused, author }, grant, at: at(15) }, inVienna)
    expect(review(belgrade)).toBeUndefined()
    expect(review(court)).toBeUndefined()
    for (const stranger of [skopje, greeter])
      expect(review(stranger)).toStrictEqual({ kind: 'basis-refused' })
  })

  it('learns by it of nothing that she agreed to: that goes on consent alone', () => {
    const basis = { kind: 'notice', about: testimony } as const
    const grant = grantTo(vienna, { purpose: 'testimony', basis })
    for (const step of [story.agreed, story.modeChosen, story.consented, story.heard])
      expect(
        reviewGrant(
          { event: { ...step, author: belgrade }, grant, at: at(15) },
          foldCase([heldBy(vienna)]),
        ),
      ).toStrictEqual({ kind: 'basis-refused' })
  })

  it('leaves out whoever is named and cannot be a party, so that nothing stands in her way', () => {
    const unlisted = 'at.nowhere' as typeof vienna
    const facts = { ...story.asked.facts, asked: [belgrade, greeter, unlisted, vienna] }
    const named = decide(
      foldCase([{ ...heldBy(belgrade), facts }]),
      commands.refuse,
      as(belgrade, 15),
    )
    expect(named.ok && named.value.recipients.map(({ to }) => to)).toStrictEqual([court, vienna])
  })

  it('is who asked, where the request does not name the others', () => {
    const facts = { ...story.asked.facts, asked: [] }
    const state = foldCase([{ ...heldBy(belgrade), facts }])
    expect(state.testimonies[testimony]?.with).toStrictEqual([belgrade])
    const alone = decide(state, commands.refuse, as(belgrade, 15))
    expect(alone.ok && alone.value.recipients.map(({ to }) => to)).toStrictEqual([court])
  })
})

describe('a refusal with one who supports her', () => {
  const elsewhere = { ...refused, author: belgrade, grants: [grantTo(vienna)] }
  const inVienna = [heldBy(vienna), ...upTo('planned').slice(1)]

  it('counts with the other, who plans her trip', () => {
    expect(foldCase([...inVienna, elsewhere]).testimonies[testimony]?.participation).toStrictEqual({
      kind: 'refused',
      ...mark,
    })
    given(...inVienna, elsewhere)
      .when(commands.depart, as(vienna, 20))
      .thenRejected({ kind: 'participation-not-given' })
    given(heldBy(vienna), ...upTo('consented').slice(1), elsewhere)
      .when(commands.plan, as(vienna, 20))
      .thenRejected({ kind: 'participation-not-given' })
    given(heldBy(vienna), ...upTo('safe').slice(1), elsewhere)
      .when(commands.consent, as(vienna, 20))
      .thenRejected({ kind: 'participation-not-given' })
  })

  it('is nothing that somebody says who was never asked', () => {
    for (const author of [skopje, court])
      expect(foldCase([...inVienna, { ...elsewhere, author }]).testimonies).toStrictEqual(
        foldCase(inVienna).testimonies,
      )
  })
})

describe('a consent to a trip', () => {
  const consentOf = (...events: readonly CaseEvent[]) =>
    foldCase(events).testimonies[testimony]?.tripConsents[story.consented.id]
  const overtaken = { kind: 'refused', ...mark }

  it('is overtaken by a refusal, and carries no trip when she agrees again', () => {
    expect(consentOf(...upTo('consented'), refused)).toStrictEqual(overtaken)
    given(...upTo('consented'), refused, agreedAgain)
      .when(commands.plan, as(vienna, 17))
      .thenRejected({ kind: 'trip-not-consented' })
  })

  it('is overtaken, too, where it was taken in ignorance of the refusal', () => {
    const early = recordedAt(5.5, refused)
    expect(consentOf(...upTo('safe'), early, story.consented)).toStrictEqual({
      ...overtaken,
      at: at(5.5),
    })
    given(...upTo('safe'), early, story.consented, agreedAgain)
      .when(commands.plan, as(vienna, 17))
      .thenRejected({ kind: 'trip-not-consented' })
  })

  it('stands when she gives it after she has agreed again', () => {
    const before = [...upTo('safe'), recordedAt(5.1, refused), recordedAt(5.2, agreedAgain)]
    expect(consentOf(...before, story.consented)).toBe('open')
    given(...before, story.consented)
      .when({ ...commands.plan, to: [court] }, as(vienna, 7))
      .then({
        type: 'TripPlanned',
        occurredAt: at(7),
        facts: story.planned.facts,
        sections: { travel: { mode: 'air' } },
        clauses: [],
        recipients: [{ to: court, purpose: 'testimony', needs: ['travel'] }],
      })
  })

  it('that was used stays used', () => {
    expect(consentOf(...upTo('planned'), refused)).toBe('used')
  })
})

describe('a trip that was planned before she refused', () => {
  const tripOf = (...events: readonly CaseEvent[]) => foldCase(events).trips[trip]

  it('has nobody leave on it, though she agrees again', () => {
    expect(tripOf(...upTo('planned'), refused, agreedAgain)).toStrictEqual({
      by: vienna,
      testimony,
      refused: mark,
    })
    for (const minute of [15, 19])
      given(...upTo('planned'), refused, agreedAgain)
        .when({ ...commands.depart, occurredAt: at(minute) }, as(vienna, 20))
        .thenRejected({ kind: 'trip-not-consented' })
  })

  it('has it on record that she had left before, and is brought home', () => {
    const left = recordedAt(14, story.departed)
    given(...upTo('planned'), refused, agreedAgain)
      .when({ ...commands.depart, occurredAt: at(14) }, as(vienna, 20))
      .then({
        type: 'Departed',
        occurredAt: at(14),
        facts: { trip },
        sections: {},
        clauses: [],
        recipients: [
          { to: court, purpose: 'testimony', needs: [] },
          { to: belgrade, purpose: 'testimony', needs: [] },
        ],
      })
    const state = foldCase([...upTo('planned'), left, refused])
    expect(decide(state, commands.arrive, as(court, 30))).toMatchObject({ ok: true })
    expect(decide(state, commands.arrangeReturn, as(court, 30))).toMatchObject({ ok: true })
  })

  it('is marked where it was planned in ignorance of the refusal', () => {
    expect(tripOf(...upTo('planned'), recordedAt(6.5, refused))).toStrictEqual({
      by: vienna,
      testimony,
      refused: { event: refused.id, at: at(6.5) },
    })
  })

  it('is not marked when it is over, nor by a refusal of another testimony', () => {
    expect(tripOf(...upTo('returned'), recordedAt(65, refused))).not.toHaveProperty('refused')
    const other = { ...story.asked, id: idOf('other') }
    const elsewhere = { ...refused, facts: { testimony: other.id } }
    expect(tripOf(...upTo('planned'), other, elsewhere)).toStrictEqual({ by: vienna, testimony })
  })

  it('is the same in every order of arrival', () => {
    const events = [...upTo('planned'), refused, agreedAgain, beside.postponed]
    const whole = foldCase(events)
    expect(foldCase(events.toReversed())).toStrictEqual(whole)
    for (const place of events.keys())
      expect(foldCase([...events.slice(place), ...events.slice(0, place)])).toStrictEqual(whole)
    expect(whole.trips[trip]).toStrictEqual({
      by: vienna,
      testimony,
      refused: mark,
      postponed: { event: beside.postponed.id, at: at(25) },
    })
  })
})
