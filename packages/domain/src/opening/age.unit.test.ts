import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, DraftOf } from '../case/events.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events } from './opening.fixture.ts'

const { child, adult } = events
const { ChangeAgeStatus } = commands
const consent = story.consent.id
const guardians: CaseEvent = {
  ...story.consent,
  id: idOf('guardians'),
  recordedAt: at(3),
  facts: { ...story.consent.facts, giver: 'guardian' },
}
const flips = [...upTo('accepted'), child]
const back = [...flips, adult]

const contact: DraftOf<'ContactExchanged'> = {
  type: 'ContactExchanged',
  occurredAt: at(60),
  facts: { referral: story.offered.id },
  sections: { contact: { mobilePhone: '+43100000000' } },
  clauses: [],
  recipients: [{ to: belgrade, purpose: 'handover', needs: ['contact'] }],
}
const grant = grantTo(belgrade, { sections: ['contact'] })
const composed = (history: readonly CaseEvent[]) =>
  planDisclosures(contact, foldCase(history), vienna, at(60))
const reviewed = (history: readonly CaseEvent[]) =>
  reviewGrant({ event: story.contact, grant, at: at(60) }, foldCase(history))

describe('change the age status', () => {
  it('tells every party to a consent that stands, each once', () => {
    given(...upTo('consent'), guardians)
      .when(ChangeAgeStatus, as(vienna, 40))
      .then({
        type: 'AgeStatusChanged',
        occurredAt: at(40),
        facts: { ageStatus: 'presumedChild', evidence: 'doubt' },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('reaches all of them as a notice, though the consent no longer covers anything', () => {
    const state = foldCase(flips)
    const draft: DraftOf<'AgeStatusChanged'> = {
      type: 'AgeStatusChanged',
      occurredAt: at(50),
      facts: adult.facts,
      sections: {},
      clauses: [],
      recipients: [
        { to: belgrade, purpose: 'handover', needs: [] },
        { to: viennaOffice, purpose: 'caseNotification', needs: [] },
      ],
    }
    const planned = planDisclosures(draft, state, vienna, at(50))
    expect(
      planned.ok &&
        planned.value.map(({ grant: { to, basis, sections } }) => [to, basis, sections]),
    ).toStrictEqual([
      [belgrade, { kind: 'notice', about: story.offered.id }, []],
      [viennaOffice, { kind: 'notice', about: consent }, []],
    ])
  })

  it('does not fail for a party that was told nothing yet, and does not tell it', () => {
    const [, fromBelgrade] = clauses
    const silent = { ...story.consent, clauses: [fromBelgrade], grants: [] }
    given(story.opened, story.presumed, silent)
      .when(ChangeAgeStatus, as(vienna, 40))
      .then({
        type: 'AgeStatusChanged',
        occurredAt: at(40),
        facts: { ageStatus: 'presumedChild', evidence: 'doubt' },
        sections: {},
        clauses: [],
        recipients: [],
      })
  })

  it('tells nobody on the strength of a consent that has ended', () => {
    const ended = { ...story.narrowed, type: 'DataConsentWithdrawn', facts: { consent } }
    given(...upTo('consent'), ended as CaseEvent)
      .when(ChangeAgeStatus, as(vienna, 40))
      .then({
        type: 'AgeStatusChanged',
        occurredAt: at(40),
        facts: { ageStatus: 'presumedChild', evidence: 'doubt' },
        sections: {},
        clauses: [],
        recipients: [],
      })
  })

  it('refuses a change to what is known already', () => {
    given(...flips)
      .when(ChangeAgeStatus, as(vienna, 41))
      .thenRejected({ kind: 'already-done' })
  })

  it.each(['verifiedChild', 'verifiedAdult'] as const)(
    'refuses doubt as evidence of anything: %s',
    (ageStatus) => {
      for (const history of [upTo('consent'), [...upTo('consent'), child]])
        given(...history)
          .when({ ...ChangeAgeStatus, ageStatus, evidence: 'doubt' }, as(vienna, 41))
          .thenRejected({ kind: 'doubt-verifies-nothing' })
    },
  )

  it('of anybody but the custodian changes nothing', () => {
    for (const author of [belgrade, skopje, viennaOffice]) {
      const state = foldCase([...upTo('accepted'), { ...child, author }])
      expect(state.ageStatus).toBe('verifiedAdult')
      expect(state.consents[consent]?.suspended).toBeUndefined()
    }
  })
})

describe('a flip to child', () => {
  it('suspends every clause of a consent that she gave alone, and says by which event', () => {
    const given = foldCase(flips).consents[consent]
    expect(given?.suspended).toBe(child.id)
    expect(given?.clauses.map(({ standing }) => standing)).toStrictEqual(
      clauses.map(() => 'suspended'),
    )
  })

  it('leaves what a guardian gave, and what has ended, as it is', () => {
    const ended: CaseEvent = {
      ...story.narrowed,
      type: 'DataConsentWithdrawn',
      facts: { consent },
    }
    const state = foldCase([...upTo('consent'), guardians, ended, child])
    expect(state.consents[guardians.id]?.suspended).toBeUndefined()
    expect(state.consents[guardians.id]?.clauses.map(({ standing }) => standing)).toStrictEqual(
      clauses.map(() => undefined),
    )
    expect(state.consents[consent]?.suspended).toBeUndefined()
    expect(state.consents[consent]?.clauses[0]?.standing).toBe('withdrawn')
  })

  it('stops what is composed from now on, and what is opened or read again', () => {
    expect(composed(upTo('accepted')).ok).toBe(true)
    expect(reviewed(upTo('accepted'))).toBeUndefined()
    expect(composed(flips)).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: belgrade, rule: 'consent-suspended' },
    })
    expect(reviewed(flips)).toStrictEqual({ kind: 'not-covered', rule: 'consent-suspended' })
  })

  it('lets a guardian consent instead, and her not alone', () => {
    given(...flips)
      .when(commands.GiveDataConsent, as(vienna, 41))
      .thenRejected({ kind: 'guardian-required' })
    const later = { ...guardians, recordedAt: at(41) }
    const again = composed([...flips, later])
    expect(again.ok && again.value[0]?.grant.basis).toStrictEqual({
      kind: 'consent',
      consent: guardians.id,
      clause: 'c1',
    })
  })

  it('keeps its first event where it is repeated with more certainty', () => {
    const verified = {
      ...adult,
      facts: { ageStatus: 'verifiedChild', evidence: 'document' },
    } as const
    const state = foldCase([...flips, verified])
    expect(state.ageStatus).toBe('verifiedChild')
    expect(state.consents[consent]?.suspended).toBe(child.id)
  })
})

describe('a flip back to adult', () => {
  it('lets the consents stand again as they were, and remembers that they did not', () => {
    const before = foldCase(upTo('accepted')).consents[consent]
    expect(foldCase(back).consents).toStrictEqual({ [consent]: { ...before, wasSuspended: true } })
    expect(composed(back).ok).toBe(true)
    expect(reviewed(back)).toBeUndefined()
  })

  it('does not bring back what she took back meanwhile', () => {
    const narrowed = { ...story.narrowed, recordedAt: at(45) }
    const withdrawn: CaseEvent = {
      ...story.narrowed,
      type: 'DataConsentWithdrawn',
      recordedAt: at(45),
      facts: { consent },
    }
    expect(foldCase([...back, narrowed]).consents[consent]?.clauses[0]?.removed).toStrictEqual([
      'contact',
    ])
    expect(composed([...back, withdrawn])).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: belgrade, rule: 'consent-withdrawn' },
    })
  })
})
