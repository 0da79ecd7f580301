import { fail, ok, type OrganisationId, type Result } from '@trm/kernel'
import { TAG_BYTES } from './aead.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { concatBytes, encodeUtf8, uint16Bytes, viewOf } from './bytes.ts'
import { SealingError } from './errors.ts'
import { hpkeOpen, sealingKeyId, sealUnder } from './hpke.ts'
import {
  decodeItems,
  encodeItems,
  framedLength,
  MESSAGE_ITEMS_MAX,
  type MessageItem,
} from './message-framing.ts'
import { pad, paddedLength, PADDING_PREFIX_BYTES, unpad } from './padding.ts'
import { encapsulate, XWING_ENCAPSULATED_BYTES, type Encapsulation } from './xwing.ts'

/** The longest sealed message, 1 MiB. */
export const MESSAGE_BYTES_MAX = 1_048_576

const MAGIC = encodeUtf8('TRM1')
const SUITE = 0x0001
const SUITE_OFFSET = MAGIC.length
const KEY_ID_OFFSET = SUITE_OFFSET + 2
const KEY_ID_BYTES = 32
/** Everything in clear before the encapsulated key: magic, suite, key id. It is the AAD. */
const HEADER_BYTES = KEY_ID_OFFSET + KEY_ID_BYTES
const CIPHERTEXT_OFFSET = HEADER_BYTES + XWING_ENCAPSULATED_BYTES
const BYTES_MIN = CIPHERTEXT_OFFSET + paddedLength(0) + TAG_BYTES

const PROTOCOL_VERSION = 1
const PURPOSE = encodeUtf8('trm sealed message')

export type OutgoingMessage = {
  readonly sender: OrganisationId
  readonly recipient: OrganisationId
  /** base64url(SHA-256(recipientPublicKey)). */
  readonly recipientKeyId: string
  /** X-Wing, 1,216 bytes. */
  readonly recipientPublicKey: Uint8Array
  /** 1 to 64. */
  readonly items: readonly MessageItem[]
}

export type OpenedMessage = {
  readonly sender: OrganisationId
  readonly items: readonly MessageItem[]
}

export type OpenFailure =
  | { readonly kind: 'malformed' | 'unknown-suite' | 'open-failed' }
  /** The key id that the header names: anybody can write any. */
  | { readonly kind: 'unknown-key'; readonly keyId: string }

/**
 * Seals items for one recipient, in the body that travels (schemas/protocol/sealed-message.md). In
 * clear are the recipient's key id and a length in buckets; the sender is not.
 *
 * @throws {SealingError} `SEALING_ITEM_COUNT`, `SEALING_MESSAGE_TOO_LONG` (ask
 *   {@link sealedMessageLength} first), `SEALING_KEY_LENGTH`, `SEALING_KEY_ID_MISMATCH` or
 *   `SEALING_PUBLIC_KEY_INVALID`.
 */
export function sealMessage(message: OutgoingMessage): Uint8Array {
  return sealMessageUnder(encapsulate(message.recipientPublicKey), message)
}

/** {@link sealMessage} after its encapsulation, so that the published vector can be replayed. */
export function sealMessageUnder(
  encapsulation: Encapsulation,
  { sender, recipient, recipientKeyId, recipientPublicKey, items }: OutgoingMessage,
): Uint8Array {
  assertSealable(items)
  const keyId = decodeBase64url(recipientKeyId)
  if (keyId === undefined || sealingKeyId(recipientPublicKey) !== recipientKeyId) {
    throw new SealingError('SEALING_KEY_ID_MISMATCH')
  }
  const header = concatBytes(MAGIC, uint16Bytes(SUITE), keyId)
  const { encapsulated, ciphertext } = sealUnder(encapsulation, {
    info: sealingInfo(sender, recipient, keyId),
    aad: header,
    plaintext: pad(encodeItems(items)),
  })
  return concatBytes(header, encapsulated, ciphertext)
}

