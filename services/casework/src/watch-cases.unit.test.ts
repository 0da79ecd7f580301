import { plusMilliseconds, type Instant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { againAfter, earliest } from './watch-cases.ts'

const NOON = '2026-03-01T12:00:00.000Z' as Instant
const later = (milliseconds: number) => plusMilliseconds(NOON, milliseconds)

describe('a command that was refused', () => {
  it('is given again at once where others were only quicker', () => {
    expect(againAfter({ kind: 'contended' }, NOON)).toBe(later(1_000))
  })

  it.each(['not-entitled', 'not-due-yet', 'under-legal-hold'] as const)(
    'is given again in an hour: %s',
    (kind) => {
      expect(againAfter({ kind }, NOON)).toBe(later(3_600_000))
    },
  )
})

describe('the earliest of several times', () => {
  it('is the first of those that there are, or none', () => {
    expect(earliest(later(5), undefined, later(2), later(3))).toBe(later(2))
    expect(earliest(undefined, undefined)).toBeUndefined()
    expect(earliest()).toBeUndefined()
  })
})
