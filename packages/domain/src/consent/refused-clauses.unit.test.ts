import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { dueCommands } from '../case/due.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { caseEvent, clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as told, given } from '../test-support/commands.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, stranger, vienna } from '../test-support/world.ts'
import { events as ofConsent, shorter } from './consent.fixture.ts'
import { refusalCommands, refusalEvents, refusing, toldOf } from './refusals.fixture.ts'

const { refused, toCsos, takenBack, transferProposed, transferred } = refusalEvents
const { Record: Refuse, Narrow } = refusalCommands
const consent = story.consent.id
const nothingElse = { sections: {}, clauses: [] } as const
const [toBelgrade] = clauses

describe('a consent to what she refuses', () => {
  const { GiveDataConsent } = told
  const one = (change: Partial<(typeof GiveDataConsent)['clauses'][number]> = {}) => ({
    ...GiveDataConsent,
    clauses: [{ ...toBelgrade, ...change }],
  })
  const refusal = (facts: ReturnType<typeof refusing>, by = vienna) => ({
    ...refused,
    author: by,
    facts,
  })

  it.each([
    ['to this organisation', refusing({ organisation: belgrade })],
    ['to its kind', refusing({ kind: 'cso' })],
    ['to anybody', refusing({})],
    ['of one of the sections', refusing({ organisation: belgrade, sections: ['risk', 'health'] })],
    ['for one of the purposes', refusing({ organisation: belgrade }, ['testimony', 'return'])],
  ])('is not recorded where she refuses it %s', (_what, facts) => {
    given(...upTo('presumed'), refusal(facts))
      .when(one(), as(vienna, 21))
      .thenRejected({ kind: 'clause-refused', clause: 'c1' })
  })

  it('is none of the bare facts, either, where she refuses all', () => {
    given(...upTo('presumed'), refusal(refusing({ organisation: belgrade })))
      .when(one({ sections: [] }), as(vienna, 21))
      .thenRejected({ kind: 'clause-refused', clause: 'c1' })
  })

  it('names the clause, whichever it is', () => {
    given(...upTo('presumed'), refusal(refusing({ kind: 'nrmOffice' })))
      .when(GiveDataConsent, as(vienna, 21))
      .thenRejected({ kind: 'clause-refused', clause: 'c3' })
  })

  it.each([
    ['to somebody else', refusing({ organisation: skopje })],
    ['to another kind', refusing({ kind: 'police' })],
    ['of another section', refusing({ sections: ['health'] })],
    ['for another purpose', refusing({}, ['testimony'])],
  ])('is recorded where she refuses something %s', (_what, facts) => {
    const decided = decide(foldCase([...upTo('presumed'), refusal(facts)]), one(), as(vienna, 21))
    expect(decided.ok).toBe(true)
  })

  it('is recorded once she has taken that back, or where a stranger says so', () => {
    const back = [...upTo('presumed'), refused, takenBack]
    const strange = [...upTo('presumed'), refusal(refusing({}), stranger)]
    for (const history of [back, strange])
      expect(decide(foldCase(history), one(), as(vienna, 22)).ok).toBe(true)
  })

  it('is not recorded for a hop of a relay, either', () => {
    const hop = sampleCommand('GiveRelayConsent', { next: belgrade, clauses: [toBelgrade] })
    given(...upTo('presumed'), refused)
      .when(hop, as(vienna, 21))
      .thenRejected({ kind: 'clause-refused', clause: 'c1' })
  })

  it('covers nothing where it was recorded before anybody here knew', () => {
    const held = [story.opened, { ...refused, recordedAt: at(1) }, story.consent, story.offered]
    const plan = planDisclosures(
      {
        type: 'ContactExchanged',
        occurredAt: at(21),
        facts: { referral: story.offered.id },
        ...nothingElse,
        sections: { contact: {} },
        recipients: [{ to: belgrade, purpose: 'handover', needs: ['contact'] }],
      },
      foldCase(held),
      vienna,
      at(21),
    )
    expect(plan).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: belgrade, rule: 'refused-by-her' },
    })
  })
})

