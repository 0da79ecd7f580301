import { describe, expect, it } from 'vitest'
import { countryCodes, languageCodes, longCountryCodes, shortLanguageCodes } from './iso-codes.ts'

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

describe('ISO codes', () => {
  it.each([
    { standard: 'ISO 3166-1 alpha-2 and XK', codes: countryCodes, count: 250, form: /^[A-Z]{2}$/ },
    {
      standard: 'ISO 3166-1 alpha-3 and XKX',
      codes: longCountryCodes,
      count: 250,
      form: /^[A-Z]{3}$/,
    },
    { standard: 'ISO 639-1', codes: shortLanguageCodes, count: 184, form: /^[a-z]{2}$/ },
    { standard: 'ISO 639-2', codes: languageCodes, count: 506, form: /^[a-z]{3}$/ },
  ])('of $standard are $count different ones in their form', ({ codes, count, form }) => {
    expect(new Set(codes).size).toBe(count)
    expect(codes.length).toBe(count)
    expect(codes.filter((code) => !form.test(code))).toStrictEqual([])
  })

  it('of countries have a name in the Unicode locale data', () => {
    expect(countryCodes.filter((code) => regionNames.of(code) === undefined)).toStrictEqual([])
  })

  it('of two-letter languages have a name in the Unicode locale data', () => {
    const nameless = shortLanguageCodes.filter((code) => languageNames.of(code) === undefined)
    expect(nameless).toStrictEqual([])
  })
})