/** The length of the sealed message that carries items of these lengths, to stay within the limit. */
export function sealedMessageLength(itemLengths: readonly number[]): number {
  const plaintextLength = paddedLength(PADDING_PREFIX_BYTES + framedLength(itemLengths))
  return CIPHERTEXT_OFFSET + plaintextLength + TAG_BYTES
}

/**
 * Opens a body from a stranger. Since the sender is not in clear, the organisations that it may come
 * from are tried in their order, after one decapsulation for all. That it names a sender proves
 * nothing: anyone can seal. The signatures of the items do.
 *
 * @returns `malformed` for bytes that no version 1 sealer makes, before or after opening;
 *   `unknown-suite` for another version; `unknown-key` when `findPrivateKey` has none (the key may be
 *   destroyed by now); `open-failed`, without saying which part.
 * @throws {SealingError} `SEALING_KEY_LENGTH` when `findPrivateKey` returns anything but 32 bytes.
 */
export function openMessage({
  body,
  recipient,
  findPrivateKey,
  senderCandidates,
}: {
  readonly body: Uint8Array
  readonly recipient: OrganisationId
  readonly findPrivateKey: (keyId: string) => Uint8Array | undefined
  readonly senderCandidates: readonly OrganisationId[]
}): Result<OpenedMessage, OpenFailure> {
  const flaw = findFlaw(body)
  if (flaw !== undefined) return fail({ kind: flaw })
  const keyId = body.subarray(KEY_ID_OFFSET, HEADER_BYTES)
  const named = encodeBase64url(keyId)
  const privateKey = findPrivateKey(named)
  if (privateKey === undefined) return fail({ kind: 'unknown-key', keyId: named })

  const opened = hpkeOpen({
    privateKey,
    encapsulated: body.subarray(HEADER_BYTES, CIPHERTEXT_OFFSET),
    infoCandidates: senderCandidates.map((sender) => sealingInfo(sender, recipient, keyId)),
    aad: body.subarray(0, HEADER_BYTES),
    ciphertext: body.subarray(CIPHERTEXT_OFFSET),
  })
  const sender = opened === undefined ? undefined : senderCandidates[opened.index]
  if (opened === undefined || sender === undefined) return fail({ kind: 'open-failed' })
  const frame = unpad(opened.plaintext)
  const items = frame === undefined ? undefined : decodeItems(frame)
  return items === undefined ? fail({ kind: 'malformed' }) : ok({ sender, items })
}

/**
 * What both sides bind the message to: every field behind its own length in two bytes, so that no two
 * lists of fields read the same.
 */
export function sealingInfo(
  sender: OrganisationId,
  recipient: OrganisationId,
  keyId: Uint8Array,
): Uint8Array {
  const fields = [
    uint16Bytes(PROTOCOL_VERSION),
    PURPOSE,
    encodeUtf8(sender),
    encodeUtf8(recipient),
    keyId,
  ]
  return concatBytes(...fields.flatMap((field) => [uint16Bytes(field.length), field]))
}

function assertSealable(items: readonly MessageItem[]): void {
  if (items.length < 1 || items.length > MESSAGE_ITEMS_MAX) {
    throw new SealingError('SEALING_ITEM_COUNT', { count: items.length })
  }
  const length = sealedMessageLength(items.map((item) => item.bytes.length))
  if (length > MESSAGE_BYTES_MAX) {
    throw new SealingError('SEALING_MESSAGE_TOO_LONG', { length, lengthMax: MESSAGE_BYTES_MAX })
  }
}

/** What can be said of a body without a key. Another suite may have other lengths, so it goes first. */
function findFlaw(body: Uint8Array): 'malformed' | 'unknown-suite' | undefined {
  if (body.length < KEY_ID_OFFSET || body.length > MESSAGE_BYTES_MAX) return 'malformed'
  if (MAGIC.some((byte, place) => body[place] !== byte)) return 'malformed'
  if (viewOf(body).getUint16(SUITE_OFFSET) !== SUITE) return 'unknown-suite'
  if (body.length < BYTES_MIN) return 'malformed'
  const plaintextLength = body.length - CIPHERTEXT_OFFSET - TAG_BYTES
  return paddedLength(plaintextLength) === plaintextLength ? undefined : 'malformed'
}
