import { describe, it } from 'vitest'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo, upToWithout } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const nothingElse = { sections: {}, clauses: [] } as const
const toCourt = { to: court, purpose: 'testimony', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'testimony', needs: [] } as const

describe('her consent to a trip', () => {
  const consented = {
    type: 'TripConsented',
    occurredAt: at(6),
    facts: { testimony },
    ...nothingElse,
    recipients: [toCourt],
  } as const

  it('is given for one trip, as often as there is one', () => {
    given(...upTo('safe'))
      .when(commands.consent, as(vienna, 6))
      .then(consented)
    given(...upTo('returned'))
      .when(commands.consent, as(vienna, 65))
      .then({ ...consented, occurredAt: at(65) })
  })

  it('is not asked before she takes part, nor by the court or a stranger', () => {
    given(...upTo('explained'))
      .when(commands.consent, as(vienna, 6))
      .thenRejected({ kind: 'participation-not-given' })
    given(...upTo('safe'))
      .when(commands.consent, as(court, 6))
      .thenRejected({ kind: 'not-your-testimony' })
    given(...upTo('safe'))
      .when(commands.consent, as(skopje, 6))
      .thenRejected({ kind: 'testimony-unknown' })
  })
})

describe('plan a trip', () => {
  const { plan } = commands
  const planned = {
    type: 'TripPlanned',
    occurredAt: at(7),
    facts: story.planned.facts,
    sections: { travel: { mode: 'air' } },
    clauses: [],
    recipients: [
      { ...toCourt, needs: ['travel'] },
      { ...toBelgrade, needs: ['travel'] },
    ],
  } as const

  it('tells the parties that are named, and no other', () => {
    given(...upTo('consented'))
      .when(plan, as(vienna, 7))
      .then(planned)
    given(...upTo('consented'))
      .when({ ...plan, to: [belgrade, vienna] }, as(vienna, 7))
      .then({ ...planned, recipients: [{ ...toBelgrade, needs: ['travel'] }] })
  })

  it('needs her consent to take part, as it stands', () => {
    given(...upToWithout('consented', 'agreed'))
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'participation-not-given' })
    given(...upTo('consented'), beside.refused)
      .when(plan, as(vienna, 16))
      .thenRejected({ kind: 'participation-not-given' })
  })

  it('needs a mode that she chose, and that this is in person', () => {
    given(...upToWithout('consented', 'modeChosen'))
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'mode-not-chosen' })
    given(...upTo('consented'), beside.videoChosen)
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'no-travel-in-this-mode' })
  })

  it('needs an assessment of her safety', () => {
    given(...upToWithout('consented', 'safe'))
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'safety-not-assessed' })
  })

  it('needs a consent of its own: a used one is refused for a second trip', () => {
    given(...upToWithout('consented', 'consented'))
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'trip-not-consented' })
    given(...upTo('returned'))
      .when(plan, as(vienna, 65))
      .thenRejected({ kind: 'trip-not-consented' })
    given(...upTo('returned'), beside.consentedAgain)
      .when({ ...plan, consent: beside.consentedAgain.id }, as(vienna, 66))
      .then({
        ...planned,
        occurredAt: at(66),
        facts: { testimony, consent: beside.consentedAgain.id },
      })
  })

  it('sends nobody on a second trip who is not back from the first', () => {
    given(...upTo('heard'), beside.consentedAgain)
      .when({ ...plan, consent: beside.consentedAgain.id }, as(vienna, 66))
      .thenRejected({ kind: 'not-returned' })
  })

  it('needs a journey, and somebody who is told', () => {
    given(...upTo('consented'))
      .when({ ...plan, sections: {} }, as(vienna, 7))
      .thenRejected({ kind: 'section-required', section: 'travel' })
    given(...upTo('consented'))
      .when({ ...plan, to: [vienna] }, as(vienna, 7))
      .thenRejected({ kind: 'no-recipients' })
  })

  it('is planned by no one else', () => {
    given(...upTo('consented'))
      .when(plan, as(court, 7))
      .thenRejected({ kind: 'not-your-testimony' })
    given(...upTo('consented'))
      .when(plan, as(skopje, 7))
      .thenRejected({ kind: 'testimony-unknown' })
  })
})
