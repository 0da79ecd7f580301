import type { TokenId } from '@trm/kernel'
import { TAG_BYTES, decryptXchacha20Poly1305, encryptXchacha20Poly1305 } from './aead.ts'
import { encodeBase64url } from './base64url.ts'
import { concatBytes, encodeUtf8, uint32Bytes } from './bytes.ts'
import { assertKeyLength } from './errors.ts'
import { hkdfExpand, hkdfExtract } from './hkdf.ts'
import { randomBytes } from './random.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 24
const NAME_BYTES = 16
const PURPOSE = 'trm attachment chunk 1'
const NAMING = 'trm attachment name 1'
const NO_SALT = new Uint8Array()

/** Where a chunk belongs: in which attachment, at which place, and whether nothing follows it. */
export type ChunkPlace = {
  readonly attachment: TokenId
  /** From 0 on. */
  readonly index: number
  readonly isLast: boolean
}

/**
 * Seals one chunk of an attachment for the disk: nonce (24 bytes), then ciphertext and tag. The key is one
 * for this attachment alone, derived from that of its section: who destroys the one has destroyed the other.
 *
 * Attachment, place and whether it is the last are authenticated, so that no chunk opens at another
 * place, in another attachment, or as the end where it is none: what STREAM puts into the nonce is in the
 * associated data here, and the nonce is random, since a chunk may be written anew after a crash and a nonce
 * that follows from its place would then serve twice.
 *
 * Shapes: `sectionKey` 32 bytes; `plaintext` any length, which stays visible.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
 *   Misuse-Resistance", CRYPTO 2015, section 7 (STREAM); draft-irtf-cfrg-xchacha-03, section 2
 */
export function sealChunk(
  sectionKey: Uint8Array,
  place: ChunkPlace,
  plaintext: Uint8Array,
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const key = chunkKey(sectionKey, place.attachment)
  return concatBytes(
    nonce,
    encryptXchacha20Poly1305({ key, nonce }, associatedData(place), plaintext),
  )
}

/**
 * Opens what {@link sealChunk} sealed.
 *
 * @returns undefined, without saying which part, when key, attachment, place or bytes are others.
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 */
export function openChunk(
  sectionKey: Uint8Array,
  place: ChunkPlace,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const key = chunkKey(sectionKey, place.attachment)
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  return decryptXchacha20Poly1305(
    { key, nonce },
    associatedData(place),
    sealed.subarray(NONCE_BYTES),
  )
}

/**
 * A name for files about `what`, 22 characters of base64url: always the same under one section key, and
 * without that key it neither tells nor confirms anything.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 */
export function nameUnderKey(sectionKey: Uint8Array, what: string): string {
  assertKeyLength(sectionKey, KEY_BYTES)
  const key = hkdfExtract(NO_SALT, sectionKey)
  return encodeBase64url(hkdfExpand(key, framed(NAMING, what), NAME_BYTES))
}

function chunkKey(sectionKey: Uint8Array, attachment: TokenId): Uint8Array {
  assertKeyLength(sectionKey, KEY_BYTES)
  return hkdfExpand(hkdfExtract(NO_SALT, sectionKey), framed(PURPOSE, attachment), KEY_BYTES)
}

function associatedData({ attachment, index, isLast }: ChunkPlace): Uint8Array {
  return concatBytes(framed(PURPOSE, attachment), uint32Bytes(index), Uint8Array.of(isLast ? 1 : 0))
}

/** Each part behind its length, so that no two pairs read the same. */
function framed(purpose: string, what: string): Uint8Array {
  const fields = [encodeUtf8(purpose), encodeUtf8(what)]
  return concatBytes(...fields.flatMap((field) => [uint32Bytes(field.length), field]))
}
