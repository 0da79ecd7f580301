import { toInstant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createGaps, type Gap } from './gaps.ts'

const at = (minutes: number) => toInstant(new Date(Date.UTC(2026, 2, 1, 0, minutes)))
const gap = (event: string, minutes: number) =>
  ({ case: 'case', author: 'at.vienna-cso', event, since: at(minutes) }) as unknown as Gap
const MINUTE_MS = 60_000

describe('what is held back', () => {
  it('lasts from the first time that it came', () => {
    const gaps = createGaps()
    expect(gaps.note(gap('a', 0))).toBe(0)
    expect(gaps.note(gap('a', 3))).toBe(3 * MINUTE_MS)
    expect(gaps.lasting(10 * MINUTE_MS, at(10))).toMatchObject([{ event: 'a', since: at(0) }])
    expect(gaps.lasting(10 * MINUTE_MS, at(9))).toStrictEqual([])
  })

  it('is shown with what has lasted longest first', () => {
    const gaps = createGaps()
    for (const [event, minutes] of [
      ['b', 5],
      ['a', 1],
      ['c', 9],
    ] as const)
      gaps.note(gap(event, minutes))
    expect(gaps.lasting(0, at(9)).map(({ event }) => event)).toStrictEqual(['a', 'b', 'c'])
  })

  it('is over when it is taken or refused, and begins anew', () => {
    const gaps = createGaps()
    const first = gap('a', 0)
    gaps.note(first)
    gaps.close(first.event)
    expect(gaps.lasting(0, at(9))).toStrictEqual([])
    expect(gaps.note(gap('a', 5))).toBe(0)
  })

  it('does not fill the memory', () => {
    const gaps = createGaps()
    for (let count = 0; count <= 1_000; count++) gaps.note(gap(String(count), 0))
    const shown = gaps.lasting(0, at(0))
    expect(shown).toHaveLength(1_000)
    expect(shown.some(({ event }) => String(event) === '0')).toBe(false)
  })
})
