import { readFileSync } from 'node:fs'

const TABLE = new URL('../../../../schemas/htcds/htcds-2.0-fields.csv', import.meta.url)
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g
const [NAME_COLUMN, CODES_COLUMN, LABELS_COLUMN] = [6, 9, 10]

/** The picklists of HTCDS 2.0 as published: by field, the label of each code without its outer space. */
export function readStandardLabels(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map(
    parseCsv(readFileSync(TABLE, 'utf8')).map((row) => {
      const labels = linesOf(row[LABELS_COLUMN])
      const pairs = linesOf(row[CODES_COLUMN]).map((code, index) => [code, labels[index] ?? ''])
      return [row[NAME_COLUMN] ?? '', Object.fromEntries(pairs) as Record<string, string>]
    }),
  )
}

function linesOf(cell = ''): readonly string[] {
  return cell.split('\n').map((line) => line.trim())
}

/** RFC 4180, with either line end. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, bare = '', end = ''] of csv.matchAll(CELL)) {
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
