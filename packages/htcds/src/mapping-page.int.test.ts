import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { htcdsFields } from './fields.ts'
import { mappingPage } from './mapping-page.ts'
import { odkElements } from './odk-form.ts'

const PAGE = new URL('../../../schemas/htcds/mapping.md', import.meta.url)

describe('schemas/htcds/mapping.md', () => {
  it('is what the code says; it tells how it is written anew', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(mappingPage())
  })

  it('has a row for every field and for every element of the ODK form', () => {
    const cells = [...mappingPage().matchAll(/^\| `(\w+(?:\/\w+)?)` +\| (\S.*?) +\|/gm)]
    const rows = cells.map(([, name = '']) => name)
    expect(rows.slice(0, 84)).toStrictEqual(Object.keys(htcdsFields))
    expect(rows.slice(84)).toStrictEqual(['start', 'end', '__version__', 'meta/instanceID'])
    const page = mappingPage()
    expect(Object.keys(odkElements).filter((name) => !page.includes(`\`${name}\``))).toStrictEqual(
      [],
    )
  })

  it('says a place or a reason for each', () => {
    const places = [...mappingPage().matchAll(/^\| `[\w/]+` +\| (\S.*?) +\|/gm)].map(
      ([, place = '']) => place,
    )
    expect(places.length).toBe(88)
    const odd = places.filter((place) => !/^(?:`[\w.[\]]+`|_not imported_: [a-z-]+)$/.test(place))
    expect(odd).toStrictEqual([])
  })
})
