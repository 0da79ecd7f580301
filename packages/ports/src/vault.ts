import { TrmError, type CaseReference, type SafeDetails } from '@trm/kernel'

/** A key that encrypts one section of one case at rest: 32 bytes and a random id. */
export type SectionKey = { readonly keyId: string; readonly key: Uint8Array }

/**
 * The store that can forget. It keeps an organisation's private keys and the keys of sections at
 * rest; destroying a key is how a section is erased.
 *
 * Every method is durable when its promise resolves and hands out copies: changing what came back
 * changes nothing inside.
 */
export interface Vault {
  /** The key that new values of this section are encrypted under; made on first use. */
  currentSectionKey(caseReference: CaseReference, section: string): Promise<SectionKey>

  /** The key with this id, or undefined once it is destroyed (or was never there). */
  findSectionKey(keyId: string): Promise<Uint8Array | undefined>

  /**
   * Destroys every key of the section in this case, so that nothing encrypted under them can be read
   * again, from this file or its journal. Values recorded later get a new key.
   *
   * @returns the ids of the destroyed keys; empty when there was none (also when repeated).
   */
  destroySectionKeys(caseReference: CaseReference, section: string): Promise<readonly string[]>

  /** Keeps a named secret of the organisation, such as a private key. Replaces an earlier value. */
  putSecret(name: string, value: Uint8Array): Promise<void>

  /** The named secret, or undefined. */
  findSecret(name: string): Promise<Uint8Array | undefined>

  /** Destroys the named secret. @returns whether it was there. */
  destroySecret(name: string): Promise<boolean>

  /** Names of the secrets that are kept, in code unit order. */
  secretNames(): Promise<readonly string[]>

  /** Releases the file. Using the vault afterwards throws. */
  close(): Promise<void>
}

const messages = {
  VAULT_LOCKED: 'the vault is open in another process',
  VAULT_WRONG_KEY: 'the vault does not open with this master key',
  VAULT_CLOSED: 'the vault has been closed',
  VAULT_DAMAGED: 'a value in the vault did not authenticate',
  VAULT_UNAVAILABLE: 'the file of the vault cannot be read or written; nothing was changed',
} as const

export type VaultErrorCode = keyof typeof messages

/** Thrown by every {@link Vault}. */
export class VaultError extends TrmError<VaultErrorCode> {
  override readonly name = 'VaultError'
  constructor(code: VaultErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
