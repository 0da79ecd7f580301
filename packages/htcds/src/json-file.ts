import { parseStrictJson, type Json } from '@trm/kernel'
import { exportHtcds } from './export.ts'
import { decodeText, fileFailure, problemList, RECORDS_MAX, type HtcdsFileImport } from './files.ts'
import { importHtcds, type HtcdsImport, type HtcdsSections } from './import.ts'

/**
 * Reads a JSON file: one record as {@link importHtcds} reads it, or a list of records. JSON is read
 * strictly: no name twice, no number that another reader could take for a different one.
 */
export function importHtcdsJson(bytes: Uint8Array): HtcdsFileImport {
  const text = decodeText(bytes)
  if (!text.ok) return text
  const parsed = parseStrictJson(text.value)
  if (!parsed.ok) return fileFailure(parsed.failure.kind)

  const isList = Array.isArray(parsed.value)
  const items: readonly Json[] = isList ? (parsed.value as readonly Json[]) : [parsed.value]
  if (items.length === 0) return fileFailure('empty')
  if (items.length > RECORDS_MAX) return fileFailure('too-many')

  const problems = problemList()
  const records: HtcdsImport[] = []
  for (const [index, item] of items.entries()) {
    const result = importHtcds(item)
    if (result.ok) records.push(result.value)
    else problems.addAll(result.failure.problems, isList ? index + 1 : undefined)
  }
  return problems.resultOf(records)
}

/** Writes one record as an object and several as a list, in the form that is read. */
export function exportHtcdsJson(records: readonly HtcdsSections[]): string {
  const written = records.map(exportHtcds)
  return `${JSON.stringify(written.length === 1 ? written[0] : written, undefined, 2)}\n`
}
