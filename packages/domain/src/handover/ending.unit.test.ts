import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { commands, events } from './handover.fixture.ts'

const { declined, expired, withdrawn, confirmed, question } = events
const referral = story.offered.id
const nothingElse = { sections: {}, clauses: [] } as const
const toBelgrade = { to: belgrade, purpose: 'handover', needs: [] } as const
const referralIn = (history: readonly CaseEvent[]) => foldCase(history).referrals[referral]

describe('let a referral expire', () => {
  const { ExpireReferral } = commands

  it('is an event, which the other side learns, from the very deadline on', () => {
    given(...upTo('seen'))
      .when(ExpireReferral, as(vienna, 100))
      .then({
        type: 'ReferralExpired',
        occurredAt: at(100),
        facts: { referral },
        ...nothingElse,
        recipients: [toBelgrade],
      })
  })

  it('refuses in the last instant before the deadline', () => {
    given(...upTo('seen'))
      .when(ExpireReferral, as(vienna, 100 - 1 / 60_000))
      .thenRejected({ kind: 'not-due-yet' })
  })

  it.each<[string, readonly CaseEvent[], 'accepted' | 'declined' | 'expired' | 'withdrawn']>([
    ['accepted', upTo('accepted'), 'accepted'],
    ['declined', [...upTo('seen'), declined], 'declined'],
    ['expired', [...upTo('seen'), expired], 'expired'],
    ['being taken back', [...upTo('seen'), withdrawn], 'withdrawn'],
  ])('refuses where it is %s', (_case, history, outcome) => {
    given(...history)
      .when(ExpireReferral, as(vienna, 200))
      .thenRejected({ kind: 'already-decided', outcome })
  })

  it('is an end: nobody accepts it any more, and the custodian asks somebody else', () => {
    const over = [...upTo('seen'), expired]
    expect(referralIn(over)?.decision).toStrictEqual({ kind: 'expired', event: expired.id })
    given(...over)
      .when(commands.AcceptReferral, as(belgrade, 101))
      .thenRejected({ kind: 'already-decided', outcome: 'expired' })
    given(...over)
      .when({ ...commands.OfferReferral, respondBy: at(300), sections: {} }, as(vienna, 101))
      .then({
        type: 'ReferralOffered',
        occurredAt: at(101),
        facts: { ...story.offered.facts, respondBy: at(300) },
        ...nothingElse,
        recipients: [{ ...toBelgrade, needs: ['needs'] }],
      })
  })

  it('is not for the other side to say', () => {
    for (const author of [belgrade, skopje])
      expect(referralIn([...upTo('seen'), { ...expired, author }])?.decision).toBeUndefined()
  })
})

describe('withdraw a referral', () => {
  const { WithdrawReferral } = commands
  const expected = {
    type: 'ReferralWithdrawn',
    facts: { referral, reason: 'personChangedMind' },
    ...nothingElse,
    recipients: [toBelgrade],
  } as const

  it('needs no decision of the other side, and is possible after it accepted', () => {
    for (const chapter of ['offered', 'seen', 'accepted', 'departed'] as const)
      given(...upTo(chapter))
        .when(WithdrawReferral, as(vienna, 20))
        .then({ ...expected, occurredAt: at(20) })
  })

  it.each<[string, readonly CaseEvent[], 'declined' | 'expired' | 'withdrawn']>([
    ['was declined', [...upTo('seen'), declined], 'declined'],
    ['has expired', [...upTo('seen'), expired], 'expired'],
    ['is being taken back', [...upTo('seen'), withdrawn], 'withdrawn'],
    ['is over', [...upTo('seen'), withdrawn, confirmed], 'withdrawn'],
  ])('refuses where it %s', (_case, history, outcome) => {
    given(...history)
      .when(WithdrawReferral, as(vienna, 30))
      .thenRejected({ kind: 'already-decided', outcome })
  })

  it('of the other side takes nothing back', () => {
    for (const author of [belgrade, skopje])
      expect(referralIn([...upTo('seen'), { ...withdrawn, author }])?.withdrawal).toBeUndefined()
  })
})

