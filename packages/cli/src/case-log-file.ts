import { isOrganisationId } from '@trm/kernel'
import { join } from 'node:path'
import { UsageError } from './usage.ts'

const NETWORK = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** How a command names a case log, in the local network or anywhere. */
export const caseLogOptions = {
  organisation: { type: 'string' },
  network: { type: 'string' },
  store: { type: 'string' },
} as const

/**
 * The file of a case log: `--store FILE`, or `--organisation` for the agent of the local network, running
 * or not.
 *
 * @throws {UsageError}
 */
export function caseLogFile(
  named: { readonly [name in keyof typeof caseLogOptions]?: string },
  dataFolder: string,
): string {
  const { organisation, network = 'local', store } = named
  if ((organisation === undefined) === (store === undefined))
    throw new UsageError('name a case log: either by --organisation or by --store')
  if (store !== undefined) return store
  if (organisation === undefined || !isOrganisationId(organisation))
    throw new UsageError('--organisation takes an organisation such as at.vienna-cso')
  if (!NETWORK.test(network)) throw new UsageError('--network takes a name such as local')
  return join(dataFolder, network, 'agents', organisation, 'case-log.db')
}
