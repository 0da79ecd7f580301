const LETTERS: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ђ: 'đ',
  е: 'e',
  ж: 'ž',
  з: 'z',
  и: 'i',
  ј: 'j',
  к: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'ć',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'č',
  џ: 'dž',
  ш: 'š',
}

/**
 * Serbian Cyrillic in Serbian Latin, letter by letter; anything that is no Serbian Cyrillic letter stays.
 * A capital digraph is `Lj` in a word and `LJ` in a word of capitals. There is no way back: `nj` can be
 * one letter or two.
 */
export function toLatin(text: string): string {
  return text.replace(/\p{Script=Cyrillic}+/gu, (word) => wordToLatin(word))
}

function wordToLatin(word: string): string {
  const isInCapitals = word.length > 1 && word === word.toUpperCase()
  return word.replace(/./gu, (letter) => letterToLatin(letter, isInCapitals))
}

function letterToLatin(letter: string, isInCapitals: boolean): string {
  const small = letter.toLowerCase()
  const latin = LETTERS[small]
  if (latin === undefined || letter === small) return latin ?? letter
  return isInCapitals ? latin.toUpperCase() : latin.slice(0, 1).toUpperCase() + latin.slice(1)
}
