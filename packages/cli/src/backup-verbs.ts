import { backupEventStore, restoreEventStore } from '@trm/adapter-sqlite'
import type { EventDigest } from '@trm/ports'
import { readOptions, type Answer } from './answer.ts'
import { caseLogFile, caseLogOptions } from './case-log-file.ts'

const dataFolder = (): string => process.env['TRM_DATA'] ?? '.trm'

/** `trm backup`: a backup of a case log, beside the agent that uses it. */
export async function backup(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { ...caseLogOptions, to: { type: 'string' } })
  if (options?.to === undefined)
    return { problem: 'backup takes --to, the name of a new file, and a case log' }
  const file = caseLogFile(options, dataFolder())
  if (!file.ok) return { problem: file.failure }
  const taken = await backupEventStore({ file: file.value, to: options.to })
  return { output: `backup taken: ${inWords(taken)}\n` }
}

/** `trm restore`: a backup put in place where there is no case log. */
export async function restore(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { ...caseLogOptions, from: { type: 'string' } })
  if (options?.from === undefined)
    return { problem: 'restore takes --from, the name of a backup, and a case log' }
  const file = caseLogFile(options, dataFolder())
  if (!file.ok) return { problem: file.failure }
  const restored = await restoreEventStore({ from: options.from, file: file.value })
  return { output: `restored: ${inWords(restored)}\n` }
}

/** What two stores with the same events both say. */
export function inWords({ events, digest }: EventDigest): string {
  return `${events} events, digest ${digest}`
}
