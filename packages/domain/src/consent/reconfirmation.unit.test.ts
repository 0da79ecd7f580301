import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { events as ofClosing } from '../closing/closing.fixture.ts'
import { commandTypes } from '../definition/catalogue.ts'
import { allAccess } from '../test-support/all-rows.ts'
import { story } from '../test-support/case-events.ts'
import type { Attempt } from '../test-support/rows.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { events } from './consent.fixture.ts'
import { askedAgain, day, due, given, millisecond, moved } from './reconfirmation.fixture.ts'

const consent = story.consent.id
const opened = [story.opened, story.presumed]

describe('a consent that was given long ago', () => {
  it.each([1, 30, 180])(
    'is to be confirmed from the very instant on that %i days are over',
    (days) => {
      const over = 2 + days * day
      expect(due([...opened, given], over - millisecond, vienna, days)).toStrictEqual([])
      expect(due([...opened, given], over, vienna, days)).toStrictEqual([
        { consent, reason: 'time', since: at(over) },
      ])
    },
  )

  it('is not once she was asked, and is again as long after that', () => {
    const history = [...opened, given, askedAgain(200 * day)]
    expect(due(history, 201 * day)).toStrictEqual([])
    expect(due(history, 380 * day)).toStrictEqual([
      { consent, reason: 'time', since: at(380 * day) },
    ])
  })

  it.each<[string, readonly CaseEvent[], number?, OrganisationId?]>([
    ['somebody else took it', [...opened, given], 300, belgrade],
    ['nobody here knows of it', [...opened, given], 300, skopje],
    ['she has taken it back', [...opened, given, events.withdrawn]],
    ['it is suspended', [...opened, given, events.child]],
    ['its last clause has run out, and nobody has said so yet', [...opened, given], 400],
    ['the case is closed here: nobody goes to her for it', [...opened, given, ofClosing.closed]],
    ['nothing is held', []],
  ])('is not where %s', (_where, history, days = 300, self = vienna) => {
    expect(due(history, days * day, self)).toStrictEqual([])
  })

  it('comes first where it has been due longest', () => {
    const earlier = { ...moved(given, 1.5), id: idOf('earlier') }
    const found = due([...opened, given, earlier], 300 * day)
    expect(found.map((each) => each.consent)).toStrictEqual([earlier.id, consent])
  })
})

describe('what goes on although nobody has asked her again', () => {
  const beginning = ['PlanTrip', 'PlanReturnTravel']
  const attempts = commandTypes
    .filter((type) => !beginning.includes(type))
    .flatMap((type) => allAccess[type].allowed.map((attempt) => [type, attempt] as const))

  it.each(attempts)('is whatever begins no trip: %s', (_type, attempt: Attempt) => {
    const [history, command, context] = attempt
    const overdue = { ...context.policy, consent: { reconfirmAfterDays: 0 } }
    expect(decide(foldCase(history), command, { ...context, policy: overdue }).ok).toBe(true)
  })

  it('is that she left, arrived, did not come or is brought home, and that she is in danger', () => {
    const told = new Set(attempts.map(([type]) => type))
    for (const type of [
      ...['ConfirmDeparture', 'ConfirmArrival', 'RecordPersonNotSeen'],
      ...['RecordDeparture', 'RecordArrival', 'ArrangeReturnTrip', 'RecordSafeReturn'],
      ...['PostponeHearing', 'NotifyDefendantRelease', 'AssessRisk', 'AssessSafety'],
      ...['WithdrawReferral', 'WithdrawDataConsent', 'AskAirportReception'],
    ] as const)
      expect(told).toContain(type)
  })
})
