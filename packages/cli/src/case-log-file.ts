import { fail, isOrganisationId, ok, type Result } from '@trm/kernel'
import { join } from 'node:path'

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
 * @returns a problem of usage as the failure.
 */
export function caseLogFile(
  named: { readonly [name in keyof typeof caseLogOptions]?: string | undefined },
  dataFolder: string,
): Result<string, string> {
  const { organisation, network = 'local', store } = named
  if (store !== undefined && organisation === undefined) return ok(store)
  if (organisation === undefined || store !== undefined)
    return fail('name a case log: either by --organisation or by --store')
  if (!isOrganisationId(organisation))
    return fail('--organisation takes an organisation such as at.vienna-cso')
  if (!NETWORK.test(network)) return fail('--network takes a name such as local')
  return ok(join(dataFolder, network, 'agents', organisation, 'case-log.db'))
}
