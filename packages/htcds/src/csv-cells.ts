import type { Json } from '@trm/kernel'
import type { ValueKind } from './value-kinds.ts'

/** How spreadsheets and the exports of Salesforce write a checkbox. */
const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['TRUE', true],
  ['1', true],
  ['false', false],
  ['FALSE', false],
  ['0', false],
])

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i
const NUMBER_LENGTH_MAX = 32
// Salesforce separates codes by `;` in data exports and by `; ` in reports.
const BETWEEN_CODES = /; ?/

// What a spreadsheet takes for a formula, wide forms and leading white space included.
const FORMULA = /^['\s]*[=+\-@＝＋－＠]/

/** The value of a cell that is not empty. What is not of its kind stays text, for sections to refuse. */
export function readCell(kind: ValueKind, cell: string): Json {
  switch (kind) {
    case 'flag':
      return flags.get(cell) ?? cell
    case 'number':
      return cell.length <= NUMBER_LENGTH_MAX && NUMBER.test(cell) ? Number(cell) : cell
    case 'codes':
      return cell.split(BETWEEN_CODES)
    case 'text':
      return withoutGuard(cell)
  }
}

/** The cell of a value, quoted where RFC 4180 wants it. */
export function writeCell(value: Json): string {
  if (Array.isArray(value)) return quote(value.join(';'))
  return typeof value === 'string' ? quote(withGuard(value)) : JSON.stringify(value)
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front. Text that would look
 * like that gets another, so that taking one away gives back every text as it was.
 */
function withGuard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

function withoutGuard(cell: string): string {
  const text = cell.slice(1)
  return cell.startsWith("'") && FORMULA.test(text) ? text : cell
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
