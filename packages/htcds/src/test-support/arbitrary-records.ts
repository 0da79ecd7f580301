import { invariant, type Json } from '@trm/kernel'
import fc from 'fast-check'
import { findMapping, htcdsGroups, type HtcdsGroup } from '../fields.ts'
import { readStandardTable, type StandardField } from '../fixtures/standard-table.ts'
import { importHtcds, type HtcdsSections } from '../import.ts'

type Record = Readonly<{ [field: string]: Json }>

const TEXT_LENGTH_MAX = 20
// What the formats quote, guard, separate or escape, and what they may take for something else.
const MARKS = '= + - @ \' " ; , & < > # | ＝ ＠ ]]> &#10; ž Ж 😀 \uFEFF \uFFFE'.split(' ')
const ON_ONE_LINE = [' ', ...MARKS]
const WITH_LINES = [...ON_ONE_LINE, '\n', '\r', '\r\n', '\t']

const samples: Readonly<{ [field: string]: readonly string[] }> = {
  prs_Citizenship: ['RS', 'AT', 'XK', 'SRB', 'MK'],
  prs_Email: ['somebody@posta.example', '=x@posta.example', '-x@posta.example'],
  prs_HomePhone: ['+441632960417', '441632960417'],
  prs_MailingCountry: ['RS', 'XK'],
  prs_MobilePhone: ['+447700900142'],
  prs_PrimaryLanguage: ['srp', 'hu'],
  prs_SecondaryLanguage: ['sq', 'rom'],
}
const numbers: Readonly<{ [field: string]: fc.Arbitrary<number> }> = {
  prs_NumberOfChildren: fc.integer({ min: 0, max: 99 }),
  vic_AgeWhenTrafficked: fc.integer({ min: 0, max: 120 }),
  // JSON has one zero.
  prs_MailingLongitude: fc
    .double({ min: -180, max: 180, noNaN: true })
    .map((degrees) => degrees + 0),
  hte_Longitude: fc.double({ min: -180, max: 180, noNaN: true }).map((degrees) => degrees + 0),
  prs_MailingLatitude: fc.double({ min: -90, max: 90, noNaN: true }).map((degrees) => degrees + 0),
  hte_Latitude: fc.double({ min: -90, max: 90, noNaN: true }).map((degrees) => degrees + 0),
}

/** Records of fields that are imported, any of them, with any value that their sections admit. */
export function arbitraryRecord(): fc.Arbitrary<Record> {
  const fields = readStandardTable()
  const ofRecord: { [field: string]: fc.Arbitrary<Json> } = {}
  const ofItems = new Map<HtcdsGroup, { [field: string]: fc.Arbitrary<Json> }>()
  for (const field of fields) {
    const mapping = findMapping(field.name)
    if (mapping === undefined || 'notImported' in mapping) continue
    if ('section' in mapping) ofRecord[field.name] = valueOf(field)
    else {
      const items = ofItems.get(mapping.group) ?? {}
      ofItems.set(mapping.group, { ...items, [field.name]: valueOf(field) })
    }
  }
  for (const group of Object.keys(htcdsGroups) as HtcdsGroup[]) {
    ofRecord[group] = fc.array(some(ofItems.get(group) ?? {}), { minLength: 1, maxLength: 3 })
  }
  return some(ofRecord)
}

/** The sections of a record that is right. */
export function sectionsOf(record: Record): HtcdsSections {
  const result = importHtcds(record)
  invariant(result.ok, 'arbitraryRecord: the record can be imported')
  return result.value.sections
}

function some(fields: { [field: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Record> {
  return fc
    .record(fields, { requiredKeys: [] })
    .filter((record) => Object.keys(record).length > 0) as fc.Arbitrary<Record>
}

function valueOf({ name, type, codes }: StandardField): fc.Arbitrary<Json> {
  const choices = codes.length > 0 ? codes : (samples[name] ?? [])
  if (type === 'Multiselect Picklist') return fc.shuffledSubarray([...choices], { minLength: 1 })
  if (choices.length > 0) return fc.constantFrom(...choices)
  if (type === 'Checkbox') return fc.boolean()
  if (type === 'Date') return day()
  return numbers[name] ?? text(type === 'Long Text' ? WITH_LINES : ON_ONE_LINE)
}

function day(): fc.Arbitrary<string> {
  const [min, max] = [new Date('0001-01-01'), new Date('9999-12-31')]
  return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
}

function text(units: readonly string[]): fc.Arbitrary<string> {
  const letter = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  return fc
    .string({ unit: fc.oneof(fc.constantFrom(...units), letter), minLength: 1, maxLength: 8 })
    .filter((drawn) => drawn.length <= TEXT_LENGTH_MAX && /\S/.test(drawn))
}
