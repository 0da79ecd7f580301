import type { Instant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { plusMonths } from './months.ts'

describe('so many months later', () => {
  it.each([
    ['is the same day and hour', '2026-03-15T10:20:30.400Z', 2, '2026-05-15T10:20:30.400Z'],
    ['goes over the end of a year', '2026-11-30T00:00:00.000Z', 15, '2028-02-29T00:00:00.000Z'],
    [
      'is the last day of a shorter month',
      '2026-01-31T23:59:59.999Z',
      1,
      '2026-02-28T23:59:59.999Z',
    ],
    ['counts whole years', '2024-02-29T12:00:00.000Z', 60, '2029-02-28T12:00:00.000Z'],
    [
      'is the same instant for no months',
      '2026-12-31T10:00:00.000Z',
      0,
      '2026-12-31T10:00:00.000Z',
    ],
    ['is the end of time beyond it', '9999-12-31T00:00:00.000Z', 1, '9999-12-31T23:59:59.999Z'],
  ])('%s', (_case, from, months, expected) => {
    expect(plusMonths(from as Instant, months)).toBe(expected)
  })
})
