import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { reviewGrant } from '../test-support/disclosing.ts'
import { events as handover } from '../handover/handover.fixture.ts'
import { holdersAnswerBy, silentHolders } from '../promises/waiting.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import {
  byGuardian,
  commands,
  events,
  guardianExcluded,
  inDoubt,
  ofChild,
} from './consent.fixture.ts'
import { sectionsToErase } from './legal-hold.ts'

const { guardian, suspended, withdrawn } = events
const excluded: CaseEvent = { ...events.excluded, recordedAt: at(5) }
const standings = (history: readonly CaseEvent[], consent = byGuardian.id) =>
  foldCase(history).consents[consent]?.clauses.map(({ standing }) => standing)

describe('a consent of a guardian who is excluded', () => {
  it('is suspended, and says by which event', () => {
    const state = foldCase(guardianExcluded).consents[byGuardian.id]
    expect(state).toMatchObject({ suspended: excluded.id, wasSuspended: true })
    expect(new Set(standings(guardianExcluded))).toStrictEqual(new Set(['suspended']))
  })

  it('stays so, whatever is said of the age of the child', () => {
    const adult: CaseEvent = {
      ...story.opened,
      id: idOf('adult'),
      type: 'AgeStatusChanged',
      recordedAt: at(9),
      facts: { ageStatus: 'verifiedAdult', evidence: 'document' },
    }
    expect(new Set(standings([...guardianExcluded, adult]))).toStrictEqual(new Set(['suspended']))
  })

  it('leaves what somebody else gave, and what a guardian gives afterwards', () => {
    const byRepresentative: CaseEvent = {
      ...story.consent,
      id: idOf('represented'),
      facts: { ...story.consent.facts, giver: 'representative' },
    }
    const later = { ...byGuardian, id: idOf('later'), recordedAt: at(8) }
    const history = [...guardianExcluded, byRepresentative, later]
    expect(new Set(standings(history, byRepresentative.id))).toStrictEqual(new Set([undefined]))
    expect(new Set(standings(history, later.id))).toStrictEqual(new Set([undefined]))
  })

  it('leaves what another organisation took, which is for that one to say', () => {
    const { proposed, taken } = handover
    const moved = [...ofChild, byGuardian, story.offered, story.accepted, proposed, taken]
    const history = [
      ...moved,
      { ...guardian, author: belgrade, recordedAt: at(30) },
      { ...excluded, author: belgrade, recordedAt: at(31) },
    ]
    expect(foldCase(history).guardians[guardian.id]?.excluded).toBe(excluded.id)
    expect(new Set(standings(history))).toStrictEqual(new Set([undefined]))
  })

  it('covers no reading any more, at whoever was told', () => {
    const copies: readonly CaseEvent[] = [byGuardian, story.offered, story.contact]
    const basis = { kind: 'consent', consent: byGuardian.id, clause: 'c1' } as const
    const grant = grantTo(belgrade, { basis, sections: ['contact'] })
    const review = (...more: readonly CaseEvent[]) =>
      reviewGrant({ event: story.contact, grant, at: at(60) }, foldCase([...copies, ...more]))
    expect(review()).toBeUndefined()
    expect(review(suspended)).toStrictEqual({ kind: 'not-covered', rule: 'consent-suspended' })
  })
})

