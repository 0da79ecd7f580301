import type { DatabaseSync } from 'node:sqlite'
import { encodeBase64url } from '@trm/sealing'
import { erase } from './erasure.ts'
import type { MasterKey, Place } from './master-key.ts'

/** The table of named secrets. */
export type Secrets = {
  put(name: string, value: Uint8Array): void
  find(name: string): Uint8Array | undefined
  destroy(name: string): boolean
  /** In code unit order. */
  names(): readonly string[]
}

// The table is STRICT, so a column has the type that its definition says.
type NameRow = { readonly nameHash: Uint8Array; readonly sealedName: Uint8Array }
type ValueRow = { readonly sealedValue: Uint8Array }

export function secrets(database: DatabaseSync, master: MasterKey): Secrets {
  const insert = database.prepare(
    'INSERT INTO secret (name_hash, sealed_name, sealed_value) VALUES (?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM secret WHERE name_hash = ?')
  const findValue = database.prepare(
    'SELECT sealed_value AS sealedValue FROM secret WHERE name_hash = ?',
  )
  const everyName = database.prepare(
    'SELECT name_hash AS nameHash, sealed_name AS sealedName FROM secret',
  )

  const hashOf = (name: string): Uint8Array => master.hash(['secret', name])

  return {
    put: (name, value) => {
      const hash = hashOf(name)
      const sealedName = master.seal(placeOf('secret-name', hash), Buffer.from(name, 'utf16le'))
      const sealedValue = master.seal(placeOf('secret-value', hash), value)
      // An earlier value is not overwritten but erased.
      erase(database, () => {
        const erased = remove.run(hash).changes > 0
        insert.run(hash, sealedName, sealedValue)
        return { erased, answer: undefined }
      })
    },
    find: (name) => {
      const hash = hashOf(name)
      const row = findValue.get(hash) as ValueRow | undefined
      return row && master.open(placeOf('secret-value', hash), row.sealedValue)
    },
    destroy: (name) =>
      erase(database, () => {
        const erased = remove.run(hashOf(name)).changes > 0
        return { erased, answer: erased }
      }),
    names: () =>
      (everyName.all() as NameRow[])
        .map(({ nameHash, sealedName }) =>
          Buffer.from(master.open(placeOf('secret-name', nameHash), sealedName)).toString(
            'utf16le',
          ),
        )
        .sort(),
  }
}

function placeOf(kind: 'secret-name' | 'secret-value', hash: Uint8Array): Place {
  return [kind, encodeBase64url(hash)]
}
