import { sectionSchemas } from '@trm/contracts'
import { invariant, type Json } from '@trm/kernel'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exportHtcds } from './export.ts'
import { findMapping, htcdsFields, htcdsGroups } from './fields.ts'
import { readStandardTable, type StandardField } from './fixtures/standard-table.ts'
import { importHtcds } from './import.ts'
import { kindOf, type ValueKind } from './value-kinds.ts'

const standard = readStandardTable()
const imported = standard.filter(({ name }) => {
  const mapping = findMapping(name)
  return mapping !== undefined && !('notImported' in mapping)
})

/** Where a field is read into: section and path, with the list of its group, without an index. */
function placeOf(name: string): string {
  const mapping = findMapping(name)
  invariant(mapping !== undefined && !('notImported' in mapping), 'placeOf: the field is imported')
  if ('section' in mapping) return `${mapping.section}.${mapping.path}`
  const { section, list } = htcdsGroups[mapping.group]
  return `${section}.${list}.${mapping.path}`
}

/** What a schema says at a place of a section, lists entered; undefined where there is no place. */
function leafAt(place: string): { readonly codes: unknown; readonly members: unknown } | undefined {
  const [section = '', ...path] = place.split('.')
  const leaf = path.reduce<unknown>(
    (schema, name) => {
      const member = read(schema, 'shape', name, 'def', 'innerType')
      return read(member, 'element') ?? member
    },
    read(sectionSchemas, section),
  )
  return leaf === undefined
    ? undefined
    : { codes: read(leaf, 'options'), members: read(leaf, 'shape') }
}

function read(from: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
    from,
  )
}

/** A value that fits the field, by what the standard says of its type. */
function sampleOf({ name, type, codes }: StandardField): Json {
  const sample = codes[0] ?? SAMPLES[name] ?? SAMPLES[type] ?? 'Žito 7'
  return type === 'Multiselect Picklist' ? [sample] : sample
}

const SAMPLES: Readonly<Record<string, string | number | boolean>> = {
  Checkbox: true,
  Date: '2026-02-17',
  Geolocation: -12.5,
  Number: 7,
  prs_Citizenship: 'RS',
  prs_Email: 'somebody@posta.example',
  prs_HomePhone: '+441632960417',
  prs_MailingCountry: 'RS',
  prs_MobilePhone: '+447700900142',
  prs_PrimaryLanguage: 'srp',
  prs_SecondaryLanguage: 'hu',
}

/** A record of this field alone, in its group if it has one. */
function recordOf(name: string, value: Json): Readonly<Record<string, Json>> {
  const mapping = findMapping(name)
  const inGroup = mapping !== undefined && 'group' in mapping
  return inGroup ? { [mapping.group]: [{ [name]: value }] } : { [name]: value }
}

