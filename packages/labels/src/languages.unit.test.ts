import { describe, expect, it } from 'vitest'
import { findLanguage, languagesFor } from './languages.ts'

describe('the languages to try', () => {
  it.each([
    ['en', ['en']],
    ['de', ['de', 'en']],
    ['de-AT', ['de', 'en']],
    ['DE-at', ['de', 'en']],
    ['sq-XK', ['sq', 'en']],
    ['cnr-Latn-ME', ['cnr', 'en']],
    ['sr', ['sr-Cyrl', 'en']],
    ['sr-RS', ['sr-Cyrl', 'en']],
    ['sr-Cyrl-RS', ['sr-Cyrl', 'en']],
    ['sr-Latn', ['sr-Latn', 'sr-Cyrl', 'en']],
    ['SR-LATN-rs', ['sr-Latn', 'sr-Cyrl', 'en']],
  ])('for %s are %j', (tag, expected) => {
    expect(languagesFor(tag)).toStrictEqual(expected)
  })

  it.each(['', '-', 'de_AT', 'deu', 'd', 'constructor', '__proto__', ' de', 'x-de'])(
    'for "%s" are English alone',
    (tag) => {
      expect(languagesFor(tag)).toStrictEqual(['en'])
    },
  )
})

describe('the language of the labels', () => {
  it.each([
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['de-AT', 'de'],
    ['sr', 'sr-Cyrl'],
    ['sr-Latn-RS', 'sr-Latn'],
  ])('for %s is %s', (tag, language) => {
    expect(findLanguage(tag)).toBe(language)
  })

  it.each(['', 'ro', 'english', 'x-en', '__proto__'])('is none for "%s"', (tag) => {
    expect(findLanguage(tag)).toBeUndefined()
  })
})