describe('tell that a consent is suspended', () => {
  const { SuspendDataConsent } = commands

  it('reaches whoever holds something under it, without the reason', () => {
    given(...guardianExcluded)
      .when(SuspendDataConsent, as(vienna, 6))
      .then({
        type: 'DataConsentSuspended',
        occurredAt: at(6),
        facts: { consent: byGuardian.id },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('refuses where nobody was excluded, twice, and what has ended', () => {
    const ended = { ...withdrawn, facts: { consent: byGuardian.id } }
    given(...ofChild, guardian, byGuardian)
      .when(SuspendDataConsent, as(vienna, 6))
      .thenRejected({ kind: 'not-due-yet' })
    given(...guardianExcluded, suspended)
      .when(SuspendDataConsent, as(vienna, 7))
      .thenRejected({ kind: 'already-done' })
    given(...guardianExcluded, ended)
      .when(SuspendDataConsent, as(vienna, 31))
      .thenRejected({ kind: 'already-withdrawn' })
  })

  it('of somebody else, or of a consent that a representative gave, suspends nothing', () => {
    const ofStranger = { ...suspended, author: skopje }
    expect(standings([byGuardian, ofStranger])).not.toContain('suspended')
    const represented: CaseEvent = {
      ...story.consent,
      facts: { ...story.consent.facts, giver: 'representative' },
    }
    expect(standings([represented, events.suspendedHers], story.consent.id)).not.toContain(
      'suspended',
    )
    expect(standings([byGuardian, suspended])).toContain('suspended')
  })
})

describe('a consent that she gives alone', () => {
  it('is suspended from the beginning where she may be a child', () => {
    expect(standings([...ofChild, story.consent], story.consent.id)).toContain('suspended')
    expect(standings([story.opened, story.consent], story.consent.id)).not.toContain('suspended')
  })
})

describe('what is suspended', () => {
  const { suspendedHers, resumed, child, adult } = events
  const consent = story.consent.id
  const { AnswerAsHolder, AnswerAsTaker, ResumeDataConsent, SuspendDataConsent } = commands
  const everySection = ['identity', 'contact', 'needs', 'risk', 'travel'] as const
  const restrict = {
    ...AnswerAsHolder,
    narrowing: suspendedHers.id,
    answer: 'restricted',
    sections: everySection,
  } as const

  it('is told to its holders, also where her age is in doubt', () => {
    given(...upTo('consent'), child)
      .when({ ...SuspendDataConsent, consent }, as(vienna, 41))
      .then({
        type: 'DataConsentSuspended',
        occurredAt: at(41),
        facts: { consent },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('is restricted by each holder, who says so', () => {
    given(...inDoubt)
      .when(restrict, as(belgrade, 42))
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(42),
        facts: {
          narrowing: suspendedHers.id,
          answer: 'restricted',
          sections: everySection,
          retained: [],
        },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
    given(...inDoubt)
      .when({ ...AnswerAsTaker, narrowing: suspendedHers.id, answer: 'restricted' }, as(vienna, 42))
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(42),
        facts: {
          narrowing: suspendedHers.id,
          answer: 'restricted',
          sections: ['needs', 'risk'],
          retained: [],
        },
        sections: {},
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it.each(['erased', 'retained'] as const)('is not answered as "%s": it is kept', (answer) => {
    given(...inDoubt)
      .when({ ...restrict, answer }, as(belgrade, 42))
      .thenRejected({ kind: 'only-suspended' })
    given(...inDoubt)
      .when({ ...AnswerAsTaker, narrowing: suspendedHers.id, answer }, as(vienna, 42))
      .thenRejected({ kind: 'only-suspended' })
    const forged: CaseEvent = {
      ...story.erased,
      recordedAt: at(42),
      facts: { narrowing: suspendedHers.id, answer, sections: everySection, retained: [] },
    }
    const state = foldCase([...inDoubt, forged])
    expect(state.erasures).toStrictEqual([])
    expect(state.narrowings[suspendedHers.id]?.answers).toStrictEqual({})
  })

  it('has nothing of it to erase, at any holder', () => {
    const state = foldCase(inDoubt)
    const narrowing = state.narrowings[suspendedHers.id]
    expect(narrowing).toStrictEqual({
      by: vienna,
      consent,
      sections: everySection,
      answers: {},
      suspends: true,
    })
    for (const self of [vienna, belgrade, viennaOffice])
      expect(narrowing && sectionsToErase(state, narrowing, self)).toStrictEqual([])
  })

  it('is suspended at who was not told of her age, until it is told otherwise', () => {
    expect(standings([story.consent, suspendedHers], consent)).toContain('suspended')
    expect(standings([story.consent, suspendedHers, resumed], consent)).not.toContain('suspended')
    // Who was told of her age needs both.
    const told = [...inDoubt, resumed]
    expect(standings(told, consent)).toContain('suspended')
    expect(standings([...inDoubt, adult], consent)).toContain('suspended')
    expect(standings([...told, adult], consent)).not.toContain('suspended')
  })

  it('stands again when she is an adult, and nobody is asked any more', () => {
    given(...inDoubt, adult)
      .when(ResumeDataConsent, as(vienna, 61))
      .then({
        type: 'DataConsentResumed',
        occurredAt: at(61),
        facts: { consent, suspension: suspendedHers.id },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
    const state = foldCase([...inDoubt, adult, resumed])
    expect(state.narrowings).toStrictEqual({})
    expect(state.consents[consent]?.wasSuspended).toBe(true)
    given(...inDoubt, adult, resumed)
      .when(restrict, as(belgrade, 62))
      .thenRejected({ kind: 'narrowing-unknown' })
  })

  it('refuses to stand again in doubt, where nobody was told, and what has ended', () => {
    given(...inDoubt)
      .when(ResumeDataConsent, as(vienna, 61))
      .thenRejected({ kind: 'not-due-yet' })
    given(...guardianExcluded, suspended)
      .when({ ...ResumeDataConsent, consent: byGuardian.id }, as(vienna, 61))
      .thenRejected({ kind: 'not-due-yet' })
    given(...upTo('consent'))
      .when(ResumeDataConsent, as(vienna, 61))
      .thenRejected({ kind: 'already-done' })
    given(...inDoubt, adult, resumed)
      .when(ResumeDataConsent, as(vienna, 62))
      .thenRejected({ kind: 'already-done' })
    given(...inDoubt, { ...withdrawn, recordedAt: at(50) }, adult)
      .when(ResumeDataConsent, as(vienna, 62))
      .thenRejected({ kind: 'already-withdrawn' })
  })

  it('stands again by the word of who took the consent alone', () => {
    for (const author of [belgrade, skopje])
      expect(standings([story.consent, suspendedHers, { ...resumed, author }], consent)).toContain(
        'suspended',
      )
  })

  it('is asked for in three days, as what was taken back', () => {
    const by = holdersAnswerBy(foldCase(inDoubt), suspendedHers.id)
    expect(by).toBe(at(41 + 3 * 24 * 60))
    expect(silentHolders(foldCase(inDoubt), suspendedHers.id)).toStrictEqual([
      belgrade,
      viennaOffice,
    ])
    const overdue = caseEvent(
      'HoldersOverdue',
      'overdue',
      vienna,
      9_000,
      { narrowing: suspendedHers.id },
      { grants: [grantTo(belgrade)] },
    )
    expect(foldCase([...inDoubt, overdue]).overdueHolders).toStrictEqual({
      [suspendedHers.id]: [belgrade],
    })
  })
})
