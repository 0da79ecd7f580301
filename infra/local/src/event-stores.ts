import { resolve } from 'node:path'
import { localPlan } from './plan.ts'

const PLANNED: ReadonlySet<string> = new Set(
  localPlan.flatMap(({ organisations }) => organisations.map(({ id }) => id)),
)

/**
 * Reads `at.vienna-cso=/path/to/file`, once for each organisation whose events are on a server: the file
 * holds the connection string.
 *
 * @returns undefined for an organisation that does not take part or comes twice, and without a file.
 */
export function readEventStores(words: readonly string[]): ReadonlyMap<string, string> | undefined {
  const files = new Map<string, string>()
  for (const word of words) {
    const [, organisation = '', file = ''] = /^([^=]*)=(.+)$/.exec(word) ?? []
    if (!PLANNED.has(organisation) || files.has(organisation)) return undefined
    files.set(organisation, resolve(file))
  }
  return files
}
