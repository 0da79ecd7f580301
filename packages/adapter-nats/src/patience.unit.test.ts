import type { ParticipantCode } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createPatience } from './patience.ts'

const RS = 'rs' as ParticipantCode
const MK = 'mk' as ParticipantCode
const LEAST_MS = 5_000
const UNKNOWN_MS = 10_000
/** 64 events, and what they take on a line of 64 kbit/s. */
const BATCH_BYTES = 128_000
const BATCH_MS = 16_000

/** Patience at the time that it is told. */
function patient() {
  const clock = { now: 1 }
  const patience = createPatience(LEAST_MS, () => clock.now)
  const begin = (bytes = 0, node = RS) => patience.begin(node, bytes)
  return {
    begin,
    timeout(bytes = 0, node = RS) {
      const waiting = begin(bytes, node)
      const milliseconds = waiting.leftMs()
      waiting.end(false)
      return milliseconds
    },
    pass(milliseconds: number) {
      clock.now += milliseconds
    },
    answerAfter(milliseconds: number, bytes = 0) {
      const waiting = begin(bytes)
      clock.now += milliseconds
      waiting.end(true)
    },
    silence(atOnce = 1) {
      const all = Array.from({ length: atOnce }, () => begin())
      clock.now += all[0]?.leftMs() ?? 0
      for (const waiting of all) waiting.end(false)
    },
  }
}

describe('the patience with a country node', () => {
  it('is enough for a lost answer of one of which nothing is known, and hardly more for a batch', () => {
    const { timeout } = patient()
    expect(timeout()).toBe(UNKNOWN_MS)
    expect(timeout(BATCH_BYTES)).toBe(UNKNOWN_MS + 2_000)
  })

  it.each<[string, number, number]>([
    ['a round trip of 4 s', 4_400, 3_300],
    ['one on which something was lost', 8_400, 3_300],
    ['a batch that took its time on the line', BATCH_MS + 4_000, BATCH_BYTES],
  ])('is enough for a batch after %s', (_what, tookMs, bytes) => {
    const { timeout, answerAfter } = patient()
    answerAfter(tookMs, bytes)
    // Two losses on the way.
    expect(timeout(BATCH_BYTES)).toBeGreaterThan(BATCH_MS + 3 * 4_000)
  })

  it('grows with each silence, up to what the slowest line needs', () => {
    const { timeout, silence } = patient()
    const all = [0, 1, 2, 3, 4].map(() => {
      const milliseconds = timeout(BATCH_BYTES)
      silence()
      return milliseconds
    })
    expect(all).toStrictEqual([12_000, 22_000, 32_000, 94_000, 94_000])
  })

  it('is half as long with one that was quick, until it falls silent', () => {
    const { timeout, answerAfter, silence } = patient()
    answerAfter(20)
    const all = [0, 1, 2, 3].map(() => {
      const milliseconds = timeout()
      silence()
      return milliseconds
    })
    expect(all).toStrictEqual([5_000, 20_000, 30_000, 30_000])
  })

  it('takes the silence of many messages at once for one', () => {
    const { timeout, silence } = patient()
    silence(16)
    expect(timeout()).toBe(2 * UNKNOWN_MS)
  })

  it('is with what was sent before it, too, until that is answered', () => {
    const { begin, timeout, answerAfter } = patient()
    answerAfter(4_000)
    const before = [begin(BATCH_BYTES), begin(BATCH_BYTES)]
    expect(timeout(BATCH_BYTES)).toBe(4 * 4_000 + (3 * BATCH_BYTES) / 2)
    for (const waiting of before) waiting.end(false)
    expect(timeout(BATCH_BYTES)).toBe(4 * 4_000 + BATCH_BYTES / 2)
  })

  it('learns, while it waits, from an answer to another that the line is slow', () => {
    const { begin, pass } = patient()
    const [first, second] = [begin(), begin(BATCH_BYTES)]
    pass(4_000)
    expect(second.leftMs()).toBe(UNKNOWN_MS + 2_000 - 4_000)
    first.end(true)
    expect(second.leftMs()).toBe(4 * 4_000 + BATCH_BYTES / 2 - 4_000)
  })

  it('does not take for a silence what ends before its time', () => {
    const { begin, timeout, pass } = patient()
    const waiting = begin()
    pass(UNKNOWN_MS - 1)
    waiting.end(false)
    expect(timeout()).toBe(UNKNOWN_MS)
  })

  it('is no longer for the silence of what was sent beside it', () => {
    const { begin, pass, answerAfter } = patient()
    answerAfter(20)
    const all = [begin(), begin(), begin()]
    pass(LEAST_MS - 100)
    const later = begin()
    pass(100)
    for (const waiting of all) {
      expect(waiting.leftMs()).toBe(0)
      waiting.end(false)
    }
    expect(later.leftMs()).toBe(LEAST_MS - 100)
    expect(begin().leftMs()).toBe(2 * UNKNOWN_MS)
  })

  it('learns from an answer for which nobody waited any more', () => {
    const { begin, timeout, answerAfter, pass } = patient()
    answerAfter(20)
    const waiting = begin(3_300)
    pass(waiting.leftMs())
    waiting.end(false)
    pass(4_000)
    waiting.late()
    expect(timeout(BATCH_BYTES)).toBeGreaterThan(BATCH_MS + 3 * 4_000)
  })

  it('is over with the first quick answer', () => {
    const { timeout, silence, answerAfter } = patient()
    answerAfter(60_000)
    for (let count = 0; count < 5; count++) silence()
    answerAfter(20)
    expect(timeout(BATCH_BYTES)).toBe(LEAST_MS + 2_000)
  })

  it('has an end, however late somebody answered', () => {
    const { timeout, answerAfter } = patient()
    answerAfter(3_600_000)
    expect(timeout()).toBe(60_000)
  })

  it('is that with each node by itself', () => {
    const { timeout, silence } = patient()
    silence()
    expect(timeout(0, MK)).toBe(UNKNOWN_MS)
  })
})
