import { describe, expect, it } from 'vitest'
import { events as ofChildren } from '../children/children.fixture.ts'
import {
  commandDefinitions,
  commandTypes,
  eventDefinitions,
  eventTypes,
} from '../definition/catalogue.ts'
import { correctedOnward } from '../corrections/corrections.fixture.ts'
import type { FieldShape } from '../definition/field.ts'
import { events as ofNotification } from '../notification/notification.fixture.ts'
import { requestedOf } from '../opening/opening.fixture.ts'
import { events as promises, HOLDERS_ANSWER_WITHIN } from '../promises/promises.fixture.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import {
  as,
  at,
  belgrade,
  court,
  idOf,
  migration,
  police,
  skopje,
  vienna,
} from '../test-support/world.ts'
import {
  byGuardian,
  events as ofConsent,
  guardianExcluded,
  inDoubt,
  shorter,
} from '../consent/consent.fixture.ts'
import { refusalEvents } from '../consent/refusals.fixture.ts'
import { hasShared, otherWayRound } from '../sharing/sharing.fixture.ts'
import { story as testimony } from '../testimony/testimony.story.fixture.ts'
import { dueCommands, nextDeadline } from './due.ts'
import type { CaseEvent } from './events.ts'
import { foldCase } from './evolve.ts'

const due = (history: readonly CaseEvent[], self: typeof vienna, minute: number) =>
  dueCommands(foldCase(history), as(self, minute))

const DAY = 24 * 60
const reflection = caseEvent(
  'ReflectionPeriodGranted',
  'reflection',
  migration,
  3,
  { days: 30, until: at(30 * DAY) },
  { grants: [grantTo(vienna)] },
)
const hop = caseEvent(
  'RelayConsentGiven',
  'hop',
  vienna,
  2,
  {
    next: belgrade,
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: false,
    evidence: [],
  },
  { grants: [grantTo(belgrade)] },
)
const forwarded = caseEvent(
  'RelayForwarded',
  'relay',
  vienna,
  3,
  {
    consent: hop.id,
    to: belgrade,
    ageStatus: 'verifiedAdult',
    hop: 1,
    meetAt: 'station',
    expectedFrom: at(10),
    expires: at(100),
  },
  { grants: [grantTo(belgrade)] },
)
const relay = [hop, forwarded] as const
const complaint = caseEvent(
  'ComplaintMade',
  'complaint',
  vienna,
  3,
  { matter: 'delay', respondBy: at(100) },
  { grants: [grantTo(skopje)] },
)
const asked = caseEvent('ProgressAsked', 'progress', vienna, 20, {
  notification: idOf('notified'),
  respondBy: at(600),
})

/** What runs out, the fact that says when, and what is then asked for; without a fact a rule says when. */
const rows: readonly (readonly [
  string,
  string | undefined,
  readonly CaseEvent[],
  number,
  object,
])[] = [
  [
    'a referral that nobody answered',
    'ReferralOffered.respondBy',
    upTo('seen'),
    100,
    { type: 'ExpireReferral', referral: idOf('offered') },
  ],
  [
    'a notification without feedback',
    'CaseNotified.respondBy',
    upTo('acknowledged'),
    500,
    { type: 'RecordFeedbackOverdue', subject: idOf('notified') },
  ],
  [
    'a question about progress',
    'ProgressAsked.respondBy',
    [...upTo('acknowledged'), asked],
    600,
    { type: 'RecordFeedbackOverdue', subject: idOf('progress') },
  ],
  [
    'a consent that has run out',
    undefined,
    upTo('consent'),
    1000,
    { type: 'ExpireDataConsent', consent: idOf('consent') },
  ],
  [
    'a clause of a consent that has run out before the others',
    undefined,
    [...upTo('presumed'), shorter],
    500,
    { type: 'ExpireConsentClause', consent: idOf('consent'), clause: 'c1' },
  ],
  [
    'a consent that she gave while she may be a child',
    undefined,
    [...upTo('consent'), ofConsent.child],
    0,
    { type: 'SuspendDataConsent', consent: idOf('consent') },
  ],
  [
    'a consent that was suspended, and she is an adult',
    undefined,
    [...inDoubt, ofConsent.adult],
    0,
    { type: 'ResumeDataConsent', consent: idOf('consent') },
  ],
  [
    'a reflection period that ends without a permit',
    'ReflectionPeriodGranted.until',
    [story.opened, reflection],
    23 * DAY,
    { type: 'RaiseReflectionAlarm', reflection: idOf('reflection') },
  ],
  [
    'a consent whose guardian was excluded',
    undefined,
    guardianExcluded,
    0,
    { type: 'SuspendDataConsent', consent: byGuardian.id },
  ],
  [
    'a clause that she refuses',
    undefined,
    [...upTo('consent'), refusalEvents.refused],
    2,
    { type: 'NarrowRefusedClause', consent: idOf('consent'), clause: 'c1' },
  ],
  [
    'a relay whose person was not met',
    'RelayForwarded.expires',
    [story.opened, ...relay],
    100,
    { type: 'ExpireRelay', relay: idOf('relay') },
  ],
  [
    'a complaint that nobody answered',
    'ComplaintMade.respondBy',
    [story.opened, complaint],
    100,
    { type: 'RecordComplaintOverdue', complaint: idOf('complaint') },
  ],
  [
    'a notification by law without feedback',
    'MandatoryNotificationMade.respondBy',
    [...upTo('presumed'), ofNotification.mandatory],
    500,
    { type: 'RecordFeedbackOverdue', subject: ofNotification.mandatory.id },
  ],
  [
    'a place that nobody answered about',
    'CapacityAsked.respondBy',
    upTo('asked'),
    100,
    { type: 'RecordAnswerOverdue', subject: story.asked.id },
  ],
  [
    'an identification that nobody answered about',
    'FormalIdentificationRequested.respondBy',
    [...upTo('presumed'), requestedOf(police)],
    500,
    { type: 'RecordAnswerOverdue', subject: requestedOf(police).id },
  ],
  [
    'a testimony that nobody answered about',
    'TestimonyRequested.respondBy',
    [{ ...testimony.asked, author: vienna, grants: [grantTo(court)] }],
    500,
    { type: 'RecordAnswerOverdue', subject: testimony.asked.id },
  ],
  [
    'a focal point that does not answer',
    'FocalPointAsked.respondBy',
    [{ ...ofChildren.asked, author: vienna }],
    500,
    { type: 'RecordAnswerOverdue', subject: ofChildren.asked.id },
  ],
  [
    'a first contact that was not made',
    'ReferralAccepted.firstContactBy',
    upTo('accepted'),
    150,
    { type: 'RecordFirstContactOverdue', acceptance: story.accepted.id },
  ],
  [
    'a task that the other side has not done',
    'RolesAssigned.tasks.due',
    [...upTo('contact'), promises.roles],
    200,
    { type: 'RecordTaskOverdue', roles: promises.roles.id, task: 'reception' },
  ],
  [
    'a holder who does not answer',
    undefined,
    [...upTo('feedback'), promises.narrowed],
    16 + HOLDERS_ANSWER_WITHIN,
    { type: 'RecordHoldersOverdue', narrowing: promises.narrowed.id },
  ],
  [
    'what was passed on for as long as it was given',
    undefined,
    otherWayRound(hasShared),
    1000,
    { type: 'EndSharing', shared: idOf('shared') },
  ],
  [
    'a correction of what was passed on, as soon as it is there',
    undefined,
    otherWayRound(correctedOnward),
    10,
    { type: 'PassOnCorrection', correction: idOf('corrected'), shared: idOf('shared') },
  ],
]

