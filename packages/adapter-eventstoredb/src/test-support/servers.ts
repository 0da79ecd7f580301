import { startEventStoreDbServer } from '@trm/testkit/eventstoredb'
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers'

/** A server that the conformance suite can run against. */
export type TestServer = {
  readonly name: string
  readonly connectionString: string
  readonly stop: () => Promise<void>
}

const IMAGE = 'kurrentplatform/kurrentdb:26.1.1'
const PORT = 2113
const START_DEADLINE_MS = 120_000

/**
 * Every server that there is: the one of `TRM_TEST_EVENTSTOREDB_URL`, a KurrentDB in a container where a
 * container engine answers, and always the protocol server. Says on standard output what it found.
 */
export async function startTestServers(): Promise<readonly TestServer[]> {
  const found = [namedServer(), await containerServer(), await protocolServer()]
  const servers = found.filter((server) => typeof server !== 'string')
  for (const server of found)
    process.stdout.write(
      typeof server === 'string' ? `not run: ${server}\n` : `runs against: ${server.name}\n`,
    )
  return servers
}

function namedServer(): TestServer | string {
  const connectionString = process.env['TRM_TEST_EVENTSTOREDB_URL']
  if (connectionString === undefined) return 'a server of yours (TRM_TEST_EVENTSTOREDB_URL)'
  return {
    name: 'the server of TRM_TEST_EVENTSTOREDB_URL',
    connectionString,
    stop: () => Promise.resolve(),
  }
}

async function containerServer(): Promise<TestServer | string> {
  try {
    await getContainerRuntimeClient()
  } catch {
    return 'a container (no container engine answers)'
  }
  try {
    const container = await new GenericContainer(IMAGE)
      .withEnvironment({
        KURRENTDB_INSECURE: 'true',
        KURRENTDB_MEM_DB: 'true',
        KURRENTDB_RUN_PROJECTIONS: 'None',
        KURRENTDB_TELEMETRY_OPTOUT: 'true',
      })
      .withExposedPorts(PORT)
      .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
      .withStartupTimeout(START_DEADLINE_MS)
      .start()
    return {
      name: IMAGE,
      connectionString: `esdb://${container.getHost()}:${container.getMappedPort(PORT)}?tls=false`,
      stop: async () => {
        await container.stop()
      },
    }
  } catch (error) {
    return `a container (${IMAGE} does not start: ${String(error)})`
  }
}

async function protocolServer(): Promise<TestServer> {
  const { connectionString, stop } = await startEventStoreDbServer()
  return { name: 'the protocol server', connectionString, stop }
}
