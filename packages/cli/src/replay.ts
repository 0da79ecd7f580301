import { isCaseReference } from '@trm/kernel'
import { parseArgs } from 'node:util'
import { replayTable } from './replay-table.ts'
import { askAgents } from './sign-in.ts'

/** `trm replay`: a case history, without content. @returns what to print, or a problem of usage. */
export async function replay(
  words: readonly string[],
): Promise<{ readonly output: string } | { readonly problem: string }> {
  const options = readOptions(words)
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

function readOptions(words: readonly string[]) {
  try {
    const options = {
      case: { type: 'string' },
      at: { type: 'string' },
      json: { type: 'boolean' },
    } as const
    return parseArgs({ args: [...words], options }).values
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}
