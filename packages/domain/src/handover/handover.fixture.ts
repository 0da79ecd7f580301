import type { CaseCommand } from '../case/commands.ts'
import { caseEvent, story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import type { handoverCommands } from './commands.ts'
import type { handoverRejections } from './rejections.ts'

const referral = idOf('offered')
const about = { referral }

export const question = caseEvent('MoreInformationAsked', 'question', belgrade, 6.5, {
  referral,
  topics: ['languages'],
})
export const given = caseEvent('MoreInformationGiven', 'given', vienna, 6.6, {
  question: question.id,
})
export const expired = caseEvent('ReferralExpired', 'referralExpired', vienna, 100, about)
export const withdrawn = caseEvent('ReferralWithdrawn', 'referralWithdrawn', vienna, 7.5, {
  referral,
  reason: 'safety',
})
export const confirmed = caseEvent('ReferralWithdrawalConfirmed', 'confirmed', belgrade, 8.5, {
  withdrawal: withdrawn.id,
})
export const proposed = caseEvent('CustodyTransferProposed', 'proposed', vienna, 20, {
  referral,
  identification: 'presumed',
  ageStatus: 'verifiedAdult',
})
export const taken = caseEvent('CustodyTransferred', 'taken', belgrade, 21, {
  proposal: proposed.id,
})
export const requested = caseEvent('CustodyTransferRequested', 'requested', belgrade, 19, about)
export const ended = caseEvent('SupportEnded', 'ended', belgrade, 30, {
  referral,
  reason: 'goalsReached',
})

export const ask = sampleCommand('AskForMoreInformation', { referral, topics: ['languages'] })
export const give = sampleCommand('GiveMoreInformation', { question: question.id })
export const expire = sampleCommand('ExpireReferral', about)
export const withdraw = sampleCommand('WithdrawReferral', { referral, reason: 'safety' })
export const confirm = sampleCommand('ConfirmReferralWithdrawal', { withdrawal: withdrawn.id })
export const assign = sampleCommand('AssignRoles', {
  referral,
  tasks: [{ task: 'reception', by: belgrade, due: at(100), means: 'ownFunds' }],
})
export const propose = sampleCommand('ProposeCustodyTransfer', about)
export const take = sampleCommand('TakeCustody', { proposal: proposed.id })
export const request = sampleCommand('RequestCustodyTransfer', about)
export const review = sampleCommand('ReviewSupport', about)
export const end = sampleCommand('EndSupport', about)
const impossible = sampleCommand('RecordReferralImpossible')

export const handoverReached: ReachedRows<typeof handoverRejections> = {
  'enquiry-unknown': [upTo('opened'), c.AnswerCapacity, as(belgrade, 4)],
  'own-enquiry': [upTo('asked'), c.AnswerCapacity, as(vienna, 4)],
  'referral-unknown': [upTo('offered'), c.MarkReferralSeen, as(skopje, 6)],
  'not-your-referral': [upTo('offered'), c.MarkReferralSeen, as(vienna, 6)],
  'referral-to-self': [upTo('answered'), { ...c.OfferReferral, to: vienna }, as(vienna, 5)],
  'already-decided': [upTo('accepted'), c.DeclineReferral, as(belgrade, 8)],
  'withdrawal-unknown': [upTo('seen'), confirm, as(belgrade, 8)],
  'question-unknown': [upTo('seen'), give, as(vienna, 7)],
  'task-for-stranger': [
    upTo('accepted'),
    { ...assign, tasks: assign.tasks.map((task) => ({ ...task, by: skopje })) },
    as(vienna, 9),
  ],
  'proposal-unknown': [upTo('feedback'), take, as(belgrade, 21)],
  'custody-pending': [[...upTo('feedback'), proposed], propose, as(vienna, 21)],
  'support-not-started': [upTo('arrived'), c.GiveFeedback, as(belgrade, 15)],
  'support-ended': [[...upTo('feedback'), ended], review, as(belgrade, 31)],
}

const [seen, accepted] = [upTo('seen'), upTo('accepted')]

/** For the receiving side alone: the offering one and strangers are told what strangers are told. */
function receiving(command: CaseCommand, history: ReturnType<typeof upTo>, minute: number) {
  return {
    allowed: [attempt(command, history, belgrade, minute)],
    refused: [
      [...attempt(command, history, vienna, minute), 'not-your-referral'],
      [...attempt(command, history, skopje, minute), 'referral-unknown'],
    ],
  } as const
}

/** The same for the offering side. */
function offering(command: CaseCommand, history: ReturnType<typeof upTo>, minute: number) {
  return {
    allowed: [attempt(command, history, vienna, minute)],
    refused: [
      [...attempt(command, history, belgrade, minute), 'not-your-referral'],
      [...attempt(command, history, skopje, minute), 'referral-unknown'],
    ],
  } as const
}

function attempt(
  command: CaseCommand,
  history: ReturnType<typeof upTo>,
  self: typeof vienna,
  minute: number,
) {
  return [history, command, as(self, minute)] as const
}

export const handoverAccess: AccessRows<typeof handoverCommands> = {
  AskCapacity: {
    allowed: [[upTo('opened'), c.AskCapacity, as(vienna, 3)]],
    refused: [[upTo('opened'), c.AskCapacity, as(belgrade, 3), 'not-your-case']],
  },
  AnswerCapacity: {
    allowed: [[upTo('asked'), c.AnswerCapacity, as(belgrade, 4)]],
    refused: [[upTo('opened'), c.AnswerCapacity, as(skopje, 4), 'enquiry-unknown']],
  },
  OfferReferral: {
    allowed: [[upTo('answered'), c.OfferReferral, as(vienna, 5)]],
    refused: [[upTo('answered'), c.OfferReferral, as(belgrade, 5), 'not-your-case']],
  },
  MarkReferralSeen: receiving(c.MarkReferralSeen, upTo('offered'), 6),
  AskForMoreInformation: receiving(ask, seen, 7),
  GiveMoreInformation: {
    allowed: [[[...seen, question], give, as(vienna, 7)]],
    refused: [
      [[...seen, question], give, as(belgrade, 7), 'question-unknown'],
      [[...seen, question], give, as(skopje, 7), 'question-unknown'],
    ],
  },
  AcceptReferral: receiving(c.AcceptReferral, seen, 7),
  DeclineReferral: receiving(c.DeclineReferral, seen, 7),
  ExpireReferral: offering(expire, seen, 100),
  WithdrawReferral: offering(withdraw, seen, 7),
  ConfirmReferralWithdrawal: {
    allowed: [[[...seen, withdrawn], confirm, as(belgrade, 8)]],
    refused: [
      [[...seen, withdrawn], confirm, as(vienna, 8), 'withdrawal-unknown'],
      [[...seen, withdrawn], confirm, as(skopje, 8), 'withdrawal-unknown'],
    ],
  },
  RecordReferralImpossible: {
    allowed: [[upTo('presumed'), impossible, as(vienna, 3)]],
    refused: [[upTo('presumed'), impossible, as(belgrade, 3), 'not-your-case']],
  },
  ExchangeContact: offering(c.ExchangeContact, accepted, 8),
  AssignRoles: {
    allowed: [
      [accepted, assign, as(vienna, 9)],
      [accepted, assign, as(belgrade, 9)],
    ],
    refused: [[accepted, assign, as(skopje, 9), 'referral-unknown']],
  },
  ProposeCustodyTransfer: {
    allowed: [[accepted, propose, as(vienna, 20)]],
    refused: [
      [accepted, propose, as(belgrade, 20), 'not-your-case'],
      [accepted, propose, as(skopje, 20), 'not-your-case'],
    ],
  },
  TakeCustody: {
    allowed: [[[...accepted, proposed], take, as(belgrade, 21)]],
    refused: [
      [[...accepted, proposed], take, as(vienna, 21), 'proposal-unknown'],
      [[...accepted, proposed], take, as(skopje, 21), 'proposal-unknown'],
    ],
  },
  RequestCustodyTransfer: receiving(request, accepted, 19),
  StartSupport: receiving(c.StartSupport, upTo('arrived'), 14),
  ReviewSupport: receiving(review, upTo('supported'), 15),
  GiveFeedback: receiving(c.GiveFeedback, upTo('supported'), 15),
  EndSupport: receiving(end, upTo('supported'), 30),
}

/** What the story would say of a task. */
export const roles = caseEvent('RolesAssigned', 'roles', belgrade, 9, {
  referral: story.offered.id,
  tasks: assign.tasks,
})
