import { importHtcdsCsv } from './csv-import.ts'
import type { HtcdsFileImport } from './files.ts'
import { importHtcdsJson } from './json-file.ts'
import { importHtcdsOdk } from './odk-import.ts'

/** The formats of files with cases in HTCDS 2.0, and how each is read. */
const readers = {
  json: importHtcdsJson,
  csv: importHtcdsCsv,
  odk: importHtcdsOdk,
} as const satisfies Record<string, (bytes: Uint8Array) => HtcdsFileImport>

export type HtcdsFormat = keyof typeof readers

export const htcdsFormats: readonly HtcdsFormat[] = ['json', 'csv', 'odk']

export function isHtcdsFormat(name: string): name is HtcdsFormat {
  return Object.hasOwn(readers, name)
}

/** Reads a file whole or not at all: all its records, or every problem, none of which repeats a value. */
export function importHtcdsFile(format: HtcdsFormat, bytes: Uint8Array): HtcdsFileImport {
  return readers[format](bytes)
}
