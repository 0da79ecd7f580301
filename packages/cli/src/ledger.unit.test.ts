import { describe, expect, it } from 'vitest'
import { ledger } from './ledger.ts'

const CASE = 'AAAAAAAAAAAAAAAAAAAAAA'

describe('trm ledger', () => {
  it.each([['--json'], ['--cases', CASE], ['case'], ['--case']])(
    'takes no "%s"',
    async (...words) => {
      expect(await ledger(words)).toStrictEqual({
        problem: 'ledger takes --case, --at and --language',
      })
    },
  )

  it.each([[[]], [['--case', 'x']], [['--case', `${CASE}A`]]])(
    'needs a case: %j',
    async (words) => {
      expect(await ledger(words)).toStrictEqual({
        problem: '--case takes a case reference of 22 characters',
      })
    },
  )

  it.each(['ro', '', 'english', '__proto__'])(
    'refuses the language "%s" with those that there are, and prints no English',
    async (language) => {
      expect(await ledger(['--case', CASE, '--language', language])).toStrictEqual({
        refused: [
          'there are no labels in that language; there are: en (English), de (Deutsch), sq (shqip), ' +
            'mk (македонски), bs (bosanski), hr (hrvatski), cnr (crnogorski), sr-Latn (srpski), ' +
            'sr-Cyrl (српски)',
        ],
      })
    },
  )
})
