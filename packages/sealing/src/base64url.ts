/** Base64url without padding. @see RFC 4648, section 5 */
export function encodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/**
 * The bytes of base64url text in its one spelling.
 *
 * @returns undefined for padding, white space, other alphabets, impossible lengths and last
 *   characters with bits that carry nothing, so that no bytes have two spellings.
 * @see RFC 4648, sections 3.5 and 5
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  // The platform's decoder is lenient: it skips what it does not know.
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  return encodeBase64url(bytes) === text ? bytes : undefined
}
