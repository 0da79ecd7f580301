import { describe, expect, it } from 'vitest'
import { union, withChange, withEntry } from './records.ts'

const record: Readonly<Record<string, number>> = Object.freeze({ a: 1, b: 2 })

describe('a record with an entry', () => {
  it('has it added or replaced, and leaves the record that it was made from alone', () => {
    expect(withEntry(record, 'c', 3)).toStrictEqual({ a: 1, b: 2, c: 3 })
    expect(withEntry(record, 'a', 3)).toStrictEqual({ a: 3, b: 2 })
    expect(record).toStrictEqual({ a: 1, b: 2 })
  })
})

describe('a record with a change', () => {
  it('has the one entry changed', () => {
    expect(withChange(record, 'b', (value) => value + 1)).toStrictEqual({ a: 1, b: 3 })
  })

  it('is the same record where there is no such entry: nothing is made up', () => {
    expect(withChange(record, 'c', () => 9)).toBe(record)
    expect(record).toStrictEqual({ a: 1, b: 2 })
  })
})

describe('a union', () => {
  it('has each item once, in the order of first occurrence', () => {
    expect(union(['b', 'a'], ['c', 'a', 'b'])).toStrictEqual(['b', 'a', 'c'])
    expect(union(['a', 'a'], [])).toStrictEqual(['a'])
    expect(union([], [])).toStrictEqual([])
  })
})
