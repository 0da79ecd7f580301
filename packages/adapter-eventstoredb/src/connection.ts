import { EventStoreDBClient, type ChannelCredentialOptions } from '@eventstore/db-client'
import { StoreUnavailableError } from '@trm/ports'
import { readFile } from 'node:fs/promises'
import type { ConnectionSettings } from './connection-string.ts'
import { within } from './faults.ts'

/**
 * The client library, with the two things that it keeps to itself.
 *
 * An append is a call of its own, with its own deadline: the library's shared batch call has none on
 * this side, and keeps what waits for an answer in one map for all clients of the process.
 */
export class Connection extends EventStoreDBClient {
  protected override supports = (): Promise<boolean> => Promise.resolve(false)

  /** The version that the server says it has, or `unknown`. */
  async readServerVersion(): Promise<string> {
    const { serverVersion } = await this.capabilities
    return serverVersion
  }

  /** Ends what is under way and closes the socket, as far as the library does it in time. */
  async close(deadlineMs: number): Promise<void> {
    const closing = this.dispose()
      .then(this.getChannel)
      .then((channel) => {
        channel.close()
      })
    try {
      await within(deadlineMs, closing)
    } catch {
      // No node of the cluster can be found, so that there is no channel either.
    }
  }
}

/**
 * Nothing is sent before the first call.
 *
 * @throws {StoreUnavailableError} with the reason `certificate-file` when that cannot be read
 */
export async function connect(settings: ConnectionSettings): Promise<Connection> {
  const { hosts, isDiscovered, deadlineMs: defaultDeadline, user } = settings
  const [host, ...others] = hosts
  const channel = await channelOptions(settings)
  // Only the leader has every append that it has acknowledged.
  const common = { defaultDeadline, nodePreference: 'leader' as const }
  if (isDiscovered) return new Connection({ discover: host, ...common }, channel, user)
  if (others.length > 0) return new Connection({ endpoints: [...hosts], ...common }, channel, user)
  return new Connection({ endpoint: host, defaultDeadline }, channel, user)
}

async function channelOptions({
  isSecure,
  caFile,
}: ConnectionSettings): Promise<ChannelCredentialOptions> {
  if (!isSecure) return { insecure: true }
  if (caFile === undefined) return {}
  try {
    return { rootCertificate: await readFile(caFile) }
  } catch (cause) {
    throw new StoreUnavailableError('STORE_UNAVAILABLE', { reason: 'certificate-file' }, cause)
  }
}
