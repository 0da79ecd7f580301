declare const verified: unique symbol

/**
 * Bytes whose signature has been checked. Decoders take nothing else, so that "verify, then decode"
 * is an order the compiler keeps. Only the signature verifier makes them.
 */
export type VerifiedBytes = Uint8Array & { readonly [verified]: true }
