import { plusMilliseconds } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  court,
  migration,
  police,
  policy,
  vienna,
} from '../test-support/world.ts'
import { unmetDutiesToRefer } from './decide.ts'
import {
  alarmRaised,
  commands,
  dayMinute,
  dayOf,
  permitAsked,
  permitGranted,
  reflection,
} from './residence.fixture.ts'

const { grantReflection, raiseAlarm } = commands
const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'protection', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'protection', needs: [] } as const
const toMigration = { to: migration, purpose: 'protection', needs: [] } as const

const granted = {
  type: 'ReflectionPeriodGranted',
  occurredAt: at(3),
  facts: { days: 30, until: dayOf(30) },
  ...nothingElse,
  recipients: [toVienna, toBelgrade],
} as const

describe('grant a reflection period', () => {
  it('tells everybody named until when', () => {
    given(story.opened).when(grantReflection, as(migration, 3)).then(granted)
  })

  it('is granted whatever she decides about proceedings, and before anybody has identified her', () => {
    const asked = caseEvent(
      'TestimonyRequested',
      'testimony',
      court,
      0,
      {
        purpose: 'testify',
        modes: ['inPerson'],
        hearingFrom: at(100),
        hearingUntil: at(200),
        respondBy: at(50),
        asked: [vienna],
      },
      { grants: [grantTo(vienna)] },
    )
    const refused = caseEvent('ParticipationConsentRefused', 'refused', vienna, 1, {
      testimony: asked.id,
    })
    given(story.opened, asked, refused).when(grantReflection, as(migration, 3)).then(granted)
    given(story.opened, story.presumed).when(grantReflection, as(migration, 3)).then(granted)
  })

  it('needs at least the days of the policy, to the very day', () => {
    const opened = given(story.opened)
    opened
      .when({ ...grantReflection, days: 29 }, as(migration, 3))
      .thenRejected({ kind: 'below-floor', floor: 30 })
    const generous = { ...policy, reflection: { ...policy.reflection, daysMin: 90 } }
    opened
      .when({ ...grantReflection, days: 89 }, { ...as(migration, 3), policy: generous })
      .thenRejected({ kind: 'below-floor', floor: 90 })
  })

  it('refuses whom the policy gives no such power, and a case that is not known', () => {
    given(story.opened).when(grantReflection, as(vienna, 3)).thenRejected({ kind: 'not-in-policy' })
    given().when(grantReflection, as(migration, 3)).thenRejected({ kind: 'case-unknown' })
  })

  it('refuses to tell nobody but itself', () => {
    for (const to of [[], [migration]]) {
      given(story.opened)
        .when({ ...grantReflection, to }, as(migration, 3))
        .thenRejected({ kind: 'no-recipients' })
    }
  })
})

describe('the duty to refer', () => {
  const unmet = (...events: Parameters<typeof foldCase>[0]) => unmetDutiesToRefer(foldCase(events))
  const { offered, accepted, opened } = story
  const declined = caseEvent('ReferralDeclined', 'declined', belgrade, 7, {
    referral: offered.id,
    reason: 'noCapacity',
  })
  const expired = caseEvent('ReferralExpired', 'expired', vienna, 7, { referral: offered.id })
  const withdrawn = caseEvent('ReferralWithdrawn', 'withdrawn', vienna, 8, {
    referral: offered.id,
    reason: 'personChangedMind',
  })

  it('is opened by granting a reflection period', () => {
    expect(unmet(opened)).toStrictEqual([])
    expect(unmet(opened, reflection)).toStrictEqual([reflection.id])
  })

  it('is met by a referral that is offered or accepted', () => {
    expect(unmet(opened, reflection, offered)).toStrictEqual([])
    expect(unmet(opened, reflection, offered, accepted)).toStrictEqual([])
    expect(unmet(opened, reflection, offered, accepted, withdrawn)).toStrictEqual([])
  })

  it('is not met by one that leaves her without a service', () => {
    for (const end of [declined, expired, withdrawn]) {
      expect(unmet(opened, reflection, offered, end)).toStrictEqual([reflection.id])
    }
  })
})

describe('a reflection period that ends without a permit', () => {
  const alarm = {
    type: 'ReflectionExpiring',
    occurredAt: dayOf(23),
    facts: { reflection: reflection.id },
    ...nothingElse,
    recipients: [toMigration],
  } as const

  it('is an alarm, from the day of the policy on', () => {
    given(reflection)
      .when(raiseAlarm, as(vienna, dayMinute(23)))
      .then({
        ...alarm,
        recipients: [toMigration, toBelgrade],
      })
    given({ ...reflection, grants: [grantTo(vienna)] })
      .when(raiseAlarm, as(vienna, dayMinute(23)))
      .then(alarm)
    given(reflection)
      .when(raiseAlarm, as(vienna, dayMinute(23) - 1))
      .thenRejected({ kind: 'not-due-yet' })
  })

  it('is still an alarm after its last day', () => {
    given({ ...reflection, grants: [grantTo(vienna)] })
      .when(raiseAlarm, as(vienna, dayMinute(31)))
      .then({ ...alarm, occurredAt: dayOf(31) })
  })

  it('is none where a permit goes on, and is one where the permit ends with it', () => {
    const due = as(vienna, dayMinute(23))
    given(reflection, permitAsked, permitGranted)
      .when(raiseAlarm, due)
      .thenRejected({ kind: 'permit-follows' })
    const short = { ...permitGranted, facts: { ...permitGranted.facts, until: dayOf(30) } }
    given({ ...reflection, grants: [grantTo(vienna)] }, permitAsked, short)
      .when(raiseAlarm, due)
      .then(alarm)
    const longer = {
      ...permitGranted,
      facts: { ...permitGranted.facts, until: plusMilliseconds(dayOf(30), 1) },
    }
    given(reflection, permitAsked, longer)
      .when(raiseAlarm, due)
      .thenRejected({ kind: 'permit-follows' })
  })

  it('is raised once', () => {
    given(reflection, alarmRaised)
      .when(raiseAlarm, as(belgrade, dayMinute(24)))
      .thenRejected({ kind: 'already-done' })
  })

  it('is nothing that a stranger can raise', () => {
    given(reflection)
      .when(raiseAlarm, as(police, dayMinute(23)))
      .thenRejected({ kind: 'reflection-unknown' })
  })
})
