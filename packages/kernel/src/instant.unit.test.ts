import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvariantError } from './error.ts'
import { isInstant, millisecondsBetween, plusMilliseconds, toInstant } from './instant.ts'

const instants = fc
  .date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map(toInstant)

describe('an instant', () => {
  it.each([
    '2026-03-01T10:00:00.000Z',
    '2024-02-29T23:59:59.999Z',
    '0000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ])('is spelled %s', (text) => {
    expect(isInstant(text)).toBe(true)
  })

  it.each([
    ['no decimals', '2026-03-01T10:00:00Z'],
    ['two decimals', '2026-03-01T10:00:00.00Z'],
    ['six decimals', '2026-03-01T10:00:00.000000Z'],
    ['an offset', '2026-03-01T10:00:00.000+00:00'],
    ['lower case', '2026-03-01t10:00:00.000z'],
    ['no time', '2026-03-01'],
    ['a blank', ' 2026-03-01T10:00:00.000Z'],
    ['a line after it', '2026-03-01T10:00:00.000Z\n'],
    ['six digits of year', '+002026-03-01T10:00:00.000Z'],
    ['other digits', '２０２６-03-01T10:00:00.000Z'],
    ['a day that does not exist', '2026-02-30T10:00:00.000Z'],
    ['a leap day in another year', '2026-02-29T10:00:00.000Z'],
    ['month 13', '2026-13-01T10:00:00.000Z'],
    ['hour 24', '2026-03-01T24:00:00.000Z'],
    ['a leap second', '2016-12-31T23:59:60.000Z'],
    ['nothing', ''],
  ])('is not spelled with %s', (_case, text) => {
    expect(isInstant(text)).toBe(false)
  })

  it('sorts as text the way it sorts in time', () => {
    fc.assert(
      fc.property(instants, instants, (left, right) => {
        expect(left < right).toBe(millisecondsBetween(left, right) > 0)
        expect(isInstant(left)).toBe(true)
      }),
    )
  })

  it('is as much later as it was asked to be', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1e6, max: 1e6 }), (from, by) => {
        fc.pre(Date.parse(from) > Date.parse('0001-01-01') && from < '9999')
        expect(millisecondsBetween(from, plusMilliseconds(from, by))).toBe(by)
      }),
    )
  })

  it.each([
    ['a date that is none', new Date(NaN)],
    ['the year 10000', new Date('+010000-01-01T00:00:00Z')],
    ['a year before 0000', new Date('-000001-12-31T00:00:00Z')],
  ])('cannot be made of %s', (_case, date) => {
    expect(() => toInstant(date)).toThrow(InvariantError)
  })

  it('cannot be moved out of the calendar', () => {
    const last = toInstant(new Date('9999-12-31T23:59:59.999Z'))
    expect(() => plusMilliseconds(last, 1)).toThrow(InvariantError)
    expect(() => plusMilliseconds(last, Infinity)).toThrow(InvariantError)
    expect(() => plusMilliseconds(last, NaN)).toThrow(InvariantError)
  })
})