describe('what is held of what she refuses', () => {
  const held = [...upTo('contact'), toCsos]

  it('is narrowed by who took the consent, and its holder is not told why', () => {
    given(...held)
      .when(Narrow, as(vienna, 21))
      .then({
        type: 'DataConsentNarrowed',
        occurredAt: at(21),
        facts: { consent, clause: 'c1', sections: ['risk'] },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
    given(...upTo('contact'), refused)
      .when(Narrow, as(vienna, 21))
      .then({
        type: 'DataConsentNarrowed',
        occurredAt: at(21),
        facts: { consent, clause: 'c1', sections: toBelgrade.sections },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('is narrowed at once, by each kind and each way, and once', () => {
    const due = (history: readonly CaseEvent[]) =>
      dueCommands(foldCase(history), as(vienna, 21)).filter(({ type }) => type === Narrow.type)
    expect(due(held)).toStrictEqual([Narrow, { ...Narrow, clause: 'c2' }])
    const narrowed = (clause: string) =>
      caseEvent('DataConsentNarrowed', clause, vienna, 21, { consent, clause, sections: ['risk'] })
    expect(due([...held, narrowed('c1')])).toStrictEqual([{ ...Narrow, clause: 'c2' }])
    expect(due([...held, narrowed('c1'), narrowed('c2')])).toStrictEqual([])
    expect(dueCommands(foldCase(held), as(belgrade, 21))).toStrictEqual([])
  })

  it('stays narrowed when she takes the refusal back: she consents to it anew', () => {
    const narrowed = caseEvent('DataConsentNarrowed', 'for', vienna, 20.5, {
      consent,
      clause: 'c1',
      sections: ['identity', 'contact', 'needs', 'risk', 'travel'],
    })
    const state = foldCase([...upTo('contact'), refused, narrowed, takenBack])
    const grant = grantTo(belgrade, { sections: ['contact'] })
    expect(reviewGrant({ event: story.contact, grant, at: at(22) }, state)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
  })

  it.each([
    ['where nothing of it is refused', [story.opened, story.consent], 'not-due-yet', 21],
    ['after she has taken that back', [...upTo('contact'), refused, takenBack], 'not-due-yet', 22],
    [
      'by the word of a stranger',
      [...upTo('contact'), { ...refused, author: stranger }],
      'not-due-yet',
      21,
    ],
    [
      'where she refuses it for some of its purposes',
      [...upTo('contact'), { ...refused, facts: refusing({ organisation: belgrade }, ['return']) }],
      'not-due-yet',
      21,
    ],
    [
      'once it is recorded that it has run out',
      [...upTo('presumed'), shorter, ofConsent.clauseExpired, refused],
      'not-due-yet',
      501,
    ],
    [
      'once all was taken back',
      [...upTo('contact'), refused, ofConsent.withdrawn],
      'already-withdrawn',
      31,
    ],
  ] as const)('is not narrowed %s', (_when, history, kind, minute) => {
    given(...history)
      .when(Narrow, as(vienna, minute))
      .thenRejected({ kind })
  })

  it('is narrowed, too, where it has run out and nobody has recorded that', () => {
    const decided = decide(foldCase([...upTo('contact'), refused]), Narrow, as(vienna, 1000))
    expect(decided).toMatchObject({ ok: true, value: { facts: { sections: toBelgrade.sections } } })
  })

  it('is narrowed where several refusals together are about all that it is for', () => {
    const [one, two] = (['return', 'handover'] as const).map((purpose, place) => ({
      ...refused,
      id: idOf(`part${String(place)}`),
      facts: refusing({ organisation: belgrade }, [purpose, 'assistance']),
    }))
    if (one === undefined || two === undefined) throw new Error('two parts')
    const decided = decide(foldCase([...upTo('contact'), one, two]), Narrow, as(vienna, 21))
    expect(decided).toMatchObject({ ok: true, value: { facts: { sections: toBelgrade.sections } } })
  })

  it('is for people to decide where the clause is for other purposes, too', () => {
    const some = {
      ...Refuse,
      ...refusing({ organisation: belgrade, sections: ['contact'] }, ['return']),
    }
    given(...upTo('consent'))
      .when(some, as(vienna, 3))
      .thenRejected({ kind: 'clause-for-more-purposes', consent, clause: 'c1' })
    expect(
      toldOf([...upTo('consent'), { ...story.narrowed, recordedAt: at(2.5) }], {
        ...refusing({ organisation: belgrade, sections: ['contact'] }, ['return']),
      }),
    ).toStrictEqual([])
  })

  const some = refusing({ organisation: belgrade }, ['return'])
  it.each<[string, readonly CaseEvent[], ReturnType<typeof refusing>, number, typeof vienna?]>([
    [
      'the clause is to somebody else',
      upTo('consent'),
      refusing({ kind: 'police' }, ['return']),
      3,
    ],
    [
      'another refusal that crossed the consent is about a part of it',
      [...upTo('consent'), { ...refused, facts: some }],
      refusing({ kind: 'police' }),
      21,
    ],
    [
      'the clause is recorded as run out',
      [...upTo('presumed'), shorter, ofConsent.clauseExpired],
      some,
      501,
    ],
    ['the consent was taken back', [...upTo('consent'), ofConsent.withdrawn], some, 31],
    [
      'the consent is for somebody else to narrow',
      [...upTo('accepted'), transferProposed, transferred],
      some,
      21,
      belgrade,
    ],
  ])('is recorded all the same where %s', (_where, history, facts, minute, self = vienna) => {
    const decided = decide(foldCase(history), { ...Refuse, ...facts }, as(self, minute))
    expect(decided).toMatchObject({ ok: true, value: { type: 'DataConsentRefused', facts } })
  })
})
