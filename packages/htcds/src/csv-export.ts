import type { Json, JsonObject } from '@trm/kernel'
import { writeCell } from './csv-cells.ts'
import { headerOf, type Column } from './csv-columns.ts'
import { exportHtcds } from './export.ts'
import { htcdsFields, htcdsGroups, type HtcdsGroup } from './fields.ts'
import type { HtcdsSections } from './import.ts'

// Without it spreadsheets take UTF-8 for something else and save the names that they garble.
const BYTE_ORDER_MARK = '\uFEFF'
const LINE_END = '\r\n'

/**
 * Writes records as the CSV file that `importHtcdsCsv` reads: a column for each field that a record
 * has, in the order of the standard. Text that a spreadsheet would take for a formula (it begins with
 * `=`, `+`, `-` or `@`) gets an apostrophe in front, which the import takes away.
 */
export function exportHtcdsCsv(records: readonly HtcdsSections[]): string {
  const written = records.map(exportHtcds)
  const columns = allColumns(written).filter((column) =>
    written.some((record) => valueOf(record, column) !== undefined),
  )
  const rows = written.map((record) =>
    columns.map((column) => {
      const value = valueOf(record, column)
      return value === undefined ? '' : writeCell(value)
    }),
  )
  const lines = [columns.map(headerOf), ...rows].map((cells) => `${cells.join(',')}${LINE_END}`)
  return BYTE_ORDER_MARK + lines.join('')
}

/** A column for every field of the record, and of as many items as the longest group has. */
function allColumns(records: readonly JsonObject[]): readonly Column[] {
  const fields = Object.entries(htcdsFields)
  const ofRecord = fields.flatMap(([field, mapping]) => ('section' in mapping ? [{ field }] : []))
  const ofItems = Object.keys(htcdsGroups).flatMap((name) => {
    const group = name as HtcdsGroup
    const names = fields.flatMap(([field, mapping]) =>
      'group' in mapping && mapping.group === group ? [field] : [],
    )
    const length = Math.max(0, ...records.map((record) => itemsOf(record, group).length))
    return Array.from({ length }, (_, index) => ({ group, index })).flatMap((item) =>
      names.map((field) => ({ field, item })),
    )
  })
  return [...ofRecord, ...ofItems]
}

function valueOf(record: JsonObject, { field, item }: Column): Json | undefined {
  return item === undefined ? record[field] : itemsOf(record, item.group)[item.index]?.[field]
}

function itemsOf(record: JsonObject, group: HtcdsGroup): readonly JsonObject[] {
  // The export writes a group as a list of objects.
  return (record[group] ?? []) as readonly JsonObject[]
}
