import { describe, expect, it } from 'vitest'
import type { CommandOf } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, EventOf } from '../case/events.ts'
import { events as ofClosing } from '../closing/closing.fixture.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { caseEvent, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import {
  byGuardian,
  commands,
  events,
  guardianExcluded,
  inDoubt,
  ofChild,
  shorter,
} from './consent.fixture.ts'
import { reconfirmed } from './reconfirmed.fixture.ts'

const again = commands.ReconfirmDataConsent
const { withdrawn, expired } = events
const guardianAgain = caseEvent('GuardianAppointed', 'guardianAgain', vienna, 5.5, {
  kind: 'appointedPerson',
})
const millisecond = 1 / 60_000

describe('a consent that is asked for again', () => {
  it('is confirmed as she says it now, and every party is told', () => {
    const evidence = [{ kind: 'recording', digest: idOf('recording') }] as const
    const how = {
      form: 'pictogram',
      formVersion: 'v2',
      language: 'sq',
      interpreter: false,
    } as const
    const { type, facts } = reconfirmed
    given(...upTo('consent'))
      .when({ ...again, ...how, evidence }, as(vienna, 20))
      .then({
        type,
        occurredAt: at(20),
        facts: { ...facts, ...how, evidence },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('can be asked for as often as it takes', () => {
    const state = foldCase([...upTo('consent'), reconfirmed])
    expect(decide(state, again, as(vienna, 21))).toMatchObject({ ok: true })
  })

  it('is told as a notice to a party whose clause is over', () => {
    const state = foldCase([...upTo('presumed'), shorter])
    const decided = decide(state, again, as(vienna, 600))
    const plan = decided.ok && planDisclosures(decided.value, state, vienna, at(600))
    expect(
      plan &&
        plan.ok &&
        plan.value.map(({ grant: { to, basis, sections } }) => ({ to, basis, sections })),
    ).toStrictEqual([
      { to: belgrade, basis: { kind: 'notice', about: story.consent.id }, sections: [] },
      {
        to: viennaOffice,
        basis: { kind: 'consent', consent: story.consent.id, clause: 'c3' },
        sections: [],
      },
    ])
  })

  it('says nothing of a trip: other parties would learn that she travels, and what for', () => {
    expect(Object.keys(reconfirmed.facts).toSorted()).toStrictEqual([
      'consent',
      'evidence',
      'form',
      'formVersion',
      'giver',
      'interpreter',
      'language',
    ])
  })

  it('is confirmed until its last clause has run out', () => {
    const state = foldCase(upTo('consent'))
    expect(decide(state, again, as(vienna, 1000 - millisecond))).toMatchObject({ ok: true })
    given(...upTo('consent'))
      .when(again, as(vienna, 1000))
      .thenRejected({ kind: 'whole-consent-ends' })
  })

  it.each<[string, readonly CaseEvent[], Partial<CommandOf<'ReconfirmDataConsent'>>, string]>([
    ['she has taken it back', [...upTo('consent'), withdrawn], {}, 'already-withdrawn'],
    ['it has run out', [...upTo('consent'), expired], {}, 'already-withdrawn'],
    [
      'she gave it herself and may be a child',
      [...upTo('consent'), events.child],
      {},
      'guardian-required',
    ],
    [
      'she gave it herself and may be a child, whoever confirms it',
      [...upTo('consent'), events.child],
      { giver: 'representative' },
      'guardian-required',
    ],
    [
      'a guardian gave it and a child confirms it',
      [...ofChild, events.guardian, byGuardian],
      { consent: byGuardian.id },
      'guardian-required',
    ],
    [
      'nobody here has said of what age she is',
      [{ ...story.consent, facts: { ...story.consent.facts, giver: 'guardian' } }],
      {},
      'guardian-required',
    ],
    [
      'the only guardian was excluded',
      guardianExcluded,
      { consent: byGuardian.id, giver: 'guardian' },
      'guardian-excluded',
    ],
    [
      'the guardian who gave it was excluded, and another one confirms it',
      [...guardianExcluded, guardianAgain],
      { consent: byGuardian.id, giver: 'guardian' },
      'consent-is-suspended',
    ],
    [
      'it is suspended, and its holders were told that it stands again by nobody yet',
      [...inDoubt, events.adult],
      {},
      'consent-is-suspended',
    ],
    ['the case is closed here', [...upTo('consent'), ofClosing.closed], {}, 'case-closed'],
  ])('is not confirmed where %s', (_where, history, changes, kind) => {
    const minute = history.at(-1) === ofClosing.closed ? 905 : 500
    const decided = decide(foldCase(history), { ...again, ...changes }, as(vienna, minute))
    expect(decided).toStrictEqual({ ok: false, failure: { kind } })
  })

  it('is confirmed by herself once she is known to be an adult, whoever gave it for her', () => {
    const history = [...ofChild, events.guardian, byGuardian, events.adult]
    const decided = decide(foldCase(history), { ...again, consent: byGuardian.id }, as(vienna, 61))
    expect(decided).toMatchObject({ ok: true })
  })

  it('is no matter of a stranger or another party, whatever has become of it and when', () => {
    const history = [...upTo('consent'), events.child, withdrawn]
    for (const minute of [41, 1001]) {
      given(...history)
        .when(again, as(skopje, minute))
        .thenRejected({ kind: 'consent-unknown' })
      given(...history)
        .when(again, as(belgrade, minute))
        .thenRejected({ kind: 'not-your-consent' })
    }
  })
})

describe('when a consent was confirmed last', () => {
  const confirmedAt = (...history: readonly CaseEvent[]) =>
    foldCase([...upTo('presumed'), ...history]).consents[story.consent.id]?.confirmedAt
  const saidAt = (
    minute: number,
    name: string,
    recorded = minute,
  ): EventOf<'DataConsentReconfirmed'> => ({
    ...reconfirmed,
    id: idOf(name),
    occurredAt: at(minute),
    recordedAt: at(recorded),
  })

  it('is when it was given, and then when she was asked last', () => {
    expect(confirmedAt(story.consent)).toBe(at(2))
    expect(confirmedAt(story.consent, reconfirmed)).toBe(at(20))
    expect(confirmedAt(story.consent, reconfirmed, saidAt(30, 'later'))).toBe(at(30))
  })

  it('is the same in whatever order it arrives, and whatever is recorded late', () => {
    const late = saidAt(10, 'late', 40)
    for (const history of [
      [story.consent, reconfirmed, late],
      [late, reconfirmed, story.consent],
      [reconfirmed, late, story.consent],
    ])
      expect(confirmedAt(...history)).toBe(at(20))
  })

  it('is not later than when it was recorded, whatever is claimed', () => {
    expect(confirmedAt(story.consent, saidAt(900, 'claimed', 25))).toBe(at(25))
    expect(confirmedAt({ ...story.consent, occurredAt: at(900) })).toBe(at(2))
  })

  it('is no matter of anybody but who took it', () => {
    for (const author of [belgrade, skopje, viennaOffice])
      expect(confirmedAt(story.consent, { ...reconfirmed, author })).toBe(at(2))
  })

  it('is not set by what is about another consent, or about none that is held', () => {
    const facts = { ...reconfirmed.facts, consent: idOf('nowhere') }
    expect(confirmedAt(story.consent, { ...reconfirmed, facts })).toBe(at(2))
    expect(foldCase([...upTo('presumed'), reconfirmed]).consents).toStrictEqual({})
  })

  it('gives nothing back: not what was taken from it, and not what has ended', () => {
    const narrowed = { ...story.narrowed, recordedAt: at(16) }
    const { consents } = foldCase([...upTo('presumed'), story.consent, narrowed, reconfirmed])
    expect(consents[story.consent.id]?.clauses.map(({ removed }) => removed)).toStrictEqual([
      ['contact'],
      [],
      [],
    ])
    const ended = foldCase([
      ...upTo('consent'),
      withdrawn,
      caseEvent('DataConsentReconfirmed', 'after', vienna, 31, reconfirmed.facts),
    ])
    expect(ended.consents[story.consent.id]).toMatchObject({ ended: withdrawn.id })
    expect(
      ended.consents[story.consent.id]?.clauses.every(({ standing }) => standing === 'withdrawn'),
    ).toBe(true)
  })
})
