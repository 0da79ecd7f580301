import { accessTokens, ApiError, createAgentClient } from '@trm/client'
import { readOptions, type Answer } from './answer.ts'
import { NetworkError } from './network-file.ts'
import { retentionTable } from './retention-table.ts'
import { findSignIns } from './sign-in.ts'

/**
 * `trm retention`: what the schedules of the policy do not let an organisation keep any longer, by case and
 * section, without content. Nothing is erased by asking.
 */
export async function retention(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { at: { type: 'string' }, json: { type: 'boolean' } })
  if (options === undefined) return { problem: 'retention takes --at and --json' }
  const { at = 'at.vienna-cso', json = false } = options
  for (const { url, credentials } of await findSignIns(at, ['auditor', 'caseworker'])) {
    const client = createAgentClient({ url, token: accessTokens(credentials) })
    const reported = await client.retention().catch((error: unknown) => {
      if (error instanceof ApiError) return undefined // a network that ended without tidying up
      throw error
    })
    if (reported?.ok !== true) continue
    const report = reported.value
    return { output: json ? `${JSON.stringify(report)}\n` : retentionTable(report) }
  }
  throw new NetworkError('AGENT_AWAY')
}
