import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { handoverCommands } from './commands.ts'
import type { handoverRejections } from './rejections.ts'

const referral = story.offered.id
const notice = { kind: 'notice', about: referral } as const

/** Who meets her, and with which means. */
export const task = {
  task: 'reception',
  by: belgrade,
  due: at(200),
  means: 'projectFunds',
} as const

/** What else can become of the referral of the story. */
export const events = {
  question: caseEvent('MoreInformationAsked', 'question', belgrade, 6, {
    referral,
    topics: ['languages'],
  }),
  information: caseEvent('MoreInformationGiven', 'information', vienna, 7, {
    question: idOf('question'),
  }),
  declined: caseEvent('ReferralDeclined', 'declined', belgrade, 7, {
    referral,
    reason: 'noCapacity',
  }),
  expired: caseEvent('ReferralExpired', 'expired', vienna, 100, { referral }),
  withdrawn: caseEvent(
    'ReferralWithdrawn',
    'withdrawn',
    vienna,
    7,
    { referral, reason: 'personChangedMind' },
    { grants: [grantTo(belgrade, { basis: notice })] },
  ),
  confirmed: caseEvent('ReferralWithdrawalConfirmed', 'confirmed', belgrade, 20, {
    withdrawal: idOf('withdrawn'),
  }),
  roles: caseEvent('RolesAssigned', 'roles', vienna, 20, {
    referral,
    tasks: [task],
  }),
  proposed: caseEvent(
    'CustodyTransferProposed',
    'proposed',
    vienna,
    20,
    { referral, identification: 'presumed', ageStatus: 'verifiedAdult' },
    { grants: [grantTo(belgrade)] },
  ),
  taken: caseEvent(
    'CustodyTransferred',
    'taken',
    belgrade,
    21,
    { proposal: idOf('proposed') },
    { grants: [grantTo(vienna)] },
  ),
  custodyRequested: caseEvent('CustodyTransferRequested', 'custodyRequested', belgrade, 19, {
    referral,
  }),
  reviewed: caseEvent('SupportReviewed', 'reviewed', belgrade, 16, {
    referral,
    outcome: 'onTrack',
  }),
  ended: caseEvent('SupportEnded', 'ended', belgrade, 40, { referral, reason: 'goalsReached' }),
} as const satisfies Readonly<Record<string, CaseEvent>>

const sections = { needs: { languages: ['sr'] } } as const

export const commands = {
  ...told,
  AskForMoreInformation: sampleCommand('AskForMoreInformation', events.question.facts),
  GiveMoreInformation: sampleCommand('GiveMoreInformation', {
    ...events.information.facts,
    sections,
  }),
  ExpireReferral: sampleCommand('ExpireReferral', { referral }),
  WithdrawReferral: sampleCommand('WithdrawReferral', events.withdrawn.facts),
  ConfirmReferralWithdrawal: sampleCommand('ConfirmReferralWithdrawal', events.confirmed.facts),
  RecordReferralImpossible: sampleCommand('RecordReferralImpossible', {
    services: ['accommodation'],
    obstacle: 'noCapacity',
  }),
  AssignRoles: sampleCommand('AssignRoles', events.roles.facts),
  ProposeCustodyTransfer: sampleCommand('ProposeCustodyTransfer', { referral, sections: {} }),
  TakeCustody: sampleCommand('TakeCustody', { proposal: events.proposed.id }),
  RequestCustodyTransfer: sampleCommand('RequestCustodyTransfer', { referral }),
  ReviewSupport: sampleCommand('ReviewSupport', events.reviewed.facts),
  EndSupport: sampleCommand('EndSupport', { ...events.ended.facts, occurredAt: at(39) }),
} as const

/** The story until custody has moved to Belgrade. */
export const transferred: readonly CaseEvent[] = [
  ...upTo('accepted'),
  events.proposed,
  events.taken,
]

const c = commands

export const handoverReached: ReachedRows<typeof handoverRejections> = {
  'enquiry-unknown': [upTo('opened'), c.AnswerCapacity, as(belgrade, 4)],
  'own-enquiry': [upTo('asked'), c.AnswerCapacity, as(vienna, 4)],
  'referral-unknown': [upTo('offered'), c.MarkReferralSeen, as(skopje, 6)],
  'not-your-referral': [upTo('offered'), c.MarkReferralSeen, as(vienna, 6)],
  'referral-to-self': [upTo('answered'), { ...c.OfferReferral, to: vienna }, as(vienna, 5)],
  'already-decided': [upTo('accepted'), c.DeclineReferral, as(belgrade, 8)],
  'withdrawal-unknown': [upTo('accepted'), c.ConfirmReferralWithdrawal, as(belgrade, 8)],
  'question-unknown': [upTo('seen'), c.GiveMoreInformation, as(vienna, 7)],
  'task-for-stranger': [
    upTo('accepted'),
    {
      ...c.AssignRoles,
      tasks: [{ ...task, by: skopje }],
    },
    as(vienna, 8),
  ],
  'proposal-unknown': [upTo('accepted'), c.TakeCustody, as(belgrade, 8)],
  'custody-pending': [
    [...upTo('accepted'), events.proposed],
    c.ProposeCustodyTransfer,
    as(vienna, 21),
  ],
  'support-not-started': [upTo('arrived'), c.GiveFeedback, as(belgrade, 15)],
  'support-ended': [[...upTo('supported'), events.ended], c.ReviewSupport, as(belgrade, 41)],
}

