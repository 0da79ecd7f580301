import { openFileVault } from '@trm/adapter-vault-file'
import { makeSealingKey, readSealingKeys } from '@trm/case-log'
import { toInstant, type Instant } from '@trm/kernel'
import type { Vault } from '@trm/ports'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readOptions, type Answer } from './answer.ts'
import { FileError } from './file-error.ts'
import { NO_VAULT, vaultFile, vaultOptions } from './vault-verbs.ts'

const MASTER_KEY_BYTES = 32
const NO_KEY = 'name the file of the master key of a vault that is named by --vault: --vault-key'
const LIST_IT =
  'have it listed with dates of validity; the agent, once started, keeps the former key until its grace is over'

/**
 * `trm key rotate` and `trm key list`: the sealing keys in the vault of an agent that does not run. What is
 * printed is public: as a trust list has it, but for the dates, which are the Participant's.
 *
 * @param now when a key is made.
 * @throws {VaultError} `VAULT_LOCKED` while the agent runs, `VAULT_WRONG_KEY`
 * @throws {SealingKeysError} `SEALING_KEYS_TOO_MANY`
 */
export async function key(
  [verb, ...words]: readonly string[],
  now: () => Instant = () => toInstant(new Date()),
): Promise<Answer> {
  if (verb !== 'rotate' && verb !== 'list') return { problem: 'key takes rotate or list' }
  const options = readOptions(words, { ...vaultOptions, 'vault-key': { type: 'string' } })
  if (options === undefined) return { problem: `key ${verb} takes a vault and nothing else` }
  const { 'vault-key': keyFile, ...named } = options
  const file = vaultFile(named)
  if (file === undefined) return { problem: NO_VAULT }
  if (named.vault !== undefined && keyFile === undefined) return { problem: NO_KEY }
  // Opening a vault makes one where there is none: a wrong name would look like a vault without keys.
  if (!existsSync(file)) return { refused: ['there is no vault of that name'] }
  const masterKey = await readMasterKey(keyFile ?? join(dirname(file), 'vault.key'))
  if (masterKey === undefined) return { refused: ['the file of the master key does not hold one'] }
  const vault = await openFileVault({ file, masterKey })
  try {
    return verb === 'rotate' ? await rotate(vault, now()) : await list(vault)
  } finally {
    masterKey.fill(0)
    await vault.close()
  }
}

async function rotate(vault: Vault, now: Instant): Promise<Answer> {
  return { output: lineOf(await makeSealingKey(vault, now)), remarks: [LIST_IT] }
}

async function list(vault: Vault): Promise<Answer> {
  return { output: (await readSealingKeys(vault)).map(lineOf).join('') }
}

function lineOf({
  keyId,
  publicKey,
}: {
  readonly keyId: string
  readonly publicKey: Uint8Array
}): string {
  const text = Buffer.from(publicKey).toString('base64url')
  return `${JSON.stringify({ kid: keyId, use: 'seal', publicKey: text })}\n`
}

/** 32 bytes in base64url; undefined for anything else. */
async function readMasterKey(file: string): Promise<Uint8Array | undefined> {
  let text: string
  try {
    text = (await readFile(file, 'utf8')).trim()
  } catch (error) {
    throw new FileError(error)
  }
  const bytes = Buffer.from(text, 'base64url')
  const isOne = bytes.length === MASTER_KEY_BYTES && bytes.toString('base64url') === text
  return isOne ? new Uint8Array(bytes) : undefined
}
