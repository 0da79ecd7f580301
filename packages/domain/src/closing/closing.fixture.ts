import { plusMilliseconds } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  court,
  idOf,
  migration,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { closingCommands } from './commands.ts'
import type { closingRejections } from './rejections.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const referral = story.offered.id
const { opened } = story

export const events = {
  closed: caseEvent('CaseClosed', 'closed', vienna, 900, { reason: 'supportCompleted' }),
  reopened: caseEvent('CaseReopened', 'reopened', vienna, 910, {
    closing: idOf('closed'),
    reason: 'newProceedings',
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** Custody moves to Belgrade, with both signatures. */
export const transferred: readonly CaseEvent[] = [
  opened,
  story.offered,
  story.accepted,
  caseEvent('CustodyTransferProposed', 'proposal', vienna, 20, {
    referral,
    identification: 'presumed',
    ageStatus: 'verifiedAdult',
  }),
  caseEvent('CustodyTransferred', 'transferred', belgrade, 21, { proposal: idOf('proposal') }),
]

const asked = caseEvent(
  'TestimonyRequested',
  'testimony',
  court,
  1,
  {
    purpose: 'testify',
    modes: ['inPerson'],
    hearingFrom: at(1000),
    hearingUntil: at(1100),
    respondBy: at(500),
    asked: [vienna],
  },
  { grants: [grantTo(vienna)] },
)
const trip = idOf('trip')

/** The steps by which each obligation of the case comes about, and those that see to it, one by one. */
export const obligations = {
  trip: {
    opens: [
      asked,
      caseEvent('TripPlanned', 'trip', vienna, 2, {
        testimony: asked.id,
        consent: idOf('consented'),
      }),
      caseEvent('Departed', 'tripDeparted', vienna, 3, { trip }),
    ],
    meets: [[caseEvent('ReturnedSafely', 'returned', vienna, 30, { trip })]],
  },
  journey: {
    opens: [
      story.offered,
      story.accepted,
      caseEvent('DepartureConfirmed', 'departed', vienna, 12, { referral }),
    ],
    meets: [
      [caseEvent('ArrivalConfirmed', 'arrived', belgrade, 13, { referral })],
      [caseEvent('PersonNotSeen', 'notSeen', belgrade, 13, { subject: referral })],
    ],
  },
  referral: {
    opens: [story.offered],
    meets: [
      [story.accepted],
      [caseEvent('ReferralDeclined', 'declined', belgrade, 7, { referral, reason: 'noCapacity' })],
      [caseEvent('ReferralExpired', 'expired', vienna, 101, { referral })],
      [
        caseEvent('ReferralWithdrawn', 'withdrawn', vienna, 7, { referral, reason: 'safety' }),
        caseEvent('ReferralWithdrawalConfirmed', 'confirmed', belgrade, 8, {
          withdrawal: idOf('withdrawn'),
        }),
      ],
    ],
  },
  holdersAnswer: {
    opens: [story.consent, { ...story.narrowed, grants: [grantTo(belgrade)] }],
    meets: [[story.erased]],
  },
  compensation: {
    opens: [
      caseEvent('CompensationClaimed', 'claim', vienna, 80, {
        heads: ['lostWages'],
        route: 'stateFund',
      }),
    ],
    meets: [
      [
        caseEvent('CompensationRefused', 'rejected', vienna, 90, {
          claim: idOf('claim'),
          reason: 'noFunds',
        }),
      ],
      [
        caseEvent('CompensationAwarded', 'award', vienna, 90, {
          claim: idOf('claim'),
          heads: ['lostWages'],
        }),
        caseEvent('CompensationPaid', 'paid', vienna, 95, { award: idOf('award') }),
      ],
    ],
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly opens: readonly CaseEvent[]
      readonly meets: readonly (readonly CaseEvent[])[]
    }
  >
>

/** A reflection period of thirty days, from the tenth minute on. */
export const reflection = caseEvent(
  'ReflectionPeriodGranted',
  'reflection',
  migration,
  10,
  { days: 30, until: plusMilliseconds(at(10), 30 * DAY_MS) },
  { grants: [grantTo(vienna)] },
)

export const commands = {
  close: sampleCommand('CloseCase', { reason: 'supportCompleted', sections: {} }),
  reopen: sampleCommand('ReopenCase', events.reopened.facts),
} as const

const { close, reopen } = commands
const asking = sampleCommand('AskCapacity')

export const closingReached: ReachedRows<typeof closingRejections> = {
  'obligation-open': [[opened, story.offered], close, as(vienna, 50)],
  'custody-not-transferred': [
    [opened],
    { ...close, reason: 'custodyTransferred' },
    as(vienna, 900),
  ],
  'case-closed': [[opened, story.presumed, events.closed], asking, as(vienna, 905)],
  'closing-unknown': [[opened], reopen, as(vienna, 910)],
}

export const closingAccess: AccessRows<typeof closingCommands> = {
  CloseCase: {
    allowed: [
      [[opened], close, as(vienna, 900)],
      [transferred, close, as(vienna, 900)],
      [transferred, close, as(belgrade, 900)],
    ],
    refused: [
      [[], close, as(vienna, 900), 'case-unknown'],
      [[story.offered, story.accepted], close, as(belgrade, 900), 'case-unknown'],
      [[opened], close, as(belgrade, 900), 'not-your-case'],
      [[opened], close, as(viennaOffice, 900), 'not-your-case'],
      [transferred, close, as(skopje, 900), 'not-your-case'],
    ],
  },
  ReopenCase: {
    allowed: [[[opened, events.closed], reopen, as(vienna, 910)]],
    refused: [
      [[opened, events.closed], reopen, as(belgrade, 910), 'closing-unknown'],
      [[opened, events.closed], reopen, as(skopje, 910), 'closing-unknown'],
      [[], reopen, as(vienna, 910), 'closing-unknown'],
    ],
  },
}
