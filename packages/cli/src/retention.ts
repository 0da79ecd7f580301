import { readOptions, type Answer } from './answer.ts'
import { retentionTable } from './retention-table.ts'
import { askAgents } from './sign-in.ts'

/**
 * `trm retention`: what the schedules of the policy do not let an organisation keep any longer, by case and
 * section, without content. Nothing is erased by asking.
 */
export async function retention(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { at: { type: 'string' }, json: { type: 'boolean' } })
  if (options === undefined) return { problem: 'retention takes --at and --json' }
  const { at = 'at.vienna-cso', json = false } = options
  const report = await askAgents(
    [at, ['auditor', 'caseworker']],
    (client) => client.retention(),
    'AGENT_AWAY',
  )
  return { output: json ? `${JSON.stringify(report)}\n` : retentionTable(report) }
}
