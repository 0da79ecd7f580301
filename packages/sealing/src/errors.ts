import { TrmError, type SafeDetails } from '@trm/kernel'

const messages = {
  SEALING_KEY_LENGTH: 'the key does not have the length that this algorithm needs',
  SEALING_PUBLIC_KEY_INVALID: 'the public key is not one of this algorithm',
  SEALING_KEY_ID_MISMATCH: 'the key id does not belong to this public key',
  SEALING_TOKEN_TOO_LONG: 'the signed token would exceed the limit of the protocol',
  SEALING_MESSAGE_TOO_LONG: 'the sealed message would exceed the limit of the protocol',
  SEALING_ITEM_COUNT: 'a sealed message carries 1 to 64 items',
  SEALING_VALUE_NOT_JSON: 'the value cannot be carried as I-JSON',
  SEALING_LIBRARY_FAULT: 'the cryptographic library failed',
  TOKEN_KEYS_UNAVAILABLE: 'the keys of the token issuer could not be fetched',
} as const

export type SealingErrorCode = keyof typeof messages

/**
 * Thrown for callers that are wrong and for faults of the environment. What a stranger sent is never
 * thrown: it comes back as a value, and none of them says which part of a ciphertext failed.
 */
export class SealingError extends TrmError<SealingErrorCode> {
  override readonly name = 'SealingError'
  constructor(code: SealingErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}

/** @throws {SealingError} `SEALING_KEY_LENGTH` */
export function assertKeyLength(key: Uint8Array, expected: number): void {
  if (key.length !== expected) {
    throw new SealingError('SEALING_KEY_LENGTH', { expected, actual: key.length })
  }
}
