import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as told, given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events, opened, referred } from './children.fixture.ts'

const nothingElse = { sections: {}, clauses: [] } as const
const { guardian, care, receiver, verified, grown } = events
const { grow } = commands
const ofGuardian = {
  ...story.consent,
  facts: { ...story.consent.facts, giver: 'guardian' },
} as const
const child = [opened, story.presumed, ofGuardian, verified]

describe('majority', () => {
  it('is told to everybody who shares a consent', () => {
    given(...child)
      .when(grow, as(vienna, 30))
      .then({
        type: 'MajorityReached',
        occurredAt: at(30),
        facts: {},
        ...nothingElse,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
    given(opened, verified)
      .when(grow, as(vienna, 30))
      .then({
        type: 'MajorityReached',
        occurredAt: at(30),
        facts: {},
        ...nothingElse,
        recipients: [],
      })
  })

  it('goes as a notice where nothing is covered any more, and to nobody who shares nothing', () => {
    const late = at(2000)
    const draft = {
      type: 'MajorityReached',
      occurredAt: late,
      facts: {},
      ...nothingElse,
      recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
    } as const
    expect(planDisclosures(draft, foldCase(child), vienna, late)).toMatchObject({
      ok: true,
      value: [{ grant: { basis: { kind: 'notice', about: ofGuardian.id }, sections: [] } }],
    })
    const toStranger = [{ ...draft.recipients[0], to: skopje }]
    expect(
      planDisclosures({ ...draft, recipients: toStranger }, foldCase(child), vienna, late),
    ).toMatchObject({ ok: false, failure: { kind: 'no-basis', recipient: skopje } })
  })

  it('makes her an adult wherever it is told, of who has a say', () => {
    const held = [{ ...ofGuardian, grants: [grantTo(belgrade)] }, verified]
    expect(foldCase([...held, grown]).ageStatus).toBe('verifiedAdult')
    expect(foldCase([opened, ...held, { ...grown, author: belgrade }]).ageStatus).toBe(
      'verifiedChild',
    )
  })

  it('ends nothing that the child was given', () => {
    const before = [...referred, guardian, care, receiver, verified]
    const after = foldCase([...before, grown])
    expect(after).toStrictEqual({
      ...foldCase(before),
      known: after.known,
      ageStatus: 'verifiedAdult',
      ageClaims: { [vienna]: { ageStatus: 'verifiedAdult', event: grown.id } },
      majority: grown.id,
    })
  })

  it('is reached once, by a child, as its custodian says', () => {
    given(...child, grown)
      .when(grow, as(vienna, 31))
      .thenRejected({ kind: 'not-a-child' })
    given(story.opened).when(grow, as(vienna, 30)).thenRejected({ kind: 'not-a-child' })
    given(...referred, verified)
      .when(grow, as(belgrade, 30))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('is not reached by somebody who is only presumed a child: that takes evidence', () => {
    given(opened).when(grow, as(vienna, 30)).thenRejected({ kind: 'age-not-verified' })
    given(opened)
      .when(
        { type: 'ChangeAgeStatus', ageStatus: 'verifiedAdult', evidence: 'document' },
        as(vienna, 30),
      )
      .then({
        type: 'AgeStatusChanged',
        occurredAt: at(30),
        facts: { ageStatus: 'verifiedAdult', evidence: 'document' },
        ...nothingElse,
        recipients: [],
      })
  })

  it('lets no guardian be appointed any more', () => {
    given(...child, grown)
      .when(commands.appoint, as(vienna, 31))
      .thenRejected({ kind: 'not-a-child' })
  })
})

describe('the consents of who has come of age', () => {
  const grant = grantTo(belgrade, { sections: ['contact'] })
  const question = { event: story.contact, grant, at: at(60) }

  it('stand where a guardian gave them, and are hers or his to take back', () => {
    const state = foldCase([...child, grown])
    expect(reviewGrant(question, state)).toBeUndefined()
    given(...child, grown)
      .when({ type: 'WithdrawDataConsent', consent: ofGuardian.id }, as(vienna, 60))
      .then({
        type: 'DataConsentWithdrawn',
        occurredAt: at(60),
        facts: { consent: ofGuardian.id },
        ...nothingElse,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('are given by herself from now on', () => {
    given(...child)
      .when(told.GiveDataConsent, as(vienna, 31))
      .thenRejected({ kind: 'guardian-required' })
    given(...child, grown)
      .when(told.GiveDataConsent, as(vienna, 31))
      .then({
        type: 'DataConsentGiven',
        occurredAt: at(31),
        facts: story.consent.facts,
        sections: {},
        clauses: story.consent.clauses,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('do not stand again where a child gave them alone, whatever is recorded of the age later', () => {
    const change = (name: string, minute: number, ageStatus: 'presumedChild' | 'verifiedAdult') =>
      caseEvent('AgeStatusChanged', name, vienna, minute, { ageStatus, evidence: 'document' })
    const alone = [...upTo('accepted'), verified, grown]
    const later = [...alone, change('doubted', 40, 'presumedChild')]
    const suspended = { kind: 'not-covered', rule: 'consent-suspended' } as const
    for (const history of [alone, later, [...later, change('settled', 50, 'verifiedAdult')]])
      expect(reviewGrant(question, foldCase(history))).toStrictEqual(suspended)
    const anew = { ...story.consent, id: idOf('anew'), recordedAt: at(55) }
    const basis = { kind: 'consent', consent: anew.id, clause: 'c1' } as const
    expect(
      reviewGrant({ ...question, grant: { ...grant, basis } }, foldCase([...alone, anew])),
    ).toBeUndefined()
  })
})
