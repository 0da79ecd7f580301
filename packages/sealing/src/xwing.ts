import {
  createPrivateKey,
  createPublicKey,
  decapsulate as decapsulateMlKem,
  diffieHellman,
  encapsulate as encapsulateMlKem,
  generateKeyPairSync,
  hash,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { assertKeyLength, SealingError } from './errors.ts'

export const XWING_PUBLIC_KEY_BYTES = 1_216
export const XWING_ENCAPSULATED_BYTES = 1_120

const PRIVATE_KEY_BYTES = 32
const MLKEM_PUBLIC_KEY_BYTES = 1_184
const MLKEM_CIPHERTEXT_BYTES = 1_088
const MLKEM_SEED_BYTES = 64
const X25519_KEY_BYTES = 32
/** `\.//^\`, as the draft draws it. */
const LABEL = encodeUtf8('\\.//^\\')

/** What one encapsulation yields: 1,120 bytes for the recipient and 32 bytes known to both. */
export type Encapsulation = {
  readonly encapsulated: Uint8Array
  readonly sharedSecret: Uint8Array
}

/** A fresh X-Wing key pair: the 32-byte seed and 1,216 bytes. */
export function generateXwingKey(): {
  readonly privateKey: Uint8Array
  readonly publicKey: Uint8Array
} {
  const privateKey = new Uint8Array(randomBytes(PRIVATE_KEY_BYTES))
  return { privateKey, publicKey: xwingPublicKey(privateKey) }
}

/**
 * The public key (1,216 bytes) of a private key (the 32-byte seed).
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see draft-connolly-cfrg-xwing-kem, section 5.2
 */
export function xwingPublicKey(privateKey: Uint8Array): Uint8Array {
  const { mlKem, x25519Public } = decapsulationKeyOf(privateKey)
  return concatBytes(rawPublicKey(createPublicKey(mlKem)), x25519Public)
}

/**
 * Agrees on a secret with the owner of a public key (1,216 bytes). The two halves of the key are kept
 * with it, so the same bytes in the same array are taken apart once.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH` or `SEALING_PUBLIC_KEY_INVALID`
 * @see draft-connolly-cfrg-xwing-kem, section 5.4
 */
export function encapsulate(publicKey: Uint8Array): Encapsulation {
  const recipient = encapsulationKeyOf(publicKey)
  const ephemeral = generateKeyPairSync('x25519')
  const ephemeralPublic = rawPublicKey(ephemeral.publicKey)
  const x25519Secret = agree(ephemeral.privateKey, recipient.x25519)
  if (x25519Secret === undefined) throw new SealingError('SEALING_PUBLIC_KEY_INVALID')
  const { ciphertext, sharedKey } = encapsulateMlKem(recipient.mlKem)
  return {
    encapsulated: concatBytes(ciphertext, ephemeralPublic),
    sharedSecret: combine(sharedKey, x25519Secret, ephemeralPublic, recipient.x25519Public),
  }
}

/**
 * The secret (32 bytes) behind an encapsulated key. X-Wing rejects implicitly: what was not
 * encapsulated for this key yields a secret that nobody else has.
 *
 * @returns undefined where the encapsulated key does not have its 1,120 bytes or is refused.
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see draft-connolly-cfrg-xwing-kem, section 5.5
 */
export function decapsulate(
  encapsulated: Uint8Array,
  privateKey: Uint8Array,
): Uint8Array | undefined {
  const { mlKem, x25519, x25519Public } = decapsulationKeyOf(privateKey)
  if (encapsulated.length !== XWING_ENCAPSULATED_BYTES) return undefined
  const ephemeralPublic = encapsulated.subarray(MLKEM_CIPHERTEXT_BYTES)
  const x25519Secret = agree(x25519, importPublic(ephemeralPublic, 'x25519'))
  if (x25519Secret === undefined) return undefined
  const mlKemSecret = decapsulateMlKem(mlKem, encapsulated.subarray(0, MLKEM_CIPHERTEXT_BYTES))
  return combine(mlKemSecret, x25519Secret, ephemeralPublic, x25519Public)
}

/** The combiner, which needs no proof beyond ML-KEM's own. @see the draft, section 5.3 */
function combine(
  mlKemSecret: Uint8Array,
  x25519Secret: Uint8Array,
  ephemeralPublic: Uint8Array,
  x25519Public: Uint8Array,
): Uint8Array {
  const input = concatBytes(mlKemSecret, x25519Secret, ephemeralPublic, x25519Public, LABEL)
  return new Uint8Array(hash('sha3-256', input, 'buffer'))
}

type EncapsulationKey = {
  readonly mlKem: KeyObject
  readonly x25519: KeyObject
  readonly x25519Public: Uint8Array
}

// Taking a key apart costs more than using it. Weak: whoever drops the bytes has dropped the key.
const encapsulationKeys = new WeakMap<Uint8Array, EncapsulationKey>()
const decapsulationKeys = new WeakMap<Uint8Array, EncapsulationKey>()

function encapsulationKeyOf(publicKey: Uint8Array): EncapsulationKey {
  assertKeyLength(publicKey, XWING_PUBLIC_KEY_BYTES)
  const known = encapsulationKeys.get(publicKey)
  if (known !== undefined) return known
  const x25519Public = publicKey.slice(MLKEM_PUBLIC_KEY_BYTES)
  const taken = {
    mlKem: importPublic(publicKey.subarray(0, MLKEM_PUBLIC_KEY_BYTES), 'ml-kem-768'),
    x25519: importPublic(x25519Public, 'x25519'),
    x25519Public,
  }
  encapsulationKeys.set(publicKey, taken)
  return taken
}

/** @see draft-connolly-cfrg-xwing-kem, section 5.2: expandDecapsulationKey */
function decapsulationKeyOf(privateKey: Uint8Array): EncapsulationKey {
  assertKeyLength(privateKey, PRIVATE_KEY_BYTES)
  const known = decapsulationKeys.get(privateKey)
  if (known !== undefined) return known
  const seeds = hash('shake256', privateKey, {
    outputEncoding: 'buffer',
    outputLength: MLKEM_SEED_BYTES + X25519_KEY_BYTES,
  })
  const x25519 = createPrivateKey({
    key: seeds.subarray(MLKEM_SEED_BYTES),
    format: 'raw-private',
    asymmetricKeyType: 'x25519',
  })
  const taken = {
    mlKem: createPrivateKey({
      key: seeds.subarray(0, MLKEM_SEED_BYTES),
      format: 'raw-seed',
      asymmetricKeyType: 'ml-kem-768',
    }),
    x25519,
    x25519Public: rawPublicKey(createPublicKey(x25519)),
  }
  decapsulationKeys.set(privateKey, taken)
  return taken
}

/** @throws {SealingError} `SEALING_PUBLIC_KEY_INVALID`: numbers of ML-KEM beyond its modulus. */
function importPublic(key: Uint8Array, asymmetricKeyType: 'ml-kem-768' | 'x25519'): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(key), format: 'raw-public', asymmetricKeyType })
  } catch {
    // Of the right length, it is refused for nothing else; the library's own error may quote the key.
    throw new SealingError('SEALING_PUBLIC_KEY_INVALID')
  }
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'raw-public' }))
}

/** @returns undefined for a point of small order, with which every secret is the same: all zeros. */
function agree(privateKey: KeyObject, publicKey: KeyObject): Uint8Array | undefined {
  try {
    return diffieHellman({ privateKey, publicKey })
  } catch {
    // Two keys of one type fail to agree for no other reason (RFC 7748, section 6.1).
    return undefined
  }
}
