import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { invariant, isCaseReference, type CaseReference } from '@trm/kernel'

export const masterKey = Uint8Array.from({ length: 32 }, (_, index) => index + 1)

/** A case reference that nobody else has. */
export function newCase(): CaseReference {
  const reference = `${crypto.randomUUID().replaceAll('-', '').slice(0, 21)}A`
  invariant(isCaseReference(reference), 'newCase: 128 bits in base64url')
  return reference
}

/**
 * Every byte that the vault has on the disk, file and journals. Another process reads them: opening
 * and closing the file in this one would end the lock of a vault that is open.
 */
export function bytesOnDisk(file: string): Buffer {
  const files = [file, `${file}-journal`, `${file}-wal`, `${file}-shm`].filter(existsSync)
  return execFileSync('cat', files, { maxBuffer: 2 ** 30 })
}

/** The sealed values of a vault, from a copy of its bytes, so that it may be open. */
export function sealedValues(file: string): readonly Uint8Array[] {
  execFileSync('cp', [file, `${file}.copy`])
  return query(
    `${file}.copy`,
    `SELECT sealed_key AS value FROM section_key
     UNION ALL SELECT sealed_value FROM secret UNION ALL SELECT sealed_name FROM secret`,
  ).map((row) => row['value'] as Uint8Array)
}

/** Runs SQL on the file of a closed vault. */
export function query(file: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(file)
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

/** Those of the values that can be found, whole or in part: their first and their last 24 bytes. */
export function traces(haystack: Buffer, values: readonly Uint8Array[]): readonly Uint8Array[] {
  const has = (part: Uint8Array): boolean => haystack.includes(Buffer.from(part))
  return values.filter((value) => has(value.subarray(0, 24)) || has(value.subarray(-24)))
}
