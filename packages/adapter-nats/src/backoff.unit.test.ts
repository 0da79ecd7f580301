import { describe, expect, it } from 'vitest'
import { createBackoff, pause } from './backoff.ts'

const RANGE = { firstMs: 100, capMs: 500 }

describe('backoff', () => {
  it('doubles up to the cap', () => {
    const backoff = createBackoff(RANGE, () => 0)
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toStrictEqual([100, 200, 400, 500, 500])
  })

  it('shortens a wait by at most a half', () => {
    const backoff = createBackoff(RANGE, () => 1)
    expect([backoff.next(), backoff.next()]).toStrictEqual([50, 100])
  })

  it('begins anew after a success', () => {
    const backoff = createBackoff(RANGE, () => 0)
    backoff.next()
    backoff.next()
    backoff.reset()
    expect(backoff.next()).toBe(100)
  })
})

describe('pause', () => {
  it('ends at once for a signal that has aborted', async () => {
    const started = performance.now()
    await pause(60_000, AbortSignal.abort())
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
