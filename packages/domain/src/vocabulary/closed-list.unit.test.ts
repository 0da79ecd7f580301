import { describe, expect, it } from 'vitest'
import { closedList } from './closed-list.ts'
import * as sharedLists from './lists.ts'
import * as processLists from './process-lists.ts'

const list = closedList('one', 'two')

describe('a closed list', () => {
  it('has its codes, exactly', () => {
    expect(list.codes).toStrictEqual(['one', 'two'])
    expect(['one', 'two'].every((code) => list.has(code))).toBe(true)
  })

  it.each(['', 'One', 'one ', 'three', 'length', 'constructor', '__proto__'])(
    'does not have "%s"',
    (text) => {
      expect(list.has(text)).toBe(false)
    },
  )

  it('cannot be opened', () => {
    expect(Object.isFrozen(list.codes)).toBe(true)
  })
})

describe('the closed lists of the domain', () => {
  it.each(Object.entries({ ...sharedLists, ...processLists }))(
    'name no code twice and spell it safely: %s',
    (_name, { codes }) => {
      expect(codes.length).toBeGreaterThan(1)
      expect(new Set<string>(codes).size).toBe(codes.length)
      expect(codes.filter((code) => !/^[a-zA-Z0-9]+$/.test(code))).toStrictEqual([])
    },
  )
})
