import { describe, expect, it } from 'vitest'
import { readOptions } from './answer.ts'

const options = {
  case: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const
const read = (...words: readonly string[]) => readOptions(words, options)

describe('the options of a command', () => {
  it.each(['AAAAAAAAAAAAAAAAAAAAAA', '-AAAAAAAAAAAAAAAAAAAAA', '--AAAAAAAAAAAAAAAAAAAA', '-'])(
    'have the value that follows them, whatever it begins with: %s',
    (value) => {
      expect(read('--case', value, '--json')).toEqual({ case: value, json: true })
      expect(read(`--case=${value}`)).toEqual({ case: value })
    },
  )

  it.each([
    ['an option that nobody knows', ['--cases', 'A']],
    ['a value that nobody asked for', ['A']],
    ['a value of an option that takes none', ['--json', '-A']],
    ['an option where a value is missing', ['--case', '--json']],
    ['an option with its value where a value is missing', ['--case', '--at=rs.belgrade-cso']],
    ['an option without its value at the end', ['--case']],
  ])('are undefined for %s', (_flaw, words) => {
    expect(read(...words)).toBeUndefined()
  })
})
