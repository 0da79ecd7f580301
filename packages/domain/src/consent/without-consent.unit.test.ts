import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { sectionNames } from '../vocabulary/lists.ts'
import { commands, events } from './consent.fixture.ts'

const { ProposeDisclosureWithoutConsent, ConfirmDisclosureWithoutConsent } = commands
const { disclosureProposed: proposed, disclosureMade: made } = events
const here = { sections: {}, clauses: [], recipients: [] } as const
const DAY = 24 * 60

describe('propose to disclose without consent', () => {
  const { type: _type, ...facts } = ProposeDisclosureWithoutConsent
  const propose = (change: Partial<typeof ProposeDisclosureWithoutConsent>) =>
    given(...upTo('contact')).when(
      { ...ProposeDisclosureWithoutConsent, ...change },
      as(belgrade, 20),
    )

  it.each(['legalObligation', 'publicInterest', 'vitalInterests'] as const)(
    'is recorded with its paragraph, its reason and its end, and stays here: %s',
    (basis) => {
      propose({ basis }).then({
        type: 'DisclosureWithoutConsentProposed',
        occurredAt: at(20),
        facts: { ...facts, basis },
        ...here,
      })
    },
  )

  it('refuses where anonymous data would do, whatever the law is', () => {
    propose({ anonymousWouldDo: true }).thenRejected({ kind: 'anonymous-would-do' })
  })

  it('refuses one without an end that lies ahead, and within 30 days', () => {
    propose({ until: at(20) }).thenRejected({ kind: 'empty-window' })
    propose({ until: at(20 + 30 * DAY + 1) }).thenRejected({ kind: 'beyond-time-limit' })
    propose({ until: at(20 + 30 * DAY) }).then({
      type: 'DisclosureWithoutConsentProposed',
      occurredAt: at(20),
      facts: { ...facts, until: at(20 + 30 * DAY) },
      ...here,
    })
  })

  it.each(
    sectionNames.codes.filter(
      (section) => !['identity', 'contact', 'risk', 'protection', 'needs'].includes(section),
    ),
  )('refuses to use vital interests for %s: they are for what keeps her safe', (section) => {
    propose({ basis: 'vitalInterests', sections: ['contact', section] }).thenRejected({
      kind: 'not-for-safety',
      section,
    })
  })
})

describe('confirm a disclosure without consent', () => {
  it('is what makes it one', () => {
    given(...upTo('contact'), proposed)
      .when(ConfirmDisclosureWithoutConsent, as(belgrade, 21))
      .then({
        type: 'DisclosureWithoutConsentMade',
        occurredAt: at(21),
        facts: { proposal: proposed.id },
        ...here,
      })
  })

  it('refuses twice, after its end, and what nobody proposed here', () => {
    given(...upTo('contact'), proposed, made)
      .when(ConfirmDisclosureWithoutConsent, as(belgrade, 22))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('contact'), proposed)
      .when(ConfirmDisclosureWithoutConsent, as(belgrade, 100))
      .thenRejected({ kind: 'empty-window' })
    given(...upTo('contact'), proposed)
      .when(ConfirmDisclosureWithoutConsent, as(vienna, 21))
      .thenRejected({ kind: 'proposal-of-disclosure-unknown' })
  })
})

describe('what was disclosed without consent', () => {
  const disclosures = (...more: Parameters<typeof foldCase>[0]) =>
    foldCase([...upTo('contact'), ...more]).disclosuresWithoutConsent

  it('is marked wherever the case is seen, and as made only once it was confirmed', () => {
    const { to, basis, sections, notice, until } = proposed.facts
    const mark = { by: belgrade, to, basis, sections, notice, until }
    expect(disclosures(proposed)).toStrictEqual({ [proposed.id]: mark })
    expect(disclosures(proposed, made)).toStrictEqual({
      [proposed.id]: { ...mark, made: made.id },
    })
    const again = { ...made, id: idOf('again'), recordedAt: at(30) }
    expect(disclosures(proposed, made, again)[proposed.id]?.made).toBe(made.id)
    expect(disclosures(proposed, { ...made, author: skopje })[proposed.id]?.made).toBeUndefined()
  })

  it('is no consent: nothing can rest on it', () => {
    const { known: _before, ...before } = foldCase(upTo('contact'))
    const { known: _after, ...after } = foldCase([...upTo('contact'), proposed, made])
    expect({ ...after, disclosuresWithoutConsent: {} }).toStrictEqual(before)
  })
})
