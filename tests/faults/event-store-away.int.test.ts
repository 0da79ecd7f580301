import { openEventStoreDb } from '@trm/adapter-eventstoredb'
import { examine, playHandover, startLocalNetwork, type LocalNetwork } from '@trm/local'
import type { RecordedEvent } from '@trm/ports'
import { waitFor } from '@trm/testkit'
import { startEventStoreDbServer, type EventStoreDbServer } from '@trm/testkit/eventstoredb'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

const BELGRADE = 'rs.belgrade-cso'
const SKOPJE = 'mk.skopje-cso'
const DEADLINE_MS = 2_500
/** An agent gives its server up after six deadlines, and then it closes what it has. */
const PATIENCE_MS = 30_000

describe('an agent whose event store is a server', () => {
  const closing = new AsyncDisposableStack()
  let serverFolder = ''
  let connectionFile = ''
  let server: EventStoreDbServer
  let network: LocalNetwork
  const eventStores = new Map<string, string>()

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    serverFolder = join(data.path, 'server')
    connectionFile = join(data.path, 'event-store')
    await mkdir(serverFolder)
    server = await startEventStoreDbServer({ dataFolder: serverFolder })
    closing.defer(() => server.stop())
    await writeFile(connectionFile, connectionString())
    eventStores.set(BELGRADE, connectionFile)
    network = await startLocalNetwork({ dataFolder: data.path, reset: false, eventStores })
    closing.defer(() => network.stop())
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  const connectionString = () => `${server.connectionString}&defaultDeadline=${DEADLINE_MS}`
  const logOf = (organisation: string) =>
    readFile(join(network.folder, 'agents', organisation, 'agent.log'), 'utf8')
  const agentOf = (organisation: string) =>
    network.agents.find((agent) => agent.organisation === organisation)

  async function serverIsBack(): Promise<void> {
    server = await startEventStoreDbServer({ dataFolder: serverFolder, port: server.port })
  }

  /** The fault that an agent has ended by, once its process is gone. */
  async function faultOf(organisation: string): Promise<unknown> {
    const id = agentOf(organisation)?.processId ?? 0
    await waitFor(() => !isRunning(id), { deadlineMs: PATIENCE_MS, what: 'the end of the agent' })
    const faults = (await logOf(organisation)).split('\n').filter((line) => line.includes('.fault'))
    const last = faults.findLast((line) => line.includes('process.fault')) ?? '{}'
    return (JSON.parse(last) as { readonly err?: { readonly code?: unknown } }).err?.code
  }

  /** Starts the agent once more, and returns what it wrote beside its log lines. */
  async function refusalOf(organisation: string): Promise<string> {
    const before = (await logOf(organisation)).length
    await expect(network.restartAgent(organisation)).rejects.toMatchObject({
      code: 'AGENT_NOT_STARTED',
    })
    const written = (await logOf(organisation)).slice(before).split('\n')
    return written.filter((line) => !line.startsWith('{') && line !== '').join('\n')
  }

  it('ends when that is away, and goes on where it was when both are back', async () => {
    let answer: unknown
    let fault: unknown
    let refusal = ''
    const { case: reference } = await playHandover(network, {
      record: await handoverRecord(),
      onStep: async (step) => {
        if (step !== 'Belgrade begins its support') return
        await server.kill()
        answer = await network.client(BELGRADE).openCase({
          commandId: 'AAAAAAAAAAAAAAAAAAAAAA' as never,
          ageStatus: 'verifiedAdult',
          record: await handoverRecord(),
        })
        fault = await faultOf(BELGRADE)
        refusal = await refusalOf(BELGRADE)
        await serverIsBack()
        await network.restartAgent(BELGRADE)
      },
    })
    expect(answer).toMatchObject({ ok: false, failure: { status: 503 } })
    expect(fault).toBe('STORE_UNAVAILABLE')
    expect(refusal).toBe(
      'trm-agent: STORE_UNAVAILABLE the event store did not answer; the outcome is unknown (reason: unavailable)',
    )
    const { outcome, checks } = await examine(network, reference)
    expect(checks.filter(({ holds }) => !holds)).toEqual([])
    expect(outcome.deliveries.duplicates).toBe(0)
  }, 120_000)

  it('stops when a copy of its vault has begun to write there, and is the writer when it returns', async () => {
    const store = await openEventStoreDb({ connectionString: connectionString() })
    const writers: RecordedEvent[] = []
    for await (const entry of store.readStream('writer')) writers.push(entry)
    const last = writers.at(-1)
    expect(last?.data).toMatchObject({ organisation: BELGRADE })
    const copy = { id: 'copy', type: 'WriterStarted', data: last?.data ?? {} }
    expect(await store.append('writer', [copy], last?.revision ?? 'no-stream')).toMatchObject({
      ok: true,
    })
    await store.close()
    expect(await faultOf(BELGRADE)).toBe('STORE_LOCKED')
    await network.restartAgent(BELGRADE)
    expect(await network.client(BELGRADE).cases()).toMatchObject({ ok: true })
  }, 60_000)

  it('is refused the database of another organisation, which goes on', async () => {
    await agentOf(SKOPJE)?.stop()
    eventStores.set(SKOPJE, connectionFile)
    expect(await refusalOf(SKOPJE)).toBe(
      'trm-agent: STORE_OF_ANOTHER_ORGANISATION the event store belongs to another organisation; each has a database of its own',
    )
    expect(await network.client(BELGRADE).cases()).toMatchObject({ ok: true })
    expect(isRunning(agentOf(BELGRADE)?.processId ?? 0)).toBe(true)
  })

  it('is refused a file with anything else than a connection string, and told the variable', async () => {
    await agentOf(SKOPJE)?.stop()
    const file = join(network.folder, 'no-connection-string')
    await writeFile(file, 'esdb://agent:open-sesame@127.0.0.1?tls=false')
    eventStores.set(SKOPJE, file)
    expect(await refusalOf(SKOPJE)).toBe(
      'trm-agent: CONFIG_INVALID configuration is invalid (variables: TRM_EVENT_STORE_FILE)',
    )
    expect(await logOf(SKOPJE)).not.toContain('sesame')
  })
})

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false // no such process
  }
}
