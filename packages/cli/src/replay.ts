import { isCaseReference } from '@trm/kernel'
import { readOptions, type Answer } from './answer.ts'
import { replayTable } from './replay-table.ts'
import { askAgents } from './sign-in.ts'

/** `trm replay`: a case history, without content. @returns what to print, or a problem of usage. */
export async function replay(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, {
    case: { type: 'string' },
    at: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (options === undefined) return { problem: 'replay takes --case, --at and --json' }
  const { case: reference = '', at = 'at.vienna-cso', json = false } = options
  if (!isCaseReference(reference)) {
    return { problem: '--case takes a case reference of 22 characters' }
  }
  const history = await askAgents(
    [at, ['auditor', 'caseworker']],
    (client) => client.replay(reference),
    'CASE_NOT_FOUND',
  )
  return { output: json ? `${JSON.stringify(history)}\n` : replayTable(history) }
}
