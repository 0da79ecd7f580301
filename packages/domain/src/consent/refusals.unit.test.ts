import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { caseEvent, clauses, story, upTo } from '../test-support/case-events.ts'
import { commands as told, given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  idOf,
  skopje,
  stranger,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { events as ofConsent, ofChild } from './consent.fixture.ts'
import { onward, refusalCommands, refusalEvents, refusing, toldOf } from './refusals.fixture.ts'

const { refused, toCsos, takenBack, transferProposed, transferred } = refusalEvents
const { Record: Refuse, TakeBack, TakeBackToCsos } = refusalCommands
const consent = story.consent.id
const nothingElse = { sections: {}, clauses: [] } as const
const withOnward = [...upTo('presumed'), onward]

describe('what she refuses', () => {
  it('is recorded, and told to who could disclose it', () => {
    const facts = refusing({ organisation: skopje, sections: ['contact'] })
    given(...withOnward)
      .when({ ...Refuse, ...facts }, as(vienna, 3))
      .then({
        type: 'DataConsentRefused',
        occurredAt: at(3),
        facts,
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('is recorded of a child, too, and in a case that is closed', () => {
    given(...ofChild)
      .when({ ...Refuse, ...refusing() }, as(vienna, 3))
      .then({
        type: 'DataConsentRefused',
        occurredAt: at(3),
        facts: refusing(),
        ...nothingElse,
        recipients: [],
      })
    const closed = caseEvent('CaseClosed', 'closed', vienna, 3, { reason: 'supportCompleted' })
    expect(toldOf([...upTo('presumed'), closed], refusing(), 4)).toStrictEqual([])
  })

  it.each([
    ['who may pass it on, of all of it', withOnward, refusing({ organisation: skopje })],
    [
      'who discloses to whom it names',
      upTo('consent'),
      refusing({ organisation: vienna, sections: ['risk'] }),
    ],
    ['who discloses to one of that kind', upTo('consent'), refusing({ kind: 'cso' })],
    ['whoever discloses, where it is anybody', upTo('consent'), refusing({})],
    [
      'who may pass it on to another of its own kind',
      [...upTo('presumed'), { ...onward, clauses: onward.clauses.slice(0, 1) }],
      refusing({ kind: 'cso', sections: ['contact'] }),
    ],
  ])('is told to %s', (_whom, history, facts) => {
    expect(toldOf(history, facts)).toStrictEqual([belgrade])
  })

  it('is told to who took the consent to it before, though that is whom it names: nobody else narrows it', () => {
    const former = [...upTo('accepted'), transferProposed, transferred]
    const facts = refusing({ organisation: vienna, sections: ['risk'] })
    const of = (author: typeof vienna) => {
      const history = former.map((each) => (each.id === consent ? { ...each, author } : each))
      const decided = decide(foldCase(history), { ...Refuse, ...facts }, as(belgrade, 21))
      return decided.ok ? decided.value.recipients.map(({ to }) => to) : decided.failure
    }
    expect(of(vienna)).toStrictEqual([vienna])
    expect(of(belgrade)).toStrictEqual([])
  })

  const ended = [...withOnward, { ...ofConsent.withdrawn, recordedAt: at(2.5) }]
  const untold = [...upTo('presumed'), { ...onward, grants: [] }]
  const narrowed = [...withOnward, { ...story.narrowed, recordedAt: at(2.5) }]
  const contact = refusing({ organisation: skopje, sections: ['contact'] })
  it.each<[string, readonly CaseEvent[], ReturnType<typeof refusing>, number?]>([
    ['whom it names', withOnward, refusing({ organisation: belgrade })],
    ['who only reads', upTo('consent'), refusing({ organisation: skopje })],
    [
      'who holds nothing of it',
      withOnward,
      refusing({ organisation: skopje, sections: ['health'] }),
    ],
    ['who holds it for something else', withOnward, refusing({}, ['testimony'])],
    ['who has given it up', narrowed, contact],
    ['who discloses something else', upTo('consent'), refusing({ sections: ['travel'] })],
    ['who discloses to another kind', upTo('consent'), refusing({ kind: 'police' })],
    ['who was told nothing of the consent', untold, contact],
    ['whose consent was taken back', ended, contact],
    ['whose clause has run out', withOnward, contact, 1000],
  ])('is not told to %s', (_whom, history, facts, minute) => {
    expect(toldOf(history, facts, minute)).toStrictEqual([])
  })

  it('is told ahead of everything else, and without a consent for that', () => {
    const { isUrgent, fallback, carriesUnasked, sections } = eventDefinitions.DataConsentRefused
    expect({ isUrgent, fallback }).toStrictEqual({ isUrgent: true, fallback: 'notice' })
    expect([...carriesUnasked, ...sections]).toStrictEqual([])
    // She refuses that Belgrade is told anything, and it still learns whom else she refuses.
    const state = foldCase([...withOnward, refused])
    const decided = decide(state, { ...Refuse, ...contact }, as(vienna, 21))
    const plan = decided.ok && planDisclosures(decided.value, state, vienna, at(21))
    expect(plan).toMatchObject({
      ok: true,
      value: [{ grant: { to: belgrade, sections: [], basis: { kind: 'notice', about: consent } } }],
    })
  })

  it('may be several things in one record where the same are to know of them', () => {
    const refusals = [
      { id: 'c1', organisation: skopje, sections: [] },
      { id: 'c2', kind: 'police', sections: ['contact'] },
    ] as const
    given(...withOnward)
      .when({ ...Refuse, refusals }, as(vienna, 3))
      .then({
        type: 'DataConsentRefused',
        occurredAt: at(3),
        facts: { ...refusing(), refusals },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
    // Belgrade would learn from the one that she refuses Belgrade.
    given(...withOnward)
      .when(
        { ...Refuse, refusals: [...refusals, { id: 'c3', organisation: belgrade, sections: [] }] },
        as(vienna, 3),
      )
      .thenRejected({ kind: 'refusals-apart' })
  })

  it('is not read out of a first version, which stopped nothing', () => {
    const [first] = eventDefinitions.DataConsentRefused.earlier
    const { refusals: _none, ...facts } = refusing({}, ['handover'])
    const upcast = first?.upcast(facts)
    expect(upcast).toStrictEqual({ ...facts, refusals: [] })
    const old = { ...refused, facts: { ...facts, refusals: [] } }
    expect(foldCase([...upTo('consent'), old]).refusals[old.id]?.refusals).toStrictEqual([])
    given(...upTo('presumed'), old)
      .when(told.GiveDataConsent, as(vienna, 21))
      .then({
        type: 'DataConsentGiven',
        occurredAt: at(21),
        facts: story.consent.facts,
        sections: {},
        clauses,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })
})

describe('a refusal that is taken back', () => {
  it('is told to everybody who was told of it', () => {
    given(...upTo('consent'), toCsos)
      .when(TakeBackToCsos, as(vienna, 21))
      .then({
        type: 'DataConsentRefusalTakenBack',
        occurredAt: at(21),
        facts: { refused: toCsos.id, refusal: 'c1' },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'assistance', needs: [] }],
      })
  })

  it('is taken back once, and no other with it', () => {
    given(...upTo('consent'), refused, takenBack)
      .when(TakeBack, as(vienna, 22))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('consent'), refused)
      .when({ ...TakeBack, refusal: 'c2' }, as(vienna, 22))
      .thenRejected({ kind: 'refusal-unknown' })
    given(...upTo('consent'), toCsos, takenBack)
      .when(TakeBackToCsos, as(vienna, 22))
      .then({
        type: 'DataConsentRefusalTakenBack',
        occurredAt: at(22),
        facts: { refused: toCsos.id, refusal: 'c1' },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'assistance', needs: [] }],
      })
  })

  it.each([
    ['who recorded it', vienna, [], idOf('takenBack')],
    ['who has custody now', belgrade, [transferProposed, transferred], idOf('takenBack')],
    ['whoever has custody of nothing', belgrade, [], undefined],
    ['a stranger', stranger, [transferProposed, transferred], undefined],
  ] as const)('is heard of by %s', (_who, author, moved, expected) => {
    const state = foldCase([...upTo('accepted'), ...moved, refused, { ...takenBack, author }])
    expect(state.refusals[refused.id]?.refusals).toStrictEqual([
      {
        id: 'c1',
        organisation: belgrade,
        sections: [],
        ...(expected !== undefined && { takenBack: expected }),
      },
    ])
  })
})
