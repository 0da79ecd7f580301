import type { Vault } from '@trm/ports'
import { generateSealingKey, generateSigningKey, randomBytes } from '@trm/sealing'
import type { EventSigner } from './compose.ts'
import { readSealingKeys } from './sealing-keys.ts'

/** An organisation's own keys. The private ones never leave its agent. */
export type Identity = {
  readonly signer: EventSigner & { readonly publicKey: Uint8Array }
  /** The newest of the sealing keys that the vault keeps: `readSealingKeys` has all of them. */
  readonly sealing: {
    readonly keyId: string
    readonly privateKey: Uint8Array
    readonly publicKey: Uint8Array
  }
  /** 32 bytes: quarantined evidence is encrypted under it. */
  readonly quarantineKey: Uint8Array
  /** 32 bytes: case references are derived with it, so that a command always opens the same case. */
  readonly referenceKey: Uint8Array
}

const SECRET_BYTES = 32

/**
 * The identity that the vault keeps, made on first use. Repeating it gives the same one; a vault that
 * was interrupted in between is completed.
 */
export async function ensureIdentity(vault: Vault): Promise<Identity> {
  const signing = await ensureKey(vault, 'signing', generateSigningKey)
  // The first is destroyed when its time is over, and is not made again then.
  const newest = (await readSealingKeys(vault)).at(-1)
  const sealing = newest ?? (await ensureKey(vault, 'sealing', generateSealingKey))
  return {
    signer: signing,
    sealing,
    quarantineKey: await ensureSecret(vault, 'quarantine.key'),
    referenceKey: await ensureSecret(vault, 'reference.key'),
  }
}

type KeyPair = {
  readonly keyId: string
  readonly privateKey: Uint8Array
  readonly publicKey: Uint8Array
}

/** The private key is written last: while it is missing, the pair does not exist. */
async function ensureKey(
  vault: Vault,
  use: string,
  generate: () => KeyPair | Promise<KeyPair>,
): Promise<KeyPair> {
  const keyId = await vault.findSecret(`${use}.key-id`)
  const publicKey = await vault.findSecret(`${use}.public`)
  const privateKey = await vault.findSecret(`${use}.private`)
  if (keyId !== undefined && publicKey !== undefined && privateKey !== undefined) {
    return { keyId: new TextDecoder().decode(keyId), publicKey, privateKey }
  }
  const fresh = await generate()
  await vault.putSecret(`${use}.key-id`, new TextEncoder().encode(fresh.keyId))
  await vault.putSecret(`${use}.public`, fresh.publicKey)
  await vault.putSecret(`${use}.private`, fresh.privateKey)
  return fresh
}

async function ensureSecret(vault: Vault, name: string): Promise<Uint8Array> {
  const kept = await vault.findSecret(name)
  if (kept !== undefined) return kept
  const fresh = randomBytes(SECRET_BYTES)
  await vault.putSecret(name, fresh)
  return fresh
}
