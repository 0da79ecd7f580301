import { describe, expect, it } from 'vitest'
import {
  createSendingPlan,
  LOST_MIN_MS,
  SILENCE_MIN_MS,
  UNDER_WAY_MAX,
  WAIT_MAX_MS,
  type SendingPlan,
} from './sending-plan.ts'

const positionOf = (key: string) => BigInt(key.codePointAt(0) ?? 0)
/** Each in a case of its own, unless told otherwise. */
const ordinary = (key: string, of = key) => ({
  key,
  case: of,
  position: positionOf(key),
  isUrgent: false,
})
const urgent = (key: string, of = key) => ({ ...ordinary(key, of), isUrgent: true })

function planOf(...keys: readonly string[]): SendingPlan {
  const plan = createSendingPlan()
  for (const key of keys) plan.add(ordinary(key))
  return plan
}

/** Sends these in one message. */
function send(plan: SendingPlan, keys: readonly string[], now = 0): void {
  plan.taken(keys, now)
  plan.sent(keys, now)
}

/** Each in a message of its own. */
function planWithSent(...keys: readonly string[]): SendingPlan {
  const plan = planOf(...keys)
  for (const key of keys) send(plan, [key])
  return plan
}

const numbered = (count: number) => Array.from({ length: count }, (_, place) => `e${String(place)}`)

describe('what is sent next', () => {
  it('is what was planned, in order, as much as is asked for', () => {
    const plan = planOf('a', 'b', 'c')
    expect(plan.next(0, 2)).toStrictEqual(['a', 'b'])
    expect(plan.next(0, 64)).toStrictEqual(['a', 'b', 'c'])
  })

  it('is nothing that is on its way, or in the mailbox', () => {
    const plan = planOf('a', 'b', 'c')
    plan.taken(['a', 'b'], 0)
    expect(plan.next(0, 64)).toStrictEqual(['c'])
    plan.sent(['a', 'b'], 0)
    expect(plan.next(0, 64)).toStrictEqual(['c'])
  })

  it('is what the mailbox did not take, before what comes after it', () => {
    const plan = planOf('a', 'b', 'c')
    plan.taken(['a', 'b'], 0)
    plan.returned(['a', 'b'])
    expect(plan.next(0, 64)).toStrictEqual(['a', 'b', 'c'])
  })

  it('is in order again where several messages were not taken, whichever came back first', () => {
    const plan = planOf('a', 'b', 'c')
    plan.taken(['a'], 0)
    plan.taken(['b'], 0)
    plan.returned(['a'])
    plan.returned(['b'])
    expect(plan.next(0, 64)).toStrictEqual(['a', 'b', 'c'])
  })

  it('is the urgent first, whatever was there before', () => {
    const plan = planOf('a', 'b')
    plan.add(urgent('u'))
    expect(plan.next(0, 2)).toStrictEqual(['u', 'a'])
    plan.taken(['u'], 0)
    plan.returned(['u'])
    expect(plan.next(0, 1)).toStrictEqual(['u'])
  })

  it('is what stands before an urgent one in its case, with it and in order, and no more', () => {
    const plan = createSendingPlan()
    plan.add(ordinary('a', 'other'))
    plan.add(ordinary('b', 'same'))
    plan.add(ordinary('c', 'other'))
    plan.add(ordinary('d', 'same'))
    plan.add(urgent('e', 'same'))
    plan.add(ordinary('f', 'same'))
    expect(plan.next(0, 64)).toStrictEqual(['b', 'd', 'e', 'a', 'c', 'f'])
    plan.taken(['b', 'd'], 0)
    plan.returned(['b', 'd'])
    expect(plan.next(0, 3)).toStrictEqual(['b', 'd', 'e'])
  })

  it('is nothing that was answered while it waited, was on its way or was in the mailbox', () => {
    const plan = planOf('a', 'b', 'c')
    plan.answered('a', 0)
    plan.taken(['b'], 0)
    plan.answered('b', 0)
    plan.sent(['b'], 0)
    send(plan, ['c'])
    plan.answered('c', 0)
    expect(plan.next(WAIT_MAX_MS, 64)).toStrictEqual([])
    expect(plan.nextAt(0)).toBeUndefined()
    plan.returned(['b'])
    expect(plan.next(WAIT_MAX_MS, 64)).toStrictEqual([])
  })
})

