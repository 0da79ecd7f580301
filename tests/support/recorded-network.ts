import type { OrganisationKind } from '@trm/domain'
import { invariant, type ParticipantCode } from '@trm/kernel'
import { randomBytes } from '@trm/sealing'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPartyVault, startAgent, type InProcessAgent } from './in-process-agent.ts'
import { clientOf, type InProcessClient } from './in-process-client.ts'
import { startLinkProxy, type Way } from './link-proxy.ts'
import { createNodeAccess, startMesh } from './mesh.ts'
import { openLink } from './open-link.ts'
import { createParty, listParties, type Party } from './parties.ts'
import { createRecorder, type Recorded } from './recorder.ts'

/** Agents of two countries, each behind a recorder, over real country nodes with recorders on and in their link. */
export type RecordedNetwork = {
  readonly parties: readonly Party[]
  readonly agents: readonly { readonly organisation: string }[]
  client(organisation: string): InProcessClient
  /** `host:port` of a Participant's country node, past the recorders. */
  serverOf(participant: ParticipantCode): string
  agent(organisation: string): InProcessAgent
  stopAgent(organisation: string): Promise<void>
  /** What went between an agent and its country node so far. */
  recordedOf(organisation: string): readonly Recorded[]
  /** What went between the country nodes so far, as whoever has the keys of both reads it. */
  recordedInLink(): readonly Recorded[]
  /** The same, as it is on the wire. */
  recordedOnWire(): readonly Recorded[]
  stop(): Promise<void>
}

const kinds: Readonly<Record<string, OrganisationKind>> = {
  'at.vienna-cso': 'cso',
  'at.nrm-office': 'nrmOffice',
  'rs.belgrade-cso': 'cso',
  'rs.nrm-office': 'nrmOffice',
}

type RecordedNetworkOptions = {
  /** What the country nodes say to each other goes through it, and is not heard in the link. */
  readonly wire?: Way
  /** By organisation, how often it sends cover traffic; the others never do. */
  readonly coverMeanMs?: Readonly<Record<string, number>>
  /** Who is on a trust list of a Participant that has no country node. */
  readonly listed?: readonly Party[]
}

export async function startRecordedNetwork({
  wire,
  coverMeanMs = {},
  listed = [],
}: RecordedNetworkOptions = {}): Promise<RecordedNetwork> {
  await using starting = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'trm-recorded-'))
  starting.defer(() => rm(folder, { recursive: true, force: true }))
  const made = await Promise.all(
    Object.entries(kinds).map(async ([id, kind]) => {
      await mkdir(join(folder, id))
      const vault = await openPartyVault(join(folder, id))
      // Mailboxes as in the field: random, and nothing of whose they are.
      const access = createNodeAccess(Buffer.from(randomBytes(16)).toString('hex'))
      return { vault, party: { ...(await createParty(id, kind, vault)), access } }
    }),
  )
  const parties = made.map(({ party }) => party)
  const newDirectory = await listParties([...parties, ...listed])
  const [onWire, inLink] = [createRecorder(wire), createRecorder()]
  const byParticipant = Map.groupBy(parties, ({ participant }) => participant)
  const mesh = await startMesh(
    folder,
    new Map([...byParticipant].map(([code, own]) => [code, own.map(({ access }) => access)])),
    async (links) => {
      if (wire !== undefined) return await startLinkProxy(links.port, onWire.way)
      const opened = await startLinkProxy(links.port, inLink.way, openLink(links))
      starting.defer(() => opened.stop())
      return await startLinkProxy(opened.port, onWire.way)
    },
  )
  starting.defer(() => mesh.stop())
  const agents = new Map<string, InProcessAgent>()
  const recorders = new Map<string, ReturnType<typeof createRecorder>>()
  async function stopAgent(organisation: string): Promise<void> {
    const running = agents.get(organisation)
    agents.delete(organisation)
    await running?.stop()
  }
  for (const { party, vault } of made) {
    const recorder = createRecorder()
    const meanMs = coverMeanMs[party.id]
    recorders.set(party.id, recorder)
    const proxy = await startLinkProxy(portOf(mesh.addressOf(party.participant)), recorder.way)
    starting.defer(() => proxy.stop())
    const agent = await startAgent({
      party,
      vault,
      folder: join(folder, party.id),
      directory: await newDirectory(),
      server: `127.0.0.1:${String(proxy.port)}`,
      ...(meanMs !== undefined && { coverMeanMs: meanMs }),
    })
    agents.set(party.id, agent)
    starting.defer(() => stopAgent(party.id))
  }
  const agent = (organisation: string) => {
    const found = agents.get(organisation)
    invariant(found !== undefined, 'recorded network: one of the four')
    return found
  }
  const running = starting.move()
  return {
    parties,
    serverOf: (participant) => mesh.addressOf(participant),
    agent,
    stopAgent,
    agents: parties.map(({ id }) => ({ organisation: id })),
    client: (organisation) => clientOf(() => agent(organisation)),
    recordedOf: (organisation) => recorders.get(organisation)?.recorded() ?? [],
    recordedInLink: () => inLink.recorded(),
    recordedOnWire: () => onWire.recorded(),
    stop: () => running.disposeAsync(),
  }
}

function portOf(address: string): number {
  return Number(address.split(':').at(-1))
}
