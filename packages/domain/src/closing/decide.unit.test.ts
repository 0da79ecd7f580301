import { plusMilliseconds, type Instant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, clauses, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, idOf, migration, skopje, vienna } from '../test-support/world.ts'
import { closingReasons, judgmentOutcomes } from '../vocabulary/process-lists.ts'
import { commands, events, obligations, reflection, transferred } from './closing.fixture.ts'
import { openObligations } from './obligations.ts'

const { close, reopen } = commands
const { opened } = story
const nothingElse = { sections: {}, clauses: [], recipients: [] } as const
const closing = {
  type: 'CaseClosed',
  occurredAt: at(900),
  facts: { reason: 'supportCompleted' },
  ...nothingElse,
} as const

const open = (history: readonly CaseEvent[], now: Instant = at(900)) =>
  openObligations(foldCase([opened, ...history]), now)

describe('close a case', () => {
  it('is said by somebody, stays at home and keeps its notes', () => {
    const notes = { notes: { text: 'Example' } }
    given(opened)
      .when({ ...close, sections: notes }, as(vienna, 900))
      .then({ ...closing, sections: notes })
  })

  it('is for who has custody, and for who opened it', () => {
    given(...transferred)
      .when({ ...close, reason: 'custodyTransferred' }, as(vienna, 900))
      .then({ ...closing, facts: { reason: 'custodyTransferred' } })
    given(...transferred)
      .when(close, as(belgrade, 900))
      .then(closing)
    given(...transferred)
      .when(close, as(skopje, 900))
      .thenRejected({ kind: 'not-your-case' })
    given(opened).when(close, as(belgrade, 900)).thenRejected({ kind: 'not-your-case' })
    given().when(close, as(vienna, 900)).thenRejected({ kind: 'case-unknown' })
  })

  it('says that custody has moved only when it has', () => {
    const moved = { ...close, reason: 'custodyTransferred' } as const
    given(opened).when(moved, as(vienna, 900)).thenRejected({ kind: 'custody-not-transferred' })
    given(...transferred)
      .when(moved, as(belgrade, 900))
      .thenRejected({ kind: 'custody-not-transferred' })
  })

  it('is done once, until the case is opened again', () => {
    given(opened, events.closed).when(close, as(vienna, 901)).thenRejected({ kind: 'already-done' })
    given(opened, events.closed, events.reopened)
      .when(close, as(vienna, 920))
      .then({ ...closing, occurredAt: at(920) })
  })
})

