export {
  accessTokenVerifier,
  signAccessToken,
  type AccessTokenFailure,
  type AccessTokenHolder,
} from './access-token.ts'
export { nameUnderKey, openChunk, sealChunk, type ChunkPlace } from './attachment-chunks.ts'
export { decryptAtRest, encryptAtRest, type EncryptedAtRest } from './at-rest.ts'
export { decodeBase64url, encodeBase64url } from './base64url.ts'
export {
  commitDigests,
  digestOfDisclosure,
  makeDisclosure,
  readDisclosure,
  type Disclosure,
} from './disclosure.ts'
export { SealingError, type SealingErrorCode } from './errors.ts'
export { eventIdOf } from './event-id.ts'
export {
  generateSealingKey,
  hpkeOpen,
  hpkeSeal,
  sealingKeyId,
  sealingKeyOf,
  type HpkePlaintext,
  type HpkeSealed,
  type SealingKey,
} from './hpke.ts'
export { hmacSha256 } from './hmac.ts'
export { signJws, verifyJws, type ClaimedSigner, type JwsFailure, type VerifiedJws } from './jws.ts'
export { MESSAGE_ITEMS_MAX, type MessageItem } from './message-framing.ts'
export { pad, paddedLength, unpad } from './padding.ts'
export { randomBytes, randomToken, sha256, sha256Base64url } from './random.ts'
export {
  MESSAGE_BYTES_MAX,
  openMessage,
  sealedMessageLength,
  sealMessage,
  type OpenedMessage,
  type OpenFailure,
  type OutgoingMessage,
} from './sealed-message.ts'
export {
  generateSigningKey,
  publicJwk,
  signingKeyId,
  type PublicJwk,
  type SigningKey,
} from './signing-key.ts'
