import { accessTokens, ApiError, createAgentClient } from '@trm/client'
import { isCaseReference } from '@trm/kernel'
import { parseArgs } from 'node:util'
import { NetworkError } from './network-file.ts'
import { replayTable } from './replay-table.ts'
import { findSignIns } from './sign-in.ts'

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
  for (const { url, credentials } of await findSignIns(at, ['auditor', 'caseworker'])) {
    const client = createAgentClient({ url, token: accessTokens(credentials) })
    const replayed = await client.replay(reference).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined // a network that ended without tidying up
      throw error
    })
    if (replayed === undefined) continue
    // One network does not know what another runs: this one may not hold the case.
    if (!replayed.ok) continue
    return { output: json ? `${JSON.stringify(replayed.value)}\n` : replayTable(replayed.value) }
  }
  throw new NetworkError('CASE_NOT_FOUND')
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
