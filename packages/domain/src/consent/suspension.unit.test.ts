import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { reviewGrant } from '../test-support/disclosing.ts'
import { events as handover } from '../handover/handover.fixture.ts'
import { grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { byGuardian, commands, events, guardianExcluded, ofChild } from './consent.fixture.ts'

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

  it('of somebody else, or of a consent that she gave herself, suspends nothing', () => {
    const ofStranger = { ...suspended, author: skopje }
    const ofHers = { ...suspended, facts: { consent: story.consent.id } }
    expect(standings([byGuardian, ofStranger])).not.toContain('suspended')
    expect(standings([story.consent, ofHers], story.consent.id)).not.toContain('suspended')
    expect(standings([byGuardian, suspended])).toContain('suspended')
  })
})

describe('a consent that she gives alone', () => {
  it('is suspended from the beginning where she may be a child', () => {
    expect(standings([...ofChild, story.consent], story.consent.id)).toContain('suspended')
    expect(standings([story.opened, story.consent], story.consent.id)).not.toContain('suspended')
  })
})
