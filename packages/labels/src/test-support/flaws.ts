import type { Language } from '@trm/domain'

/** What can be wrong with a label by itself. */
export type Flaw =
  | 'empty'
  | 'control-character'
  | 'outer-space'
  | 'too-long'
  | 'foreign-letter'
  | 'forbidden-word'
  | 'unmarked-designation'

const LENGTH_MAX = 60
const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const SOUTH_SLAVIC = 'abcčćdđefghijklmnoprsštuvzž'

const LETTERS: Readonly<Record<Language, string>> = {
  en: LATIN,
  de: `${LATIN}äöüß`,
  sq: 'abcçdeëfghijklmnopqrstuvxyz',
  mk: 'абвгдѓежзѕијклљмнњопрстќуфхцчџш',
  bs: SOUTH_SLAVIC,
  hr: SOUTH_SLAVIC,
  cnr: `${SOUTH_SLAVIC}śź`,
  'sr-Cyrl': 'абвгдђежзијклљмнњопрстћуфхцчџш',
  'sr-Latn': SOUTH_SLAVIC,
}

const ACRONYM = /(?<!\p{L})[A-Z]{2,5}(?!\p{L})/gu
// "International" is another word; so is its Albanian equivalent.
const FORBIDDEN =
  /illegal|ilegal|nelegal|paligj|jashtëligj|илегал|нелегал|(?<!inter)nat?cional|(?<!inter)national|(?<!интер)национал|(?<!ndër)kombëtar/iu
const MARKED = /(?:Kosov[oa]|Косово)\*/gu
const DESIGNATION = /kosov|косов/iu

/** The flaws of a label, in the order of their names above. */
export function flawsOf(label: string, language: Language): readonly Flaw[] {
  const flaws: readonly (readonly [Flaw, boolean])[] = [
    ['empty', label.trim() === ''],
    ['control-character', /\p{C}/u.test(label)],
    ['outer-space', label !== label.trim()],
    ['too-long', label.length > LENGTH_MAX],
    ['foreign-letter', hasForeignLetter(label, language)],
    ['forbidden-word', FORBIDDEN.test(label)],
    ['unmarked-designation', DESIGNATION.test(label.replace(MARKED, ''))],
  ]
  return flaws.flatMap(([flaw, isThere]) => (isThere ? [flaw] : []))
}

function hasForeignLetter(label: string, language: Language): boolean {
  const letters = label.replace(ACRONYM, '').match(/\p{L}/gu) ?? []
  return letters.some((letter) => !LETTERS[language].includes(letter.toLowerCase()))
}

/** Labels that stand for more than one code of a list. */
export function duplicatesAmong(labels: readonly string[]): readonly string[] {
  return labels.filter((label, index) => labels.indexOf(label) !== index)
}
