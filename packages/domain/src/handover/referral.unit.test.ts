import { describe, it } from 'vitest'
import { story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands, given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'

const referral = idOf('offered')
const toVienna = { to: vienna, purpose: 'handover', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'handover', needs: [] } as const
const nothingElse = { sections: {}, clauses: [] } as const
const declined = {
  ...story.accepted,
  type: 'ReferralDeclined',
  facts: { referral, reason: 'noCapacity' },
} as const

describe('ask for capacity', () => {
  const { AskCapacity } = commands

  it('asks everybody named, without a word about the person', () => {
    given(...upTo('opened'))
      .when({ ...AskCapacity, to: [belgrade, skopje] }, as(vienna, 3))
      .then({
        type: 'CapacityAsked',
        occurredAt: at(3),
        facts: story.asked.facts,
        ...nothingElse,
        recipients: [toBelgrade, { ...toBelgrade, to: skopje }],
      })
  })

  it('gives a stranger the answer that an unknown case gets', () => {
    given().when(AskCapacity, as(vienna, 3)).thenRejected({ kind: 'not-your-case' })
    given(...upTo('opened'))
      .when(AskCapacity, as(belgrade, 3))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('refuses to ask nobody, and to ask for an answer by now', () => {
    const opened = given(...upTo('opened'))
    opened.when({ ...AskCapacity, to: [] }, as(vienna, 3)).thenRejected({ kind: 'no-recipients' })
    opened
      .when({ ...AskCapacity, respondBy: at(3) }, as(vienna, 3))
      .thenRejected({ kind: 'response-deadline-passed' })
  })
})

describe('answer about capacity', () => {
  const { AnswerCapacity } = commands

  it('tells the one who asked', () => {
    given(...upTo('asked'))
      .when(AnswerCapacity, as(belgrade, 4))
      .then({
        type: 'CapacityAnswered',
        occurredAt: at(4),
        facts: { enquiry: idOf('asked'), answer: 'available' },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses an unknown enquiry, the own one, and a second answer', () => {
    given(...upTo('opened'))
      .when(AnswerCapacity, as(belgrade, 4))
      .thenRejected({ kind: 'enquiry-unknown' })
    given(...upTo('asked'))
      .when(AnswerCapacity, as(vienna, 4))
      .thenRejected({ kind: 'own-enquiry' })
    given(...upTo('answered'))
      .when(AnswerCapacity, as(belgrade, 5))
      .thenRejected({ kind: 'already-answered' })
  })
})

describe('offer a referral', () => {
  const { OfferReferral } = commands

  it('offers a preview, and of the sections no more than what is needed', () => {
    given(...upTo('answered'))
      .when(OfferReferral, as(vienna, 5))
      .then({
        type: 'ReferralOffered',
        occurredAt: at(5),
        facts: story.offered.facts,
        sections: { needs: { services: ['accommodation'] } },
        clauses: [],
        recipients: [{ ...toBelgrade, needs: ['needs'] }],
      })
  })

  it('needs no enquiry before it', () => {
    given(...upToWithout('answered', 'asked', 'answered'))
      .when({ ...OfferReferral, sections: {} }, as(vienna, 5))
      .then({
        type: 'ReferralOffered',
        occurredAt: at(5),
        facts: story.offered.facts,
        ...nothingElse,
        recipients: [{ ...toBelgrade, needs: ['needs'] }],
      })
  })

  it('gives a stranger the answer that an unknown case gets', () => {
    given().when(OfferReferral, as(vienna, 5)).thenRejected({ kind: 'not-your-case' })
    given(...upTo('answered'))
      .when(OfferReferral, as(skopje, 5))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('refuses an offer to oneself', () => {
    given(...upTo('answered'))
      .when({ ...OfferReferral, to: vienna }, as(vienna, 5))
      .thenRejected({ kind: 'referral-to-self' })
  })

  it('refuses before anybody is presumed to be a victim', () => {
    given(...upTo('opened'))
      .when(OfferReferral, as(vienna, 5))
      .thenRejected({ kind: 'not-presumed' })
  })

  it('refuses a response deadline that is now, and no time to arrive in', () => {
    const answered = given(...upTo('answered'))
    answered.when(OfferReferral, as(vienna, 100)).thenRejected({ kind: 'response-deadline-passed' })
    answered
      .when({ ...OfferReferral, arrivalUntil: at(200) }, as(vienna, 5))
      .thenRejected({ kind: 'empty-window' })
  })
})

describe('mark a referral as seen', () => {
  const { MarkReferralSeen } = commands

  it('is a fact of its own, which the other side learns', () => {
    given(...upTo('offered'))
      .when(MarkReferralSeen, as(belgrade, 6))
      .then({
        type: 'ReferralSeen',
        occurredAt: at(6),
        facts: { referral },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses to see it twice', () => {
    given(...upTo('seen'))
      .when(MarkReferralSeen, as(belgrade, 7))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('accept a referral', () => {
  const { AcceptReferral } = commands

  it('names a worker, who is personal data and therefore in a section', () => {
    given(...upTo('seen'))
      .when(AcceptReferral, as(belgrade, 7))
      .then({
        type: 'ReferralAccepted',
        occurredAt: at(7),
        facts: { referral, firstContactBy: at(150) },
        sections: { needs: { assignedWorker: { name: 'Example Worker' } } },
        clauses: [],
        recipients: [{ ...toVienna, needs: ['needs'] }],
      })
  })

  it.each([
    ['no section', {}],
    ['needs without a worker', { needs: { services: ['accommodation'] } }],
  ])('refuses %s', (_case, sections) => {
    given(...upTo('seen'))
      .when({ ...AcceptReferral, sections }, as(belgrade, 7))
      .thenRejected({ kind: 'section-required', section: 'needs' })
  })

  it('accepts in the last instant before the deadline and refuses at it', () => {
    const seen = given(...upTo('seen'))
    seen.when(AcceptReferral, as(belgrade, 100 - 1 / 60_000)).then({
      type: 'ReferralAccepted',
      occurredAt: at(100 - 1 / 60_000),
      facts: { referral, firstContactBy: at(150) },
      sections: { needs: { assignedWorker: { name: 'Example Worker' } } },
      clauses: [],
      recipients: [{ ...toVienna, needs: ['needs'] }],
    })
    seen.when(AcceptReferral, as(belgrade, 100)).thenRejected({ kind: 'response-deadline-passed' })
  })

  it('says how it was decided rather than that it is late', () => {
    given(...upTo('accepted'))
      .when(AcceptReferral, as(belgrade, 200))
      .thenRejected({ kind: 'already-decided', outcome: 'accepted' })
    given(...upTo('seen'), declined)
      .when(AcceptReferral, as(belgrade, 8))
      .thenRejected({ kind: 'already-decided', outcome: 'declined' })
  })
})

describe('decline a referral', () => {
  const { DeclineReferral } = commands

  it('gives a coded reason', () => {
    given(...upTo('offered'))
      .when(DeclineReferral, as(belgrade, 7))
      .then({
        type: 'ReferralDeclined',
        occurredAt: at(7),
        facts: { referral, reason: 'noCapacity' },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses after a decision, whichever it was, and at the deadline', () => {
    given(...upTo('accepted'))
      .when(DeclineReferral, as(belgrade, 8))
      .thenRejected({ kind: 'already-decided', outcome: 'accepted' })
    given(...upTo('seen'), declined)
      .when(DeclineReferral, as(belgrade, 8))
      .thenRejected({ kind: 'already-decided', outcome: 'declined' })
    given(...upTo('seen'))
      .when(DeclineReferral, as(belgrade, 100))
      .thenRejected({ kind: 'response-deadline-passed' })
  })
})

describe('exchange contact', () => {
  const { ExchangeContact } = commands
  const expected = {
    type: 'ContactExchanged',
    facts: { referral },
    sections: ExchangeContact.sections,
    clauses: [],
    recipients: [{ ...toBelgrade, needs: ['identity', 'contact'] }],
  } as const

  it('is what identity waits for: after acceptance, and again when the contact changes', () => {
    given(...upTo('accepted'))
      .when(ExchangeContact, as(vienna, 8))
      .then({ ...expected, occurredAt: at(8) })
    given(...upTo('contact'))
      .when(ExchangeContact, as(vienna, 9))
      .then({ ...expected, occurredAt: at(9) })
  })

  it('refuses before acceptance and after a refusal', () => {
    given(...upTo('seen'))
      .when(ExchangeContact, as(vienna, 8))
      .thenRejected({ kind: 'not-accepted' })
    given(...upTo('seen'), declined)
      .when(ExchangeContact, as(vienna, 8))
      .thenRejected({ kind: 'not-accepted' })
  })

  it('refuses without a contact: an identity alone is a file', () => {
    given(...upTo('accepted'))
      .when({ ...ExchangeContact, sections: { identity: { firstName: 'Example' } } }, as(vienna, 8))
      .thenRejected({ kind: 'section-required', section: 'contact' })
  })
})