describe('what is under way', () => {
  it('is bounded, and each answer makes room for one more', () => {
    const keys = numbered(UNDER_WAY_MAX + 2)
    const plan = planOf(...keys)
    for (const key of keys.slice(0, UNDER_WAY_MAX)) send(plan, [key])
    expect(plan.next(0, 64)).toStrictEqual([])
    plan.answered('e0', 1)
    expect(plan.next(1, 64)).toStrictEqual([keys[UNDER_WAY_MAX]])
  })

  it('counts what is on its way', () => {
    const keys = numbered(UNDER_WAY_MAX + 1)
    const plan = planOf(...keys)
    plan.taken(keys.slice(0, UNDER_WAY_MAX), 0)
    expect(plan.next(0, 64)).toStrictEqual([])
    expect(plan.nextAt(0)).toBeUndefined()
  })

  it('is no bound for the urgent', () => {
    const keys = numbered(UNDER_WAY_MAX)
    const plan = planOf(...keys, 'more')
    send(plan, keys)
    plan.add(urgent('u'))
    expect(plan.next(0, 64)).toStrictEqual(['u'])
    expect(plan.nextAt(0)).toBe(0)
  })
})

describe('a silence', () => {
  it('is broken by one thing alone, the oldest, each time later, up to once a day', () => {
    const plan = planWithSent('a', 'b', 'c')
    const waits: number[] = []
    let now = 0
    for (let count = 0; count < 18; count++) {
      const at = plan.nextAt(now) ?? Number.NaN
      expect(plan.next(at - 1, 64)).toStrictEqual([])
      const keys = plan.next(at, 64)
      expect(keys).toHaveLength(1)
      send(plan, keys, at)
      waits.push(at - now)
      now = at
    }
    const doubled = waits.map((_, place) => Math.min(SILENCE_MIN_MS * 2 ** place, WAIT_MAX_MS))
    expect(waits).toStrictEqual(doubled)
    expect(waits.at(-1)).toBe(WAIT_MAX_MS)
  })

  it('grows for a single thing, too', () => {
    const plan = planWithSent('a')
    send(plan, plan.next(SILENCE_MIN_MS, 64), SILENCE_MIN_MS)
    expect(plan.nextAt(SILENCE_MIN_MS)).toBe(3 * SILENCE_MIN_MS)
  })

  it('costs a mailbox that nobody empties for thirty days no more than what fits and forty messages', () => {
    const keys = numbered(10_000)
    const plan = planOf(...keys)
    let [now, sent] = [0, 0]
    const days = (count: number) => count * 24 * 60 * 60 * 1_000
    while (now < days(30)) {
      const next = plan.next(now, 1)
      if (next.length === 0) {
        now = plan.nextAt(now) ?? Number.NaN
        continue
      }
      send(plan, next, now)
      sent++
    }
    expect(sent - UNDER_WAY_MAX).toBeGreaterThan(10)
    expect(sent - UNDER_WAY_MAX).toBeLessThan(50)
    expect(plan.silentFor(now)).toBeGreaterThanOrEqual(days(30))
  })

  it('ends with any answer', () => {
    const plan = planWithSent('a', 'b')
    plan.answered('a', 4_000)
    expect(plan.silentFor(4_000)).toBe(0)
    expect(plan.next(SILENCE_MIN_MS, 64)).toStrictEqual([])
    expect(plan.nextAt(4_000)).toBe(4_000 + SILENCE_MIN_MS)
  })

  it('is broken soon after a sign of life, and no sooner for many of them', () => {
    const plan = planWithSent('a', 'b')
    let now = 0
    for (let count = 0; count < 12; count++) {
      now = plan.nextAt(now) ?? Number.NaN
      send(plan, plan.next(now, 64), now)
    }
    const back = now + 1_000
    for (const after of [0, 1, 2]) plan.heard(back + after)
    expect(plan.nextAt(back)).toBe(back + SILENCE_MIN_MS)
    expect(plan.silentFor(back)).toBe(back)
  })

  it('is none where nothing is in the mailbox', () => {
    const plan = planOf('a')
    expect(plan.silentFor(9)).toBeUndefined()
    send(plan, ['a'], 10)
    expect(plan.silentFor(15)).toBe(5)
  })
})

