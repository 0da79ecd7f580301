import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, policy, skopje, vienna } from '../test-support/world.ts'
import { silentHoldersOf } from './attention.ts'
import { events, HOLDERS_ANSWER_WITHIN } from './promises.fixture.ts'

const millisecond = 1 / 60_000
const due = 16 + HOLDERS_ANSWER_WITHIN
const days = (count: number) => count * 24 * 60
const { narrowed, holdersOverdue } = events
const overdue: readonly CaseEvent[] = [...upTo('feedback'), narrowed, holdersOverdue]

const within = (escalateAfterDays: number) => ({ ...policy, promises: { escalateAfterDays } })
const seen = (history: readonly CaseEvent[], minute: number, pack = within(7)) =>
  silentHoldersOf(foldCase(history), { now: at(minute), policy: pack })

describe('a holder that stays silent', () => {
  it('is there from the hour on at which it was recorded as overdue, with who waits and since when', () => {
    expect(seen(overdue, due)).toStrictEqual([
      {
        holder: belgrade,
        narrowing: narrowed.id,
        askedBy: vienna,
        since: at(due),
        escalatesAt: at(due + days(7)),
        isEscalated: false,
      },
    ])
  })

  it.each([1, 7, 30])('is for a person after %i further days, as the policy says', (count) => {
    const escalated = (minute: number) =>
      seen(overdue, minute, within(count)).map(({ isEscalated }) => isEscalated)
    expect(escalated(due + days(count) - millisecond)).toStrictEqual([false])
    expect(escalated(due + days(count))).toStrictEqual([true])
  })

  it('counts from when the answer was due, however late its silence was recorded', () => {
    const late = { ...holdersOverdue, recordedAt: at(due + days(6)) }
    const history = [...upTo('feedback'), narrowed, late]
    expect(seen(history, due + days(7)).map(({ isEscalated }) => isEscalated)).toStrictEqual([true])
  })

  it.each<[string, readonly CaseEvent[]]>([
    ['nothing was recorded as overdue', [...upTo('feedback'), narrowed]],
    ['it has answered after all', [...overdue, { ...story.erased, recordedAt: at(due + days(8)) }]],
    [
      'somebody says so who did not ask',
      [...upTo('feedback'), narrowed, { ...holdersOverdue, author: skopje }],
    ],
    ['nothing was taken back', [...upTo('feedback'), holdersOverdue]],
    ['nothing is held', []],
  ])('is nowhere where %s', (_why, history) => {
    expect(seen(history, due + days(30))).toStrictEqual([])
  })

  it('is first where it has been silent longest', () => {
    const withdrawn = caseEvent(
      'DataConsentWithdrawn',
      'withdrawn',
      vienna,
      15,
      { consent: story.consent.id },
      { grants: [grantTo(belgrade)] },
    )
    const other = {
      ...holdersOverdue,
      id: withdrawn.id.replace('w', 'x') as typeof withdrawn.id,
      facts: { narrowing: withdrawn.id },
    }
    const found = seen([...overdue, withdrawn, other], due)
    expect(found.map(({ narrowing }) => narrowing)).toStrictEqual([withdrawn.id, narrowed.id])
  })
})