type Referred = Extract<Attempt[1], { readonly type: keyof typeof handoverCommands }>

/** A step of one side of the referral: the other side and strangers do not take it. */
function stepOf(
  side: 'offering' | 'receiving',
  history: readonly CaseEvent[],
  command: Referred,
  minute: number,
) {
  const [self, other] = side === 'offering' ? [vienna, belgrade] : [belgrade, vienna]
  return {
    allowed: [[history, command, as(self, minute)]],
    refused: [
      [history, command, as(other, minute), 'not-your-referral'],
      [history, command, as(skopje, minute), 'referral-unknown'],
      [history, command, as(viennaOffice, minute), 'referral-unknown'],
      [[], command, as(self, minute), 'referral-unknown'],
    ],
  } as const
}

/** What the custodian does, in a case that nobody else has custody of. */
function custodial(history: readonly CaseEvent[], command: Referred, minute: number) {
  return {
    allowed: [[history, command, as(vienna, minute)]],
    refused: [
      ...[belgrade, skopje, viennaOffice].map(
        (self) => [history, command, as(self, minute), 'not-your-case'] as const,
      ),
      [[], command, as(vienna, minute), 'not-your-case'],
      [[...history, ...transferred], command, as(vienna, minute), 'not-your-case'],
    ],
  } as const
}

const asked = [...upTo('seen'), events.question]
const withdrawn = [...upTo('accepted'), events.withdrawn]
const proposed = [...upTo('accepted'), events.proposed]

export const handoverAccess: AccessRows<typeof handoverCommands> = {
  AskCapacity: custodial(upTo('opened'), c.AskCapacity, 3),
  AnswerCapacity: {
    allowed: [[upTo('asked'), c.AnswerCapacity, as(belgrade, 4)]],
    refused: [skopje, viennaOffice].map((self) => [
      upTo('asked'),
      c.AnswerCapacity,
      as(self, 4),
      'enquiry-unknown',
    ]),
  },
  OfferReferral: custodial(upTo('presumed'), c.OfferReferral, 5),
  RecordReferralImpossible: custodial(upTo('presumed'), c.RecordReferralImpossible, 5),
  MarkReferralSeen: stepOf('receiving', upTo('offered'), c.MarkReferralSeen, 6),
  AskForMoreInformation: stepOf('receiving', upTo('seen'), c.AskForMoreInformation, 6),
  GiveMoreInformation: {
    allowed: [[asked, c.GiveMoreInformation, as(vienna, 7)]],
    refused: [belgrade, skopje, viennaOffice].map((self) => [
      asked,
      c.GiveMoreInformation,
      as(self, 7),
      'question-unknown',
    ]),
  },
  AcceptReferral: stepOf('receiving', upTo('seen'), c.AcceptReferral, 7),
  DeclineReferral: stepOf('receiving', upTo('seen'), c.DeclineReferral, 7),
  ExpireReferral: stepOf('offering', upTo('seen'), c.ExpireReferral, 100),
  WithdrawReferral: stepOf('offering', upTo('accepted'), c.WithdrawReferral, 8),
  ConfirmReferralWithdrawal: {
    allowed: [[withdrawn, c.ConfirmReferralWithdrawal, as(belgrade, 8)]],
    refused: [vienna, skopje, viennaOffice].map((self) => [
      withdrawn,
      c.ConfirmReferralWithdrawal,
      as(self, 8),
      'withdrawal-unknown',
    ]),
  },
  ExchangeContact: stepOf('offering', upTo('accepted'), c.ExchangeContact, 8),
  AssignRoles: {
    allowed: [vienna, belgrade].map((self) => [upTo('accepted'), c.AssignRoles, as(self, 8)]),
    refused: [skopje, viennaOffice].map((self) => [
      upTo('accepted'),
      c.AssignRoles,
      as(self, 8),
      'referral-unknown',
    ]),
  },
  ProposeCustodyTransfer: custodial(upTo('accepted'), c.ProposeCustodyTransfer, 8),
  TakeCustody: {
    allowed: [[proposed, c.TakeCustody, as(belgrade, 21)]],
    refused: [vienna, skopje, viennaOffice].map((self) => [
      proposed,
      c.TakeCustody,
      as(self, 21),
      'proposal-unknown',
    ]),
  },
  RequestCustodyTransfer: stepOf('receiving', upTo('accepted'), c.RequestCustodyTransfer, 8),
  StartSupport: stepOf('receiving', upTo('arrived'), c.StartSupport, 14),
  ReviewSupport: stepOf('receiving', upTo('supported'), c.ReviewSupport, 16),
  GiveFeedback: stepOf('receiving', upTo('supported'), c.GiveFeedback, 15),
  EndSupport: stepOf('receiving', upToWithout('supported', 'answered'), c.EndSupport, 40),
}
