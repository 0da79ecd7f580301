import { describe, expect, it } from 'vitest'
import { findLabel } from './labels.ts'
import { languages, type Language } from '@trm/domain'
import { htcdsLists, lists, ownLists, type ListName } from './topics.ts'
import { duplicatesAmong, flawsOf, type Flaw } from './test-support/flaws.ts'

type Entry = { readonly list: ListName; readonly code: string; readonly label: string }

/** The labels of these lists in a language; one that is in another language is left out. */
function labelsIn(language: Language, names: readonly ListName[]): readonly Entry[] {
  return names.flatMap((list) =>
    lists[list].codes.flatMap((code) => {
      const found = findLabel(list, code, language)
      return found.ok && found.value.language === language
        ? [{ list, code, label: found.value.label }]
        : []
    }),
  )
}

const own = Object.keys(ownLists) as readonly ListName[]
const htcds = Object.keys(htcdsLists) as readonly ListName[]
const codesCount = own.reduce((sum, list) => sum + lists[list].codes.length, 0)

describe('the check for flaws', () => {
  it.each<{ label: string; language: Language; flaw: Flaw }>([
    { label: '', language: 'en', flaw: 'empty' },
    { label: 'Shel\u0000ter', language: 'en', flaw: 'control-character' },
    { label: 'Shel\u200bter', language: 'en', flaw: 'control-character' },
    { label: 'Shelter ', language: 'en', flaw: 'outer-space' },
    { label: '\u00a0Shelter', language: 'en', flaw: 'outer-space' },
    { label: 'a'.repeat(61), language: 'en', flaw: 'too-long' },
    { label: 'Заштитa', language: 'mk', flaw: 'foreign-letter' },
    { label: 'Заштића', language: 'mk', flaw: 'foreign-letter' },
    { label: 'Защита', language: 'sr-Cyrl', flaw: 'foreign-letter' },
    { label: 'Zaštitа', language: 'hr', flaw: 'foreign-letter' },
    { label: 'Mbrojtja në shtëpi', language: 'bs', flaw: 'foreign-letter' },
    { label: 'Illegal entry', language: 'en', flaw: 'forbidden-word' },
    { label: 'National authority', language: 'en', flaw: 'forbidden-word' },
    { label: 'Nationale Stelle', language: 'de', flaw: 'forbidden-word' },
    { label: 'Qëndrim ilegal', language: 'sq', flaw: 'forbidden-word' },
    { label: 'Zyra kombëtare', language: 'sq', flaw: 'forbidden-word' },
    { label: 'Nacionalni ured', language: 'bs', flaw: 'forbidden-word' },
    { label: 'Ilegalan boravak', language: 'hr', flaw: 'forbidden-word' },
    { label: 'Национален механизам', language: 'mk', flaw: 'forbidden-word' },
    { label: 'Илегалан боравак', language: 'sr-Cyrl', flaw: 'forbidden-word' },
    { label: 'Kosovo', language: 'en', flaw: 'unmarked-designation' },
    { label: 'Kosova', language: 'sq', flaw: 'unmarked-designation' },
    { label: 'Косово', language: 'mk', flaw: 'unmarked-designation' },
    { label: 'Kosovo*, Kosovo', language: 'en', flaw: 'unmarked-designation' },
    { label: 'kosovska policija', language: 'bs', flaw: 'unmarked-designation' },
  ])('sees what is wrong in %j', ({ label, language, flaw }) => {
    expect(flawsOf(label, language)).toContain(flaw)
  })

  it.each<{ label: string; language: Language }>([
    { label: 'International organisation', language: 'en' },
    { label: 'Organizatë ndërkombëtare', language: 'sq' },
    { label: 'Интернационална организација', language: 'sr-Cyrl' },
    { label: 'Канцеларија NRM', language: 'mk' },
    { label: 'Kosovo*', language: 'cnr' },
    { label: 'a'.repeat(60), language: 'en' },
  ])('finds nothing wrong in %j', ({ label, language }) => {
    expect(flawsOf(label, language)).toStrictEqual([])
  })

  it('sees a label that stands for two codes', () => {
    expect(duplicatesAmong(['Shelter', 'Police', 'Shelter'])).toStrictEqual(['Shelter'])
  })
})

describe.each(languages.codes)('the labels in %s', (language) => {
  const entries = labelsIn(language, own)

  it('are there for every code', () => {
    expect(codesCount).toBeGreaterThan(300)
    expect(entries.length).toBe(codesCount)
  })

  it('have no flaw', () => {
    const flawed = entries.flatMap((entry) =>
      flawsOf(entry.label, language).map((flaw) => ({ ...entry, flaw })),
    )
    expect(flawed).toStrictEqual([])
  })

  it('stand for one code of their list', () => {
    const duplicates = own.flatMap((list) =>
      duplicatesAmong(entries.filter((entry) => entry.list === list).map(({ label }) => label)),
    )
    expect(duplicates).toStrictEqual([])
  })

  it('begin with a capital letter or a figure', () => {
    expect(entries.filter(({ label }) => !/^[\p{Lu}\d]/u.test(label))).toStrictEqual([])
  })
})

describe('the labels of HTCDS', () => {
  const entries = labelsIn('en', htcds)

  it('have no flaw but the length that the standard gave them', () => {
    const flawed = entries.flatMap((entry) =>
      flawsOf(entry.label, 'en').flatMap((flaw) =>
        flaw === 'too-long' ? [] : [{ ...entry, flaw }],
      ),
    )
    expect(flawed).toStrictEqual([])
    expect(entries.length).toBeGreaterThan(100)
  })

  it('stand for one code of their list', () => {
    const duplicates = htcds.flatMap((list) =>
      duplicatesAmong(entries.filter((entry) => entry.list === list).map(({ label }) => label)),
    )
    expect(duplicates).toStrictEqual([])
  })
})
