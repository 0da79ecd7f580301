import { hkdfSync } from 'node:crypto'
import { invariant } from '@trm/kernel'
import { VaultError } from '@trm/ports'
import { decryptAtRest, encryptAtRest, hmacSha256 } from '@trm/sealing'

const MASTER_KEY_BYTES = 32
const DERIVED_KEY_BYTES = 32
const NONCE_BYTES = 24

/**
 * Where a sealed value belongs: kind and name of its row. It is bound to the value, so that a value
 * moved to another row does not open.
 */
export type Place = readonly [kind: string, ...names: string[]]

/** What the master key does. Values and hashes have a key each, derived from it (HKDF-SHA256). */
export type MasterKey = {
  /** 32 bytes that only the holder of the master key can compute: HMAC-SHA256 of the place. */
  hash(place: Place): Uint8Array
  /** Nonce (24 bytes), then ciphertext and tag. Differs from call to call. */
  seal(place: Place, value: Uint8Array): Uint8Array
  /** @throws {VaultError} `VAULT_DAMAGED` when it was not sealed for this place, under this key. */
  open(place: Place, sealed: Uint8Array): Uint8Array
  /** Forgets the derived keys. */
  wipe(): void
}

/** @param bytes 32 bytes; not needed any more once this has returned. */
export function masterKey(bytes: Uint8Array): MasterKey {
  invariant(bytes.length === MASTER_KEY_BYTES, 'vault: a master key is 32 bytes')
  const sealingKey = derive(bytes, 'trm vault v1 values')
  const hashingKey = derive(bytes, 'trm vault v1 names')

  return {
    hash: (place) => hmacSha256(hashingKey, encode(place)),
    seal: (place, plaintext) => {
      const associatedData = encode(place)
      const { nonce, ciphertext } = encryptAtRest({ key: sealingKey, associatedData, plaintext })
      return Buffer.concat([nonce, ciphertext])
    },
    open: (place, sealed) => {
      const value = decryptAtRest({
        key: sealingKey,
        associatedData: encode(place),
        nonce: sealed.subarray(0, NONCE_BYTES),
        ciphertext: sealed.subarray(NONCE_BYTES),
      })
      if (value === undefined) throw new VaultError('VAULT_DAMAGED', { kind: place[0] })
      return value
    },
    wipe: () => {
      sealingKey.fill(0)
      hashingKey.fill(0)
    },
  }
}

function derive(bytes: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', bytes, new Uint8Array(), purpose, DERIVED_KEY_BYTES))
}

/** JSON, so that no two places have one spelling. */
function encode(place: Place): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(place))
}