describe('the field table', () => {
  it('has exactly the fields of the standard, in its order', () => {
    expect(standard.length).toBe(84)
    expect(Object.keys(htcdsFields)).toStrictEqual(standard.map(({ name }) => name))
  })

  it('maps no field twice, which an object would hide', () => {
    const source = readFileSync(new URL('fields.ts', import.meta.url), 'utf8')
    const named = [...source.matchAll(/^ {2}([a-z]{3}_\w+): (?:at|each|not)\(/gm)]
    expect(named.map(([, name]) => name)).toStrictEqual(standard.map(({ name }) => name))
  })

  it('maps no field to nowhere, and none of a group outside of it', () => {
    const groups = { cco_: 'caseComments', hte_: 'historicTraffickingEvents', spl_: 'supportPlans' }
    for (const { name } of standard) {
      const mapping = findMapping(name) ?? {}
      const group = 'group' in mapping ? mapping.group : undefined
      expect([name, group]).toStrictEqual([name, Reflect.get(groups, name.slice(0, 4))])
    }
  })

  it('takes the values of every field for what the standard says that they are', () => {
    const kinds: Readonly<Record<string, ValueKind>> = {
      Checkbox: 'flag',
      Geolocation: 'number',
      'Multiselect Picklist': 'codes',
      Number: 'number',
    }
    const expected = standard.map(({ name, type }) => [name, kinds[type] ?? 'text'])
    expect(standard.map(({ name }) => [name, kindOf(name)])).toStrictEqual(expected)
    expect(new Set(expected.map(([, kind]) => kind)).size).toBe(4)
  })

  it.each(['prs_Birthday', 'FirstName', 'prs_firstname', 'toString', '__proto__', ''])(
    'has no field %j',
    (name) => {
      expect(findMapping(name)).toBeUndefined()
      expect(kindOf(name)).toBe('text')
    },
  )

  it('reads no two fields into one place', () => {
    const places = imported.map(({ name }) => placeOf(name))
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toStrictEqual([])
  })

  it.each([
    {
      section: 'identity',
      names: /_(Salutation|(First|Middle|Second)Name|Birthdate|IdentityNumber)$/,
    },
    { section: 'contact', names: /_(Mailing\w+|Email|HomePhone|MobilePhone)$/ },
    { section: 'health', names: /Vulnerabilities$/ },
    {
      section: 'exploitation',
      names: /^hte_|Recruitment|Exploitation|Control|Labour|Trafficke[rd]$/,
    },
  ])('keeps what belongs to $section there', ({ section, names }) => {
    const ofThisKind = imported.filter(({ name }) => names.test(name))
    expect(ofThisKind.length).toBeGreaterThan(1)
    const elsewhere = ofThisKind.filter(({ name }) => !placeOf(name).startsWith(`${section}.`))
    expect(elsewhere.map(({ name }) => name)).toStrictEqual([])
  })

  it('leaves behind only organisations, perpetrators and consent', () => {
    const left = standard.filter((field) => !imported.includes(field)).map(({ name }) => name)
    const expected = standard
      .filter(({ heading }) => /^Organization$|Perpetrator|^Consent$/.test(heading))
      .map(({ name }) => name)
    expect(left.sort()).toStrictEqual([...expected, 'vic_AgreementToManagePersonalData'].sort())
  })

  it('keeps the picklists of the standard, code by code, at the place of their field', () => {
    const withCodes = imported.filter(({ codes }) => codes.length > 0)
    expect(withCodes.length).toBe(19)
    for (const { name, codes } of withCodes) {
      const leaf = leafAt(placeOf(name))
      expect({ name, codes: leaf?.codes }).toStrictEqual({ name, codes })
    }
  })
})

describe('every imported field', () => {
  it.each(imported)('$name has a place that is no group', ({ name }) => {
    const leaf = leafAt(placeOf(name))
    expect(leaf).toBeDefined()
    expect(leaf?.members).toBeUndefined()
  })

  it.each(imported)('$name alone goes into its section and comes back', (field) => {
    const record = recordOf(field.name, sampleOf(field))
    const result = importHtcds(record)
    invariant(result.ok, 'the sample fits')
    expect(Object.keys(result.value.sections)).toStrictEqual([placeOf(field.name).split('.')[0]])
    expect(exportHtcds(result.value.sections)).toStrictEqual(record)
  })

  it.each(imported)('$name is refused by its name when its value is of another kind', (field) => {
    const name = problemNameOf(field.name)
    for (const value of [{ secret: 'Mirosavljević' }, null, [{}], [null]]) {
      const result = importHtcds(recordOf(field.name, value))
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result)).not.toContain('Mirosavljević')
      expect(result).toMatchObject({ failure: { problems: [{ field: name }] } })
    }
  })

  it.each(imported)('$name is refused when its value is none of its type', (field) => {
    const wrong =
      field.type.includes('ext') || field.type.startsWith('Lookup') ? 7 : 'Mirosavljević'
    const result = importHtcds(recordOf(field.name, wrong))
    expect(JSON.stringify(result)).not.toContain('Mirosavljević')
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'invalid', problems: [{ field: problemNameOf(field.name) }] },
    })
  })
})

function problemNameOf(name: string): string {
  const mapping = findMapping(name)
  return mapping !== undefined && 'group' in mapping ? `${mapping.group}[0].${name}` : name
}