describe('what keeps a case open', () => {
  it.each(Object.entries(obligations))('is a %s', (obligation, { opens }) => {
    given(opened, ...opens)
      .when(close, as(vienna, 900))
      .thenRejected({
        kind: 'obligation-open',
        obligations: [obligation as keyof typeof obligations],
      })
  })

  it.each(
    Object.entries(obligations).flatMap(([obligation, { opens, meets }]) =>
      meets.map((met) => [obligation, met.map(({ type }) => type).join(', '), opens, met] as const),
    ),
  )('is no %s after %s', (_obligation, _met, opens, met) => {
    given(opened, ...opens, ...met)
      .when(close, as(vienna, 900))
      .then(closing)
  })

  it('is a referral that was taken back and not confirmed', () => {
    const { meets } = obligations.referral
    const [withdrawn] = meets[3]
    expect(open([story.offered, withdrawn])).toStrictEqual(['referral'])
  })

  it('is an award that has not been paid, and a claim that nobody has decided', () => {
    const { opens, meets } = obligations.compensation
    const [awarded] = meets[1]
    expect(open([...opens, awarded])).toStrictEqual(['compensation'])
  })

  it('is each holder who has not answered, not one of them', () => {
    const [clause, back, other] = clauses
    const consent = {
      ...story.consent,
      clauses: [clause, back, { ...other, recipient: skopje, sections: ['contact'] as const }],
    }
    const withdrawn = caseEvent(
      'DataConsentWithdrawn',
      'narrowed',
      vienna,
      16,
      { consent: consent.id },
      { grants: [grantTo(belgrade), grantTo(skopje)] },
    )
    const bySkopje = { ...story.erased, id: idOf('bySkopje'), author: skopje }
    expect(open([consent, withdrawn])).toStrictEqual(['holdersAnswer'])
    expect(open([consent, withdrawn, story.erased])).toStrictEqual(['holdersAnswer'])
    expect(open([consent, withdrawn, story.erased, bySkopje])).toStrictEqual([])
  })

  it('is a duty to refer, until she is referred', () => {
    const over = plusMilliseconds(reflection.facts.until, 1)
    const alarm = caseEvent('ReflectionExpiring', 'alarm', vienna, 20, {
      reflection: reflection.id,
    })
    expect(open([reflection, alarm], over)).toStrictEqual(['dutyToRefer'])
    expect(open([reflection, alarm, story.offered, story.accepted], over)).toStrictEqual([])
  })

  it('is a reflection period that runs, or has ended without permit or alarm', () => {
    const referred = [reflection, story.offered, story.accepted]
    const { until } = reflection.facts
    const alarm = caseEvent('ReflectionExpiring', 'alarm', vienna, 20, {
      reflection: reflection.id,
    })
    const permit = caseEvent('ResidencePermitGranted', 'permit', migration, 20, {
      ground: 'personalSituation',
      months: 6,
      until: plusMilliseconds(until, 1),
    })
    expect(open(referred, plusMilliseconds(until, -1))).toStrictEqual(['reflection'])
    expect(open(referred, until)).toStrictEqual(['reflection'])
    expect(open([...referred, alarm], plusMilliseconds(until, -1))).toStrictEqual(['reflection'])
    expect(open([...referred, alarm], until)).toStrictEqual([])
    expect(open([...referred, permit], at(900))).toStrictEqual([])
  })

  it('is named altogether, in the same order', () => {
    const { trip, journey, holdersAnswer, compensation } = obligations
    const all = [...compensation.opens, ...holdersAnswer.opens, ...trip.opens, ...journey.opens]
    expect(open(all)).toStrictEqual(['trip', 'journey', 'holdersAnswer', 'compensation'])
    expect(open([reflection, story.offered])).toStrictEqual(['referral', 'reflection'])
    expect(open([reflection])).toStrictEqual(['dutyToRefer', 'reflection'])
  })

  it('is no more the matter of who gave custody away', () => {
    given(...transferred, ...obligations.compensation.opens)
      .when(close, as(vienna, 900))
      .then(closing)
    given(...transferred, ...obligations.compensation.opens)
      .when(close, as(belgrade, 900))
      .thenRejected({ kind: 'obligation-open', obligations: ['compensation'] })
  })
})

describe('a judgment', () => {
  const [asked] = obligations.trip.opens
  const judged = caseEvent('JudgmentReported', 'judged', court, 800, {
    testimony: asked.id,
    outcome: 'convicted',
  })

  it.each(judgmentOutcomes.codes)(
    'closes nothing, opens nothing and is no reason: %s',
    (outcome) => {
      const state = foldCase([opened, asked, { ...judged, facts: { ...judged.facts, outcome } }])
      expect(state.closed).toBeUndefined()
      expect(openObligations(state, at(900))).toStrictEqual([])
      expect(closingReasons.has(outcome)).toBe(false)
    },
  )

  it('leaves open what was open', () => {
    const state = foldCase([opened, asked, judged, ...obligations.compensation.opens])
    expect(decide(state, close, as(vienna, 900))).toStrictEqual({
      ok: false,
      failure: { kind: 'obligation-open', obligations: ['compensation'] },
    })
  })
})

describe('open a case again', () => {
  it('goes on with it, for a reason', () => {
    given(opened, events.closed)
      .when(reopen, as(vienna, 910))
      .then({
        type: 'CaseReopened',
        occurredAt: at(910),
        facts: events.reopened.facts,
        ...nothingElse,
      })
  })

  it('refuses a case that is open, another closing, and that of another', () => {
    given(opened).when(reopen, as(vienna, 910)).thenRejected({ kind: 'closing-unknown' })
    given(opened, events.closed, events.reopened)
      .when(reopen, as(vienna, 911))
      .thenRejected({ kind: 'closing-unknown' })
    given(opened, events.closed)
      .when({ ...reopen, closing: opened.id }, as(vienna, 910))
      .thenRejected({ kind: 'closing-unknown' })
    given(opened, events.closed)
      .when(reopen, as(belgrade, 910))
      .thenRejected({ kind: 'closing-unknown' })
  })
})
