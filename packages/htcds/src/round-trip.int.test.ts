import { invariant, parseStrictJson, type Json, type JsonObject } from '@trm/kernel'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exportHtcdsCsv } from './csv-export.ts'
import { importHtcdsCsv } from './csv-import.ts'
import { exportHtcds } from './export.ts'
import { isHtcdsGroup } from './fields.ts'
import type { HtcdsFileImport } from './files.ts'
import { readStandardTable } from './fixtures/standard-table.ts'
import { exportHtcdsJson, importHtcdsJson } from './json-file.ts'
import { exportHtcdsOdk } from './odk-export.ts'
import { importHtcdsOdk } from './odk-import.ts'
import { arbitraryRecord, sectionsOf } from './test-support/arbitrary-records.ts'

const INSTANCE = '3f0c9a52-6c1d-4f0e-9a5e-7d2b8c1e4a60'
const CASE = new URL('../../../tests/scenarios/handover/case.htcds.json', import.meta.url)

const bytesOf = (text: string) => new TextEncoder().encode(text)

function sectionsIn(read: HtcdsFileImport): unknown {
  return read.ok ? read.value.map(({ sections }) => sections) : read.failure
}

describe.each([
  { format: 'JSON', write: exportHtcdsJson, read: importHtcdsJson },
  { format: 'CSV', write: exportHtcdsCsv, read: importHtcdsCsv },
])('a $format file', ({ write, read }) => {
  it('gives back what was written, whatever the values are', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord(), { minLength: 1, maxLength: 3 }), (records) => {
        const sections = records.map(sectionsOf)
        expect(sectionsIn(read(bytesOf(write(sections))))).toStrictEqual(sections)
      }),
    )
  })

  it('carries every Core field but the consent, which is an event', () => {
    const core = readStandardTable().filter((field) => field.core && field.name !== 'con_Consent')
    expect(core.length).toBe(39)
    const record = handoverCase()
    expect(core.filter(({ name }) => !Object.hasOwn(record, name))).toStrictEqual([])
    const sections = sectionsOf(record)
    expect(sectionsIn(read(bytesOf(write([sections, sections]))))).toStrictEqual([
      sections,
      sections,
    ])
  })
})

describe('a submission of the ODK form', () => {
  it('gives back what was written, but for what it says that it leaves out', () => {
    fc.assert(
      fc.property(arbitraryRecord(), (record) => {
        const { xml, leftOut } = exportHtcdsOdk(sectionsOf(record), INSTANCE)
        const left = new Set(leftOut.map(({ field }) => field.replace(/\[.*/, '')))
        const rest = Object.entries(record).filter(([field]) => !left.has(field))
        const read = importHtcdsOdk(bytesOf(xml))
        if (rest.length > 0) {
          expect(sectionsIn(read)).toStrictEqual([sectionsOf(Object.fromEntries(rest))])
        } else {
          expect(read).toMatchObject({
            failure: { problems: [{ field: 'record', reason: 'empty' }] },
          })
        }
      }),
    )
  })

  it('says of every value of a whole case that it is written or left out', () => {
    const sections = sectionsOf(handoverCase())
    const { xml, leftOut } = exportHtcdsOdk(sections, INSTANCE)
    const read = importHtcdsOdk(bytesOf(xml))
    invariant(read.ok, 'the submission can be imported')
    const written = placesIn(exportHtcds(read.value[0]?.sections ?? {}))
    const left = leftOut.map(({ field }) => field)
    expect(left).toContain('caseComments[1].cco_CaseComment')
    expect([...written, ...left].toSorted()).toStrictEqual(
      placesIn(exportHtcds(sections)).toSorted(),
    )
  })
})

/** Every field of a record that has a value, those of items with their place. */
function placesIn(record: JsonObject): readonly string[] {
  return Object.entries(record).flatMap(([field, value]) =>
    isHtcdsGroup(field)
      ? (value as readonly JsonObject[]).flatMap((item, index) =>
          Object.keys(item).map((name) => `${field}[${index}].${name}`),
        )
      : [field],
  )
}

function handoverCase(): Record<string, Json> {
  const parsed = parseStrictJson(readFileSync(CASE, 'utf8'))
  invariant(parsed.ok, 'the handover case is JSON')
  return Object.fromEntries(Object.entries(parsed.value ?? {}))
}
