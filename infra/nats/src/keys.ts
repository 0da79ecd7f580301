import { randomBytes } from 'node:crypto'
import { nkeys } from 'nats'

/** A NATS user key: Ed25519, in the base32 spelling of NATS. The seed never leaves its owner. */
export type Nkey = { readonly seed: string; readonly publicKey: string }

// The client library re-exports its key library without types.
type KeyPair = { getSeed(): Uint8Array; getPublicKey(): string }
type KeyLibrary = { createUser(): KeyPair; fromPublic(publicKey: string): KeyPair }
const library = nkeys as KeyLibrary

const LINK_PASSWORD_BYTES = 32

/** Makes a new user key. `seed` starts with `SU`, `publicKey` with `U`. */
export function createNkey(): Nkey {
  const pair = library.createUser()
  return { seed: new TextDecoder().decode(pair.getSeed()), publicKey: pair.getPublicKey() }
}

/** Whether the text is the public key of a user: its kind and its checksum are looked at. */
export function isUserPublicKey(text: string): boolean {
  if (!text.startsWith('U')) return false
  try {
    return library.fromPublic(text).getPublicKey() === text
  } catch {
    // The library throws for a wrong checksum, alphabet or length: all of them mean no.
    return false
  }
}

/** Makes the password that two Participants share for the link between them: 256 random bits. */
export function createLinkPassword(): string {
  return randomBytes(LINK_PASSWORD_BYTES).toString('base64url')
}

/** The reply prefix of an agent, its own alone. */
export function inboxPrefixOf(publicKey: string): string {
  return `_INBOX.${publicKey}`
}
