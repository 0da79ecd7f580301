import { describe, expect, it } from 'vitest'
import { coverPause } from './cover-traffic.ts'

const MEAN_MS = 60_000
const DRAWS = 20_000

describe('the pause before cover', () => {
  // Of every part of what a random number can be as many.
  const pauses = Array.from({ length: DRAWS }, (_, draw) =>
    coverPause(MEAN_MS, (draw + 0.5) / DRAWS),
  )
  const share = (those: readonly number[], of: readonly number[]) => those.length / of.length

  it('is the mean on average', () => {
    const mean = pauses.reduce((sum, pause) => sum + pause, 0) / DRAWS
    expect(mean / MEAN_MS).toBeCloseTo(1, 1)
  })

  it('is as likely to end after a long wait as after none', () => {
    const longer = pauses.filter((pause) => pause > MEAN_MS)
    expect(share(longer, pauses)).toBeCloseTo(1 / Math.E, 1)
    const muchLonger = longer.filter((pause) => pause > 2 * MEAN_MS)
    expect(share(muchLonger, longer)).toBeCloseTo(1 / Math.E, 1)
  })

  it.each<[string, number, number, number]>([
    ['nothing for the smallest number', MEAN_MS, 0, 0],
    ['what a timer takes for the largest', 999_999_000, 1 - 2 ** -48, 2 ** 31 - 1],
  ])('is %s', (_what, meanMs, random, pause) => {
    expect(coverPause(meanMs, random)).toBe(pause)
  })
})