describe('an answer to later mail', () => {
  it('has the earlier sent again, all of it and soon', () => {
    const plan = planWithSent('a', 'b', 'c', 'd')
    plan.answered('c', 100)
    expect(plan.next(100 + LOST_MIN_MS - 1, 64)).toStrictEqual([])
    expect(plan.nextAt(100)).toBe(100 + LOST_MIN_MS)
    expect(plan.next(100 + LOST_MIN_MS, 64)).toStrictEqual(['a', 'b'])
  })

  it('says nothing of what was in the same message', () => {
    const plan = planOf('a', 'b')
    send(plan, ['a', 'b'])
    plan.answered('b', 100)
    expect(plan.next(100 + LOST_MIN_MS, 64)).toStrictEqual([])
  })

  it('has it sent again later each time that it is lost anew', () => {
    const plan = planWithSent('a', 'b')
    plan.answered('b', 0)
    send(plan, plan.next(LOST_MIN_MS, 64), LOST_MIN_MS)
    plan.add(ordinary('c'))
    send(plan, ['c'], LOST_MIN_MS)
    plan.answered('c', LOST_MIN_MS)
    expect(plan.nextAt(LOST_MIN_MS)).toBe(3 * LOST_MIN_MS)
  })

  it('lets the urgent of it go first, and what stands before it in its case', () => {
    const plan = createSendingPlan()
    for (const each of [ordinary('a'), ordinary('b', 'same'), urgent('c', 'same')]) plan.add(each)
    plan.add(ordinary('d'))
    for (const key of ['a', 'b', 'c', 'd']) send(plan, [key])
    plan.answered('d', 0)
    expect(plan.next(LOST_MIN_MS, 64)).toStrictEqual(['b', 'c', 'a'])
  })

  it('lets the urgent alone go first where nothing stands before it', () => {
    const plan = planOf('a')
    plan.add(urgent('u'))
    plan.add(ordinary('b'))
    for (const key of ['a', 'u', 'b']) send(plan, [key])
    plan.answered('b', 0)
    expect(plan.next(LOST_MIN_MS, 64)).toStrictEqual(['u', 'a'])
  })
})

describe('an answer that something is not kept', () => {
  it('has it sent again after a while, and later each time', () => {
    const plan = planWithSent('a')
    plan.heldBack('a', 0)
    expect(plan.next(LOST_MIN_MS - 1, 64)).toStrictEqual([])
    send(plan, plan.next(LOST_MIN_MS, 64), LOST_MIN_MS)
    plan.heldBack('a', LOST_MIN_MS)
    expect(plan.nextAt(LOST_MIN_MS)).toBe(3 * LOST_MIN_MS)
    expect(plan.next(3 * LOST_MIN_MS, 64)).toStrictEqual(['a'])
  })

  it('says of earlier mail what any answer says, and nothing of later', () => {
    const plan = planWithSent('a', 'b', 'c')
    plan.heldBack('b', 0)
    expect(plan.next(LOST_MIN_MS, 64)).toStrictEqual(['a', 'b'])
  })

  it('is without effect for what was answered', () => {
    const plan = planWithSent('a')
    plan.answered('a', 0)
    plan.heldBack('a', 0)
    expect(plan.nextAt(0)).toBeUndefined()
  })

  it('leaves what is asked for to be sent at once', () => {
    const plan = planWithSent('a', 'b')
    plan.heldBack('b', 0)
    plan.again(ordinary('a'))
    expect(plan.next(0, 64)).toStrictEqual(['a'])
  })
})

describe('what an earlier life left in the mailbox', () => {
  it('is not sent again at the start, but for one to ask after a silence', () => {
    const plan = planOf('a', 'b', 'c')
    for (const key of ['a', 'b']) plan.resume(ordinary(key), 0)
    expect(plan.next(0, 64)).toStrictEqual(['c'])
    send(plan, ['c'])
    expect(plan.nextAt(0)).toBe(SILENCE_MIN_MS)
    expect(plan.next(SILENCE_MIN_MS, 64)).toStrictEqual(['a'])
  })

  it('counts as under way', () => {
    const keys = numbered(UNDER_WAY_MAX)
    const plan = planOf(...keys, 'more')
    for (const key of keys) plan.resume(ordinary(key), 0)
    expect(plan.next(0, 64)).toStrictEqual([])
  })

  it('is lost when what was sent since is answered', () => {
    const plan = createSendingPlan()
    plan.resume(ordinary('a'), 0)
    plan.add(ordinary('b'))
    send(plan, ['b'])
    plan.answered('b', 0)
    expect(plan.next(LOST_MIN_MS, 64)).toStrictEqual(['a'])
  })
})

describe('what is asked for', () => {
  it.each<[string, (plan: SendingPlan) => void]>([
    ['in the mailbox', (plan) => send(plan, ['a'])],
    [
      'lost already',
      (plan) => {
        plan.add(ordinary('b'))
        for (const key of ['a', 'b']) send(plan, [key])
        plan.answered('b', 0)
      },
    ],
    [
      'answered',
      (plan) => {
        send(plan, ['a'])
        plan.answered('a', 0)
      },
    ],
    ['waiting', () => undefined],
  ])('is sent at once, once, where it is %s', (_where, happen) => {
    const plan = planOf('a')
    happen(plan)
    plan.again(ordinary('a'))
    expect(plan.nextAt(0)).toBeLessThanOrEqual(0)
    expect(plan.next(0, 64)).toStrictEqual(['a'])
    send(plan, ['a'])
    expect(plan.next(0, 64)).toStrictEqual([])
  })

  it('is not sent twice where it is on its way', () => {
    const plan = planOf('a')
    plan.taken(['a'], 0)
    plan.again(ordinary('a'))
    expect(plan.next(0, 64)).toStrictEqual([])
  })
})