/** Facts that end at a time with which nobody has promised anything. */
const noPromise: Readonly<Record<string, string>> = {
  'DisclosureWithoutConsentProposed.until': 'stays at home: the reader was told by other means',
  'LegalHoldPlaced.until': 'a hold that is over holds nothing, without a word',
  'ResidencePermitGranted.until': 'hers to use; whoever supports her asks for another one',
  'HoldersAnswered.retained.until': 'its holder erases then, and answers once more',
  'EventShared.until': 'what was given runs out earlier or with it, and its end is passed on',
  'InterpreterAssigned.until': 'the scope of the interpreter ends with it, without a word',
}

/** Every instant by which something is due, with the place where it stands. */
function deadlineFacts(shape: FieldShape, place: string): readonly string[] {
  return Object.entries(shape).flatMap(([name, given]) => {
    const field = given.kind === 'optional' ? given.of : given
    if (field.kind === 'list') return deadlineFacts(field.of, `${place}.${name}`)
    const isDeadline = /(?:By|^by|^due|Due|^until|^expires)$/.test(name)
    return field.kind === 'instant' && isDeadline ? [`${place}.${name}`] : []
  })
}

describe('what time alone asks for', () => {
  it.each(rows)('is %s, from its very instant on', (_what, _fact, history, minute, command) => {
    expect(due(history, vienna, minute)).toContainEqual(command)
    expect(due(history, vienna, minute - 1 / 60_000)).not.toContainEqual(command)
  })

  it('is nothing of what others wait for, and nothing to a stranger', () => {
    expect(due(upTo('seen'), belgrade, 5_000)).toStrictEqual([])
    expect(due(upTo('acknowledged'), court, 5_000)).toStrictEqual([])
    expect(due([], vienna, 5_000)).toStrictEqual([])
  })

  it('is nothing once it is recorded', () => {
    const expired = caseEvent('ReferralExpired', 'expired', vienna, 101, {
      referral: idOf('offered'),
    })
    const types = due([...upTo('seen'), expired], vienna, 200).map(({ type }) => type)
    expect(types).not.toContain('ExpireReferral')
  })

  it('is asked for again at the next hour at which something ends, and not before', () => {
    const state = foldCase([...upTo('acknowledged'), asked, ...relay])
    const next = (minute: number) => nextDeadline(state, as(vienna, minute))
    expect(next(20)).toBe(at(100))
    expect(next(100)).toBe(at(150))
    expect(next(150)).toBe(at(500))
    expect(next(500)).toBe(at(600))
    expect(next(600)).toBe(at(1000))
    expect(next(1000)).toBe(at(16 + HOLDERS_ANSWER_WITHIN))
    expect(next(16 + HOLDERS_ANSWER_WITHIN)).toBeUndefined()
    expect(nextDeadline(foldCase([story.opened]), as(vienna, 0))).toBeUndefined()
  })

  it('is asked for by every fact that says by when, but for those in which nobody promises anything', () => {
    const facts = eventTypes.flatMap((type) => deadlineFacts(eventDefinitions[type].facts, type))
    const known = rows.flatMap(([, fact]) => fact ?? [])
    expect(facts.length).toBeGreaterThan(10)
    expect([...known, ...Object.keys(noPromise)].toSorted()).toStrictEqual(facts.toSorted())
  })

  it('is every command that is given when a time has come', () => {
    const byDeadline = commandTypes.filter(
      (type) => commandDefinitions[type].givenBy === 'deadline',
    )
    const reached = rows.flatMap(([, , history, minute]) =>
      due(history, vienna, minute).map(({ type }) => type),
    )
    expect([...new Set(reached)].toSorted()).toStrictEqual(byDeadline.toSorted())
  })
})
