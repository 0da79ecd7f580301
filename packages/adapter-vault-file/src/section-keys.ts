import type { DatabaseSync } from 'node:sqlite'
import type { CaseReference } from '@trm/kernel'
import type { SectionKey } from '@trm/ports'
import { encodeBase64url, randomBytes } from '@trm/sealing'
import { erase } from './erasure.ts'
import type { MasterKey, Place } from './master-key.ts'
import { createOpenedKeys } from './opened-keys.ts'

const KEY_ID_BYTES = 16
const KEY_BYTES = 32

/** The table of section keys: one key at most for each section of each case. */
export type SectionKeys = {
  findCurrent(caseReference: CaseReference, section: string): SectionKey | undefined
  /** The current key, made where there is none. */
  current(caseReference: CaseReference, section: string): SectionKey
  find(keyId: string): Uint8Array | undefined
  destroy(caseReference: CaseReference, section: string): readonly string[]
  /** Forgets the keys that it has opened. */
  wipe(): void
}

// The table is STRICT, so a column has the type that its definition says.
type KeyRow = {
  readonly keyId: string
  readonly sectionHash: Uint8Array
  readonly sealedKey: Uint8Array
}

const KEY = `SELECT key_id AS keyId, section_hash AS sectionHash, sealed_key AS sealedKey
  FROM section_key`

export function sectionKeys(database: DatabaseSync, master: MasterKey): SectionKeys {
  const opened = createOpenedKeys()
  const findById = database.prepare(`${KEY} WHERE key_id = ?`)
  const findBySection = database.prepare(`${KEY} WHERE section_hash = ?`)
  const insert = database.prepare(
    'INSERT INTO section_key (key_id, section_hash, sealed_key) VALUES (?, ?, ?)',
  )
  const remove = database.prepare(
    'DELETE FROM section_key WHERE section_hash = ? RETURNING key_id AS keyId',
  )

  function hashOf(caseReference: CaseReference, section: string): Uint8Array {
    return master.hash(['section', caseReference, section])
  }

  function open(row: KeyRow): SectionKey {
    return { keyId: row.keyId, key: master.open(placeOf(row), row.sealedKey) }
  }

  function openAndKeep(row: KeyRow): SectionKey {
    const key = open(row)
    opened.keep(encodeBase64url(row.sectionHash), key)
    return key
  }

  function make(sectionHash: Uint8Array): SectionKey {
    const keyId = encodeBase64url(randomBytes(KEY_ID_BYTES))
    const key = randomBytes(KEY_BYTES)
    insert.run(keyId, sectionHash, master.seal(placeOf({ keyId, sectionHash }), key))
    return { keyId, key }
  }

  const rowOf = (sectionHash: Uint8Array) => findBySection.get(sectionHash) as KeyRow | undefined

  return {
    findCurrent: (caseReference, section) => {
      const sectionHash = hashOf(caseReference, section)
      const known = opened.findOf(encodeBase64url(sectionHash))
      if (known !== undefined) return known
      const row = rowOf(sectionHash)
      return row === undefined ? undefined : openAndKeep(row)
    },
    // In a transaction that may fail: what is found or made here is not kept.
    current: (caseReference, section) => {
      const sectionHash = hashOf(caseReference, section)
      const row = rowOf(sectionHash)
      return row === undefined ? make(sectionHash) : open(row)
    },
    find: (keyId) => {
      const known = opened.find(keyId)
      if (known !== undefined) return known
      const row = findById.get(keyId) as KeyRow | undefined
      return row === undefined ? undefined : openAndKeep(row).key
    },
    destroy: (caseReference, section) => {
      const sectionHash = hashOf(caseReference, section)
      opened.wipe(encodeBase64url(sectionHash))
      return erase(database, () => {
        const rows = remove.all(sectionHash) as Pick<KeyRow, 'keyId'>[]
        return { erased: rows.length > 0, answer: rows.map(({ keyId }) => keyId) }
      })
    },
    wipe: opened.wipeAll,
  }
}

/** A key opens under its own id and for its own section. */
function placeOf({ keyId, sectionHash }: Pick<KeyRow, 'keyId' | 'sectionHash'>): Place {
  return ['section-key', keyId, encodeBase64url(sectionHash)]
}
