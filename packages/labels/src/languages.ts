import { languages, type Language } from '@trm/domain'

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  sq: 'shqip',
  mk: 'македонски',
  bs: 'bosanski',
  hr: 'hrvatski',
  cnr: 'crnogorski',
  'sr-Cyrl': 'српски',
  'sr-Latn': 'srpski',
}

const SUBTAGS_MAX = 8
const byLowerCase: ReadonlyMap<string, Language> = new Map([
  ...languages.codes.map((language) => [language.toLowerCase(), language] as const),
  // Serbian without a script is written in Cyrillic (CLDR, likely subtags).
  ['sr', 'sr-Cyrl'],
])

/**
 * The languages to try for a BCP 47 tag, in order: the tag itself, the tag with its last subtags taken
 * off one by one (RFC 4647, section 3.4), English. A tag that is none gives English alone.
 */
export function languagesFor(tag: string): readonly Language[] {
  const subtags = tag.toLowerCase().split('-', SUBTAGS_MAX)
  const found = subtags.flatMap((_, index) => {
    const language = byLowerCase.get(subtags.slice(0, subtags.length - index).join('-'))
    return language === undefined ? [] : [language]
  })
  return [...new Set<Language>([...found, 'en'])]
}

/** The language of the labels for a BCP 47 tag; undefined where no label is in it, and English would stand in. */
export function findLanguage(tag: string): Language | undefined {
  const [first] = languagesFor(tag)
  return first === 'en' && !/^en(?:-|$)/i.test(tag) ? undefined : first
}
