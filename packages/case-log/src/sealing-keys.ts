import { TrmError, type Instant } from '@trm/kernel'
import type { Vault } from '@trm/ports'
import { generateSealingKey, sealingKeyOf, type SealingKey } from '@trm/sealing'

/**
 * How many sealing keys a vault keeps at most: the one in force, those in grace, and the next. Whoever makes
 * more does not have them listed.
 */
export const SEALING_KEYS_MAX = 4

/** The secrets of the key that was made with the vault. Later ones are one secret each. */
const FIRST = {
  keyId: 'sealing.key-id',
  publicKey: 'sealing.public',
  privateKey: 'sealing.private',
}
/** Before the time at which it was made and its id; the secret is the 32-byte seed. */
const EPOCH = 'sealing-epoch.'

const messages = {
  SEALING_KEYS_TOO_MANY:
    'the vault keeps as many sealing keys as it may: have the newest listed, and wait until one is destroyed',
} as const

/** Thrown where a vault may not keep one more sealing key. */
export class SealingKeysError extends TrmError<keyof typeof messages> {
  override readonly name = 'SealingKeysError'
  constructor(code: keyof typeof messages) {
    super(code, messages[code], {})
  }
}

/** The sealing keys that a vault keeps, the oldest first. */
export async function readSealingKeys(vault: Vault): Promise<readonly SealingKey[]> {
  // The private key of the first is written last: while it is missing, the pair does not exist.
  const first = await vault.findSecret(FIRST.privateKey)
  const keys = first === undefined ? [] : [sealingKeyOf(first)]
  for (const name of await epochNames(vault)) {
    const privateKey = await vault.findSecret(name)
    if (privateKey !== undefined) keys.push(sealingKeyOf(privateKey))
  }
  return keys
}

/**
 * Makes the key of the next epoch. Durable when it resolves; nobody seals to it before it is listed.
 *
 * @throws {SealingKeysError} `SEALING_KEYS_TOO_MANY`
 */
export async function makeSealingKey(vault: Vault, now: Instant): Promise<SealingKey> {
  const kept = await readSealingKeys(vault)
  if (kept.length >= SEALING_KEYS_MAX) throw new SealingKeysError('SEALING_KEYS_TOO_MANY')
  const fresh = generateSealingKey()
  await vault.putSecret(`${EPOCH}${now}.${fresh.keyId}`, fresh.privateKey)
  return fresh
}

/** The sealing keys that are kept, as the agent opens its mail with them. */
export type KeyRing = {
  /** Their ids, the oldest first. */
  keyIds(): readonly string[]
  /** The private key with this id (the 32-byte seed), while it is kept. */
  find(keyId: string): Uint8Array | undefined
  /**
   * Destroys it in the vault, then in memory. Repeating it changes nothing.
   *
   * @throws {VaultError} whatever the vault throws; then it is still found.
   */
  destroy(keyId: string): Promise<void>
}

/** Takes the sealing keys out of the vault. What is made later is there at the next start. */
export async function openKeyRing(vault: Vault): Promise<KeyRing> {
  const keys = new Map<string, Uint8Array>()
  for (const { keyId, privateKey } of await readSealingKeys(vault)) keys.set(keyId, privateKey)
  return {
    keyIds: () => [...keys.keys()],
    find: (keyId) => keys.get(keyId),
    async destroy(keyId) {
      for (const name of await secretsOf(vault, keyId)) await vault.destroySecret(name)
      // What is derived from it goes with the array; the array itself may outlive the ring elsewhere.
      keys.get(keyId)?.fill(0)
      keys.delete(keyId)
    },
  }
}

async function epochNames(vault: Vault): Promise<readonly string[]> {
  return (await vault.secretNames()).filter((name) => name.startsWith(EPOCH))
}

/** The names of its secrets, that which makes the pair first. */
async function secretsOf(vault: Vault, keyId: string): Promise<readonly string[]> {
  const first = await vault.findSecret(FIRST.keyId)
  if (first !== undefined && new TextDecoder().decode(first) === keyId)
    return [FIRST.privateKey, FIRST.publicKey, FIRST.keyId]
  return (await epochNames(vault)).filter((name) => name.endsWith(`.${keyId}`))
}
