import { describe, expect, it } from 'vitest'
import { commandDefinitions, commandTypes } from '../definition/catalogue.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { as, at, belgrade, court, idOf, migration, skopje, vienna } from '../test-support/world.ts'
import { guardianExcluded } from '../consent/consent.fixture.ts'
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

describe('what time alone asks for', () => {
  it.each<[string, readonly CaseEvent[], number, object]>([
    [
      'a referral that nobody answered',
      upTo('seen'),
      100,
      { type: 'ExpireReferral', referral: idOf('offered') },
    ],
    [
      'a notification without feedback',
      upTo('acknowledged'),
      500,
      { type: 'RecordFeedbackOverdue', subject: idOf('notified') },
    ],
    [
      'a question about progress',
      [...upTo('acknowledged'), asked],
      600,
      { type: 'RecordFeedbackOverdue', subject: idOf('progress') },
    ],
    [
      'a consent that has run out',
      upTo('consent'),
      1000,
      { type: 'ExpireDataConsent', consent: idOf('consent') },
    ],
    [
      'a reflection period that ends without a permit',
      [story.opened, reflection],
      23 * DAY,
      { type: 'RaiseReflectionAlarm', reflection: idOf('reflection') },
    ],
    [
      'a relay whose person was not met',
      [story.opened, ...relay],
      100,
      { type: 'ExpireRelay', relay: idOf('relay') },
    ],
    [
      'a complaint that nobody answered',
      [story.opened, complaint],
      100,
      { type: 'RecordComplaintOverdue', complaint: idOf('complaint') },
    ],
  ])('is %s, from its very instant on', (_what, history, minute, command) => {
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
    expect(next(100)).toBe(at(500))
    expect(next(500)).toBe(at(600))
    expect(next(600)).toBe(at(1000))
    expect(next(1000)).toBeUndefined()
    expect(nextDeadline(foldCase([story.opened]), as(vienna, 0))).toBeUndefined()
  })

  it('is every command that is given when a time has come', () => {
    const byDeadline = commandTypes.filter(
      (type) => commandDefinitions[type].givenBy === 'deadline',
    )
    const reached = [
      ...due([...upTo('acknowledged'), asked, ...relay, complaint, reflection], vienna, 50 * DAY),
      ...due(upTo('seen'), vienna, 100),
      ...due(guardianExcluded, vienna, 6),
    ].map(({ type }) => type)
    expect([...new Set(reached)].toSorted()).toStrictEqual(byDeadline.toSorted())
  })
})
