import { plusMilliseconds, type Instant } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  idOf,
  migration,
  police,
  policy,
  skopje,
  vienna,
} from '../test-support/world.ts'
import type { residenceCommands } from './commands.ts'
import type { residenceRejections } from './rejections.ts'

const DAY_MINUTES = 24 * 60

/** So many days after the minute of the story at which the reflection period is granted. */
export function dayOf(day: number): Instant {
  return at(dayMinute(day))
}

/** The minute of the story at which that day begins. */
export function dayMinute(day: number): number {
  return 3 + day * DAY_MINUTES
}

/** Thirty days to recover; the authority tells who supports her, here and at home. */
export const reflection = caseEvent(
  'ReflectionPeriodGranted',
  'reflection',
  migration,
  3,
  { days: 30, until: dayOf(30) },
  { grants: [grantTo(vienna), grantTo(belgrade)] },
)

export const permitAsked = caseEvent(
  'ResidencePermitRequested',
  'permitAsked',
  vienna,
  4,
  { ground: 'personalSituation' },
  { grants: [grantTo(migration)] },
)

export const permitGranted = caseEvent(
  'ResidencePermitGranted',
  'permitGranted',
  migration,
  5,
  {
    request: permitAsked.id,
    ground: 'personalSituation',
    months: 6,
    until: plusMilliseconds(at(5), 186 * DAY_MINUTES * 60_000),
  },
  { grants: [grantTo(vienna)] },
)

export const permitRefused = caseEvent(
  'ResidencePermitRefused',
  'permitRefused',
  migration,
  5,
  { request: permitAsked.id, reason: 'groundsNotMet' },
  { grants: [grantTo(vienna)] },
)

export const alarmRaised = caseEvent(
  'ReflectionExpiring',
  'alarmRaised',
  vienna,
  dayMinute(23),
  { reflection: reflection.id },
  { grants: [grantTo(migration)] },
)

export const commands = {
  grantReflection: sampleCommand('GrantReflectionPeriod', { to: [vienna, belgrade], days: 30 }),
  askForPermit: sampleCommand('RequestResidencePermit', {
    to: migration,
    ground: 'personalSituation',
    sections: { residence: { status: 'none' }, identity: { firstName: 'Example' } },
  }),
  grantPermit: sampleCommand('GrantResidencePermit', {
    to: [],
    request: permitAsked.id,
    ground: 'personalSituation',
    months: 6,
    sections: { residence: { permit: 'temporary' } },
  }),
  refusePermit: sampleCommand('RefuseResidencePermit', {
    request: permitAsked.id,
    reason: 'groundsNotMet',
  }),
  raiseAlarm: sampleCommand('RaiseReflectionAlarm', { reflection: reflection.id }),
} as const

/** The same context under a policy that knows one ground only. */
export function withOnlyGround(
  context: CommandContext,
  ground: 'asylum' | 'personalSituation',
): CommandContext {
  return {
    ...context,
    policy: { ...policy, residence: { ...policy.residence, grounds: [ground] } },
  }
}

const { grantReflection, askForPermit, grantPermit, refusePermit, raiseAlarm } = commands
const nowhere = idOf('nowhere')

export const residenceReached: ReachedRows<typeof residenceRejections> = {
  'below-floor': [[story.opened], { ...grantReflection, days: 29 }, as(migration, 3)],
  'ground-not-in-policy': [[story.opened], askForPermit, withOnlyGround(as(vienna, 4), 'asylum')],
  'permit-request-unknown': [[story.opened], refusePermit, as(migration, 5)],
  'reflection-unknown': [[story.opened], raiseAlarm, as(vienna, dayMinute(23))],
  'permit-follows': [
    [reflection, permitAsked, permitGranted],
    raiseAlarm,
    as(vienna, dayMinute(23)),
  ],
}

export const residenceAccess: AccessRows<typeof residenceCommands> = {
  GrantReflectionPeriod: {
    allowed: [
      [[story.opened], grantReflection, as(migration, 3)],
      [[story.opened], grantReflection, as(police, 3)],
    ],
    refused: [
      [[], grantReflection, as(migration, 3), 'case-unknown'],
      [[story.opened], grantReflection, as(vienna, 3), 'not-in-policy'],
    ],
  },
  RequestResidencePermit: {
    allowed: [
      [[story.opened], askForPermit, as(vienna, 4)],
      [[reflection], { ...askForPermit, to: police }, as(migration, 4)],
    ],
    refused: [
      [[], askForPermit, as(vienna, 4), 'case-unknown'],
      [[reflection], askForPermit, as(police, 4), 'not-in-policy'],
    ],
  },
  GrantResidencePermit: {
    allowed: [[[permitAsked], grantPermit, as(migration, 5)]],
    refused: [
      [[], grantPermit, as(migration, 5), 'case-unknown'],
      [[permitAsked], grantPermit, as(vienna, 5), 'not-in-policy'],
      [[permitAsked], grantPermit, as(police, 5), 'not-in-policy'],
      [
        [permitAsked],
        { ...grantPermit, request: nowhere },
        as(migration, 5),
        'permit-request-unknown',
      ],
    ],
  },
  RefuseResidencePermit: {
    allowed: [[[permitAsked], refusePermit, as(migration, 5)]],
    refused: [
      [[permitAsked], refusePermit, as(vienna, 5), 'permit-request-unknown'],
      [[permitAsked], refusePermit, as(police, 5), 'permit-request-unknown'],
      [
        [permitAsked],
        { ...refusePermit, request: nowhere },
        as(migration, 5),
        'permit-request-unknown',
      ],
    ],
  },
  RaiseReflectionAlarm: {
    allowed: [vienna, belgrade, migration].map((self) => [
      [reflection],
      raiseAlarm,
      as(self, dayMinute(23)),
    ]),
    refused: [
      [[reflection], raiseAlarm, as(skopje, dayMinute(23)), 'reflection-unknown'],
      [
        [reflection],
        { ...raiseAlarm, reflection: nowhere },
        as(vienna, dayMinute(23)),
        'reflection-unknown',
      ],
    ],
  },
}
