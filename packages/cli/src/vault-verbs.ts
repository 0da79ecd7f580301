import { backupFileVault, ERASURE_PROMISED_DAYS, restoreFileVault } from '@trm/adapter-vault-file'
import { toInstant, type Instant } from '@trm/kernel'
import { dirname, join } from 'node:path'
import { readOptions, type Answer } from './answer.ts'
import { caseLogFile } from './case-log-file.ts'

export const NO_VAULT = 'name a vault: either by --organisation or by --vault'
const DAYS = `--days takes a whole number from 1 to ${String(ERASURE_PROMISED_DAYS)}`

export const vaultOptions = {
  organisation: { type: 'string' },
  network: { type: 'string' },
  vault: { type: 'string' },
} as const

/**
 * `trm vault backup` and `trm vault restore`: what is done with the vault of an agent that does not run.
 *
 * @param now what a backup expires by.
 */
export async function vault(
  [verb, ...words]: readonly string[],
  now: () => Instant = () => toInstant(new Date()),
): Promise<Answer> {
  if (verb === 'backup') return backup(words, now())
  if (verb === 'restore') return restore(words, now())
  return { problem: 'vault takes backup or restore' }
}

async function backup(words: readonly string[], now: Instant): Promise<Answer> {
  const options = readOptions(words, {
    ...vaultOptions,
    to: { type: 'string' },
    days: { type: 'string' },
  })
  if (options?.to === undefined)
    return { problem: 'vault backup takes --to, the name of a new file, and a vault' }
  const keptDays = readDays(options.days)
  if (keptDays === undefined) return { problem: DAYS }
  const file = vaultFile(options)
  if (file === undefined) return { problem: NO_VAULT }
  const { expires } = await backupFileVault({ file, to: options.to, now, keptDays })
  return { output: `backup taken: destroy it before ${expires}, when it expires\n` }
}

async function restore(words: readonly string[], now: Instant): Promise<Answer> {
  const options = readOptions(words, { ...vaultOptions, from: { type: 'string' } })
  if (options?.from === undefined)
    return { problem: 'vault restore takes --from, the name of a backup, and a vault' }
  const file = vaultFile(options)
  if (file === undefined) return { problem: NO_VAULT }
  const { taken } = await restoreFileVault({ from: options.from, file, now })
  return {
    output: `restored: the vault of ${taken}; what was erased since is erased again at start\n`,
  }
}

/** How long a backup is good for; undefined for what is no number of days that it may be kept. */
function readDays(text = String(ERASURE_PROMISED_DAYS)): number | undefined {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return days >= 1 && days <= ERASURE_PROMISED_DAYS ? days : undefined
}

/** The vault lies beside the case log. */
export function vaultFile(named: {
  readonly [name in keyof typeof vaultOptions]?: string | undefined
}): string | undefined {
  const { vault: file, ...options } = named
  if (file !== undefined) return options.organisation === undefined ? file : undefined
  const caseLog = caseLogFile(options, process.env['TRM_DATA'] ?? '.trm')
  return caseLog.ok ? join(dirname(caseLog.value), 'vault.db') : undefined
}
