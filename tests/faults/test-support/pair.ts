import {
  invariant,
  plusMilliseconds,
  toInstant,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { RecordedEvent } from '@trm/ports'
import { randomBytes } from '@trm/sealing'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPartyVault, startAgent, type InProcessAgent } from '../../support/in-process-agent.ts'
import { startMesh, type Mesh } from '../../support/mesh.ts'
import { createParty, listParties } from '../../support/parties.ts'
import { clientOf } from '../../support/in-process-client.ts'
import { BELGRADE, VIENNA, type Asked } from './shared-case.ts'

/** Two agents in this process, over real files and the real country nodes of two Participants. */
export type Pair = {
  readonly mesh: Mesh
  readonly folder: string
  readonly client: Asked
  agent(organisation: OrganisationId): InProcessAgent
  /** Starts it, unless it runs. */
  start(organisation: OrganisationId): Promise<void>
  stop(organisation: OrganisationId): Promise<void>
  /** Messages of its log, oldest first: `outbox.relayed`. */
  logged(organisation: OrganisationId): readonly LogLine[]
  /** By how much the clock of one of them is ahead of the machine's, or behind. */
  setAhead(organisation: OrganisationId, milliseconds: number): void
  close(): Promise<void>
}

type LogLine = {
  readonly msg: string
  readonly code?: string
  readonly kind?: string
}

/** @param prepare makes the folder that an agent is about to keep its files in, and says how to take it away. */
export async function startPair(
  prepare: (home: string) => (() => void) | undefined = () => undefined,
): Promise<Pair> {
  await using starting = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'trm-pair-'))
  starting.defer(() => rm(folder, { recursive: true, force: true }))
  const made = new Map<OrganisationId, Organisation>()
  for (const id of [VIENNA, BELGRADE]) {
    const home = join(folder, id)
    starting.defer(prepare(home) ?? (() => undefined))
    await mkdir(home, { recursive: true })
    const masterKey = randomBytes(32)
    const vault = await openPartyVault(home, masterKey)
    const party = await createParty(id, 'cso', vault)
    await vault.close()
    made.set(id, { home, masterKey, party, logged: [], aheadMs: 0, running: undefined })
  }
  const parties = [...made.values()].map(({ party }) => party)
  const newDirectory = await listParties(parties)
  const mesh = await startMesh(
    folder,
    new Map(parties.map(({ participant, access }) => [participant, [access]])),
  )
  starting.defer(() => mesh.stop())

  const find = (id: OrganisationId) => {
    const found = made.get(id)
    invariant(found !== undefined, 'pair: one of the two')
    return found
  }
  const agent = (id: OrganisationId) => {
    const { running } = find(id)
    invariant(running !== undefined, 'pair: an agent that runs')
    return running
  }
  async function start(id: OrganisationId) {
    const organisation = find(id)
    if (organisation.running !== undefined) return
    const { home, masterKey, party, logged } = organisation
    const now = (): Instant => plusMilliseconds(toInstant(new Date()), organisation.aheadMs)
    organisation.running = await startAgent({
      party,
      vault: await openPartyVault(home, masterKey),
      folder: home,
      directory: await newDirectory(),
      server: mesh.addressOf(party.participant),
      now,
      log: (line) => void logged.push(JSON.parse(line) as LogLine),
    })
  }
  async function stop(id: OrganisationId) {
    const organisation = find(id)
    await organisation.running?.stop()
    organisation.running = undefined
  }
  starting.defer(async () => {
    await Promise.all([...made.keys()].map(stop))
  })
  await Promise.all([...made.keys()].map(start))

  const running = starting.move()
  return {
    mesh,
    folder,
    agent,
    start,
    stop,
    client: (id) => clientOf(() => agent(id)),
    logged: (id) => find(id).logged,
    setAhead(id, milliseconds) {
      find(id).aheadMs = milliseconds
    },
    close: () => running.disposeAsync(),
  }
}

type Organisation = {
  readonly home: string
  readonly masterKey: Uint8Array
  readonly party: Awaited<ReturnType<typeof createParty>>
  readonly logged: LogLine[]
  aheadMs: number
  running: InProcessAgent | undefined
}

/** What an agent's event store holds of a stream, oldest first. */
export async function streamOf(agent: InProcessAgent, stream: string) {
  const events: RecordedEvent[] = []
  for await (const recorded of agent.store.readStream(stream)) events.push(recorded)
  return events
}
