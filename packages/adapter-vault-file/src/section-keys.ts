import type { DatabaseSync } from 'node:sqlite'
import type { CaseReference } from '@trm/kernel'
import type { SectionKey } from '@trm/ports'
import { encodeBase64url, randomBytes } from '@trm/sealing'
import { erase } from './erasure.ts'
import type { MasterKey, Place } from './master-key.ts'

const KEY_ID_BYTES = 16
const KEY_BYTES = 32

/** The table of section keys: one key at most for each section of each case. */
export type SectionKeys = {
  findCurrent(caseReference: CaseReference, section: string): SectionKey | undefined
  /** The current key, made where there is none. */
  current(caseReference: CaseReference, section: string): SectionKey
  find(keyId: string): Uint8Array | undefined
  destroy(caseReference: CaseReference, section: string): readonly string[]
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

  function make(sectionHash: Uint8Array): SectionKey {
    const keyId = encodeBase64url(randomBytes(KEY_ID_BYTES))
    const key = randomBytes(KEY_BYTES)
    insert.run(keyId, sectionHash, master.seal(placeOf({ keyId, sectionHash }), key))
    return { keyId, key }
  }

  function findBy(sectionHash: Uint8Array): SectionKey | undefined {
    const row = findBySection.get(sectionHash) as KeyRow | undefined
    return row === undefined ? undefined : open(row)
  }

  return {
    findCurrent: (caseReference, section) => findBy(hashOf(caseReference, section)),
    current: (caseReference, section) => {
      const sectionHash = hashOf(caseReference, section)
      return findBy(sectionHash) ?? make(sectionHash)
    },
    find: (keyId) => {
      const row = findById.get(keyId) as KeyRow | undefined
      return row === undefined ? undefined : open(row).key
    },
    destroy: (caseReference, section) =>
      erase(database, () => {
        const rows = remove.all(hashOf(caseReference, section)) as Pick<KeyRow, 'keyId'>[]
        return { erased: rows.length > 0, answer: rows.map(({ keyId }) => keyId) }
      }),
  }
}

/** A key opens under its own id and for its own section. */
function placeOf({ keyId, sectionHash }: Pick<KeyRow, 'keyId' | 'sectionHash'>): Place {
  return ['section-key', keyId, encodeBase64url(sectionHash)]
}
