import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { decide } from '../case/decide.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, skopje, vienna } from '../test-support/world.ts'
import {
  clauses,
  commands,
  events,
  lastHop,
  metInSkopje,
  nextClauses,
  sections,
  toSkopje,
} from './relay.fixture.ts'

const hopTo = { to: skopje, purpose: 'handover', needs: [] } as const

describe('her consent to one hop', () => {
  const { consent } = commands
  const next = { ...consent, next: belgrade, clauses: nextClauses }
  const consented = {
    type: 'RelayConsentGiven',
    occurredAt: at(2),
    facts: events.consent.facts,
    sections: {},
    clauses,
    recipients: [hopTo],
  } as const

  it('is taken where she sets out, and told to the next organisation', () => {
    given(story.opened).when(consent, as(vienna, 2)).then(consented)
  })

  it('is asked anew at every hop, by who has met her there', () => {
    given(...metInSkopje)
      .when(next, as(skopje, 111))
      .then({
        ...consented,
        occurredAt: at(111),
        facts: events.nextConsent.facts,
        clauses: nextClauses,
        recipients: [{ ...hopTo, to: belgrade }],
      })
    given(...toSkopje)
      .when(next, as(skopje, 4))
      .thenRejected({ kind: 'not-your-case' })
    given(...metInSkopje)
      .when(consent, as(belgrade, 111))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('is about the next organisation and no other', () => {
    const [clause] = clauses
    const opened = given(story.opened)
    opened
      .when({ ...consent, clauses: [{ ...clause, recipient: belgrade }] }, as(vienna, 2))
      .thenRejected({ kind: 'clause-between-others', clause: 'c1' })
    opened
      .when({ ...consent, clauses: [{ ...clause, discloser: belgrade }] }, as(vienna, 2))
      .thenRejected({ kind: 'clause-between-others', clause: 'c1' })
    opened
      .when({ ...consent, next: vienna }, as(vienna, 2))
      .thenRejected({ kind: 'clause-between-others', clause: 'c1' })
  })

  it('has clauses of its own, each with an end', () => {
    const [clause] = clauses
    const opened = given(story.opened)
    opened.when({ ...consent, clauses: [] }, as(vienna, 2)).thenRejected({ kind: 'no-clauses' })
    opened
      .when({ ...consent, clauses: [clause, clause] }, as(vienna, 2))
      .thenRejected({ kind: 'duplicate-clause' })
    opened
      .when({ ...consent, clauses: [{ ...clause, until: clause.from }] }, as(vienna, 2))
      .thenRejected({ kind: 'empty-window' })
  })

  it('is not given by a child alone, nor by a guardian who is excluded', () => {
    const child = caseEvent('CaseOpened', 'opened', vienna, 0, { ageStatus: 'presumedChild' })
    given(child).when(consent, as(vienna, 2)).thenRejected({ kind: 'guardian-required' })
    const guardian = caseEvent('GuardianAppointed', 'guardian', vienna, 0.5, { kind: 'parent' })
    const excluded = caseEvent('GuardianExcluded', 'excluded', vienna, 1, {
      guardian: guardian.id,
      reason: 'suspectedInvolvement',
    })
    const byGuardian = { ...consent, giver: 'guardian' } as const
    given(child, guardian, excluded)
      .when(byGuardian, as(vienna, 2))
      .thenRejected({ kind: 'guardian-excluded' })
    for (const history of [[child, guardian], [child]]) {
      given(...history)
        .when(byGuardian, as(vienna, 2))
        .then({ ...consented, facts: { ...consented.facts, giver: 'guardian' } })
    }
  })
})

describe('tell the next organisation that she is coming', () => {
  const { forward } = commands
  const consented = given(story.opened, events.consent)
  const forwarded = {
    type: 'RelayForwarded',
    occurredAt: at(3),
    facts: events.forwarded.facts,
    sections,
    clauses: [],
    recipients: [{ ...hopTo, needs: ['needs', 'contact', 'demographics'] }],
  } as const

  it('is a disclosure of its own, with an end', () => {
    consented.when(forward, as(vienna, 3)).then(forwarded)
  })

  it('counts the hops', () => {
    given(...metInSkopje, events.nextConsent)
      .when({ ...forward, consent: events.nextConsent.id, to: belgrade }, as(skopje, 112))
      .then({
        ...forwarded,
        occurredAt: at(112),
        facts: { ...forwarded.facts, consent: events.nextConsent.id, to: belgrade, hop: 2 },
        recipients: [{ ...forwarded.recipients[0], to: belgrade }],
      })
    const [hopConsent, lastRelay, met] = lastHop
    const before = { ...lastRelay, facts: { ...events.forwarded.facts, hop: 15 } }
    given(hopConsent, before, met, events.nextConsent)
      .when({ ...forward, consent: events.nextConsent.id, to: belgrade }, as(skopje, 112))
      .then({
        ...forwarded,
        occurredAt: at(112),
        facts: { ...forwarded.facts, consent: events.nextConsent.id, to: belgrade, hop: 16 },
        recipients: [{ ...forwarded.recipients[0], to: belgrade }],
      })
    given(...lastHop, events.nextConsent)
      .when({ ...forward, consent: events.nextConsent.id, to: belgrade }, as(skopje, 112))
      .thenRejected({ kind: 'too-many-hops' })
  })

  it('needs her consent to this one hop: a used one is refused', () => {
    given(...toSkopje)
      .when(forward, as(vienna, 4))
      .thenRejected({ kind: 'relay-not-consented' })
    given(story.opened).when(forward, as(vienna, 3)).thenRejected({ kind: 'consent-unknown' })
    consented.when(forward, as(skopje, 3)).thenRejected({ kind: 'consent-unknown' })
  })

  it('stands on a consent that she has not taken back, and did not give as a child', () => {
    const withdrawn = caseEvent('DataConsentWithdrawn', 'withdrawn', vienna, 2.5, {
      consent: events.consent.id,
    })
    given(story.opened, events.consent, withdrawn)
      .when(forward, as(vienna, 3))
      .thenRejected({ kind: 'relay-not-consented' })
    const flip = caseEvent('AgeStatusChanged', 'flip', vienna, 2.5, {
      ageStatus: 'presumedChild',
      evidence: 'doubt',
    })
    given(story.opened, events.consent, flip)
      .when(forward, as(vienna, 3))
      .thenRejected({ kind: 'relay-not-consented' })
  })

  it('goes to whom she consented to', () => {
    consented
      .when({ ...forward, to: belgrade }, as(vienna, 3))
      .thenRejected({ kind: 'hop-consented-otherwise' })
  })

  it('ends no later than the consent to that way, whatever the way back says', () => {
    consented
      .when({ ...forward, expires: at(300) }, as(vienna, 3))
      .then({ ...forwarded, facts: { ...forwarded.facts, expires: at(300) } })
    consented
      .when({ ...forward, expires: at(301) }, as(vienna, 3))
      .thenRejected({ kind: 'relay-outlives-consent' })
    const [, back] = clauses
    given(story.opened, { ...events.consent, clauses: [back] })
      .when(forward, as(vienna, 3))
      .thenRejected({ kind: 'relay-outlives-consent' })
  })

  it('ends after now, and after she is expected', () => {
    consented.when(forward, as(vienna, 200)).thenRejected({ kind: 'empty-window' })
    consented
      .when({ ...forward, expires: forward.expectedFrom }, as(vienna, 3))
      .thenRejected({ kind: 'empty-window' })
  })
})

describe('what is sent along', () => {
  const { forward } = commands
  const wide: CaseEvent = {
    ...story.consent,
    clauses: story.consent.clauses.map((clause) =>
      clause.discloser === vienna ? { ...clause, recipient: skopje } : clause,
    ),
  }
  const bare = {
    ...events.consent,
    clauses: events.consent.clauses.map((clause) => ({ ...clause, sections: [] })),
  }

  it('stands on the consent to this hop, though another one covers more', () => {
    const plan = (hop: CaseEvent) => {
      const state = foldCase([story.opened, wide, hop])
      const decided = decide(state, forward, as(vienna, 3))
      const planned = decided.ok && planDisclosures(decided.value, state, vienna, at(3))
      return planned && planned.ok
        ? planned.value.map(({ grant }) => [grant.basis, grant.sections])
        : planned
    }
    const basis = { kind: 'consent', consent: events.consent.id, clause: 'c1' }
    expect(plan(bare)).toStrictEqual([[basis, []]])
    expect(plan(events.consent)).toStrictEqual([[basis, ['needs', 'contact']]])
  })

  it('is refused by its reader where it stands on another consent', () => {
    const basis = { kind: 'consent', consent: wide.id, clause: 'c1' } as const
    const grant = grantTo(skopje, { basis, sections: ['needs'] })
    const review = (event: CaseEvent) =>
      reviewGrant({ event, grant, at: at(4) }, foldCase([wide, bare]))
    expect(review(events.forwarded)).toStrictEqual({ kind: 'consent-unknown' })
  })
})

describe('her age, on her way', () => {
  const child = caseEvent('CaseOpened', 'opened', vienna, 0, { ageStatus: 'presumedChild' })
  const represented = {
    ...events.consent,
    facts: { ...events.consent.facts, giver: 'representative' as const },
  }
  const ofChild: CaseEvent = {
    ...events.forwarded,
    facts: { ...events.forwarded.facts, ageStatus: 'presumedChild' },
  }
  const next = { ...commands.consent, next: belgrade, clauses: nextClauses }

  it('goes along to who meets her', () => {
    const decided = decide(foldCase([child, represented]), commands.forward, as(vienna, 3))
    expect(decided.ok && decided.value.facts).toMatchObject({ ageStatus: 'presumedChild' })
  })

  it('lets a child consent alone at no hop', () => {
    given(represented, ofChild, events.met)
      .when(next, as(skopje, 111))
      .thenRejected({ kind: 'guardian-required' })
    given(represented, events.forwarded, events.met)
      .when({ ...next, giver: 'representative' }, as(skopje, 111))
      .then({
        type: 'RelayConsentGiven',
        occurredAt: at(111),
        facts: { ...events.nextConsent.facts, giver: 'representative' },
        sections: {},
        clauses: nextClauses,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })
})