describe('confirm that a referral is over', () => {
  const { ConfirmReferralWithdrawal } = commands
  const history = [...upTo('accepted'), withdrawn]

  it('tells the side that took it back', () => {
    given(...history)
      .when(ConfirmReferralWithdrawal, as(belgrade, 20))
      .then({
        type: 'ReferralWithdrawalConfirmed',
        occurredAt: at(20),
        facts: { withdrawal: withdrawn.id },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it('refuses twice, and what nobody took back', () => {
    given(...history, confirmed)
      .when(ConfirmReferralWithdrawal, as(belgrade, 21))
      .thenRejected({ kind: 'already-done' })
    given(...history)
      .when({ ...ConfirmReferralWithdrawal, withdrawal: idOf('seen') }, as(belgrade, 21))
      .thenRejected({ kind: 'withdrawal-unknown' })
  })

  it('is for the other side only: nobody confirms for it', () => {
    for (const author of [vienna, skopje])
      expect(referralIn([...history, { ...confirmed, author }])?.withdrawal).toStrictEqual({
        event: withdrawn.id,
      })
  })
})

describe('a referral that is being taken back', () => {
  const onTheWay = [...upTo('departed'), { ...withdrawn, recordedAt: at(12) }]
  const withdrawal = { kind: 'already-decided', outcome: 'withdrawn' } as const

  it('lets nothing more be told about her', () => {
    const asked = [...onTheWay, question]
    for (const command of [
      commands.ExchangeContact,
      commands.AssignRoles,
      commands.GiveMoreInformation,
      commands.AssessRisk,
      commands.PlanReturnTravel,
    ])
      given(...asked)
        .when(command, as(vienna, 13))
        .thenRejected(withdrawal)
    for (const command of [commands.AssignRoles, commands.AssessRisk, commands.AcceptReferral])
      given(...upTo('seen'), story.accepted, withdrawn)
        .when(command, as(belgrade, 13))
        .thenRejected(
          command.type === 'AcceptReferral'
            ? { kind: 'already-decided', outcome: 'accepted' }
            : withdrawal,
        )
  })

  it('moves no custody', () => {
    const { proposed } = events
    given(...onTheWay)
      .when(commands.ProposeCustodyTransfer, as(vienna, 13))
      .thenRejected(withdrawal)
    given(...upTo('accepted'), proposed, { ...withdrawn, recordedAt: at(22) })
      .when(commands.TakeCustody, as(belgrade, 23))
      .thenRejected(withdrawal)
    given(...onTheWay)
      .when(commands.RequestCustodyTransfer, as(belgrade, 13))
      .thenRejected(withdrawal)
  })

  it('still lets her arrive, or not, and be supported: she may be on the bus', () => {
    const recipients = [{ to: vienna, purpose: 'return', needs: [] }] as const
    given(...onTheWay)
      .when(commands.ConfirmArrival, as(belgrade, 13))
      .then({
        type: 'ArrivalConfirmed',
        occurredAt: at(12.5),
        facts: { referral },
        ...nothingElse,
        recipients,
      })
    given(...onTheWay)
      .when(
        { type: 'RecordPersonNotSeen', subject: referral, occurredAt: at(13) },
        as(belgrade, 13),
      )
      .then({
        type: 'PersonNotSeen',
        occurredAt: at(13),
        facts: { subject: referral },
        ...nothingElse,
        recipients,
      })
    given(...onTheWay, story.arrived)
      .when(commands.StartSupport, as(belgrade, 14))
      .then({
        type: 'SupportStarted',
        occurredAt: at(13.5),
        facts: { referral, services: ['accommodation'] },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
  })

  it('is over for everything once both sides have said so', () => {
    const over = [...upTo('departed'), withdrawn, confirmed]
    for (const command of [commands.ConfirmArrival, commands.StartSupport])
      given(...over)
        .when(command, as(belgrade, 21))
        .thenRejected(withdrawal)
  })
})

describe('record that nobody can be referred to', () => {
  it('is a fact of the case, with its reason, and stays here', () => {
    given(...upTo('presumed'))
      .when(commands.RecordReferralImpossible, as(vienna, 5))
      .then({
        type: 'ReferralFoundImpossible',
        occurredAt: at(5),
        facts: { services: ['accommodation'], obstacle: 'noCapacity' },
        ...nothingElse,
        recipients: [],
      })
  })
})
