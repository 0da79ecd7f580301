import { describe, expect, it } from 'vitest'
import { toLatin } from './transliterate.ts'

const CYRILLIC = 'а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш'
const LATIN = 'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'

describe('toLatin', () => {
  it('knows every letter of the alphabet, small and capital', () => {
    expect(toLatin(CYRILLIC)).toBe(LATIN)
    const capitals = LATIN.split(' ').map((text) => text.charAt(0).toUpperCase() + text.slice(1))
    expect(toLatin(CYRILLIC.toUpperCase())).toBe(capitals.join(' '))
  })

  it.each([
    ['Љубав', 'Ljubav'],
    ['ЉУБАВ', 'LJUBAV'],
    ['Његош', 'Njegoš'],
    ['ЊЕГОШ', 'NJEGOŠ'],
    ['Џеп', 'Džep'],
    ['ЏЕП', 'DŽEP'],
    ['коњ', 'konj'],
    ['КОЊ', 'KONJ'],
    ['инјекција', 'injekcija'],
    ['надживети', 'nadživeti'],
    ['заштићен смештај', 'zaštićen smeštaj'],
    ['НРМ-а', 'NRM-a'],
  ])('writes %s as %s', (cyrillic, latin) => {
    expect(toLatin(cyrillic)).toBe(latin)
  })

  it.each(['', 'NRM', 'Kosovo*', '18–24 (?)', 'ќѓѕщы'])('leaves "%s" as it is', (text) => {
    expect(toLatin(text)).toBe(text)
  })
})
