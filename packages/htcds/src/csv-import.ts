import { fail, ok, type Json, type Result } from '@trm/kernel'
import { CsvError, parse } from 'csv-parse/sync'
import { readCell } from './csv-cells.ts'
import { parseColumn, placeOf, type Column } from './csv-columns.ts'
import type { HtcdsGroup } from './fields.ts'
import {
  decodeText,
  fileFailure,
  problemList,
  RECORDS_MAX,
  type HtcdsFileImport,
  type ProblemList,
} from './files.ts'
import { importHtcds, type HtcdsImport } from './import.ts'
import { kindOf } from './value-kinds.ts'

const HEADER_ROW = 1

/**
 * Reads a CSV file (RFC 4180, UTF-8, separated by commas): a header of field names with prefix, then
 * a case in each row. An empty cell is a value that is not known; codes of a multiselect are
 * separated by `;`, dates are `2026-03-01`, checkboxes true or false. Groups that repeat have a column
 * for each item, see {@link parseColumn}.
 */
export function importHtcdsCsv(bytes: Uint8Array): HtcdsFileImport {
  const text = decodeText(bytes)
  if (!text.ok) return text
  const parsed = parseRows(text.value)
  if (!parsed.ok) return fileFailure('not-csv', parsed.failure.row)
  const [header, ...rows] = parsed.value
  if (header === undefined || rows.length === 0) return fileFailure('empty')
  if (rows.length > RECORDS_MAX) return fileFailure('too-many')

  const problems = problemList()
  const columns = readHeader(header, problems)
  const records: HtcdsImport[] = []
  for (const [index, cells] of rows.entries()) {
    const row = HEADER_ROW + 1 + index
    // A line without a cell is a row that says nothing, not one that lacks cells.
    const isBlank = cells.every((cell) => cell === '')
    if (!isBlank && cells.length !== columns.length) {
      problems.add({ row, field: 'record', reason: 'ragged' })
      continue
    }
    const record = readRow(columns, cells)
    // That nothing was read is no news when that is because its columns were refused.
    if (!isBlank && Object.keys(record).length === 0) continue
    const result = importHtcds(record)
    if (result.ok) records.push(result.value)
    else problems.addAll(result.failure.problems, row)
  }
  return problems.resultOf(records)
}

function parseRows(text: string): Result<string[][], { readonly row: number }> {
  try {
    const options = { record_delimiter: ['\r\n', '\n'], relax_column_count: true }
    // One row more than are allowed is enough to see that there are too many.
    return ok(parse(text, { ...options, to: HEADER_ROW + RECORDS_MAX + 1 }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // Its message quotes the file, so only the number of rows before it is taken.
    const { records } = error as { readonly records?: unknown }
    return fail({ row: typeof records === 'number' ? records + 1 : HEADER_ROW })
  }
}

/** The columns in their order; undefined for one that cannot be read. */
function readHeader(
  header: readonly string[],
  problems: ProblemList,
): readonly (Column | undefined)[] {
  const seen = new Set<string>()
  return header.map((cell, index) => {
    const column = parseColumn(cell)
    if (column === undefined) {
      const field = `column ${index + 1}`
      problems.add({ row: HEADER_ROW, field, reason: cell === '' ? 'empty' : 'unknown-field' })
      return undefined
    }
    const place = placeOf(column)
    if (seen.has(place)) {
      problems.add({ row: HEADER_ROW, field: place, reason: 'duplicate' })
      return undefined
    }
    seen.add(place)
    return column
  })
}

/** The record in the cells of a row. */
function readRow(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
): Readonly<Record<string, Json>> {
  const record: Record<string, Json> = {}
  const groups = new Map<HtcdsGroup, Record<string, Json>[]>()
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (column === undefined || cell === '') continue
    const target = column.item === undefined ? record : itemOf(groups, column.item)
    target[column.field] = readCell(kindOf(column.field), cell)
  }
  return { ...record, ...Object.fromEntries(groups) }
}

/** An item of a group. Items before it that have no value are empty, for the section to refuse. */
function itemOf(
  groups: Map<HtcdsGroup, Record<string, Json>[]>,
  { group, index }: NonNullable<Column['item']>,
): Record<string, Json> {
  const items = groups.get(group) ?? []
  groups.set(group, items)
  while (items.length <= index) items.push({})
  return items[index] ?? {}
}
