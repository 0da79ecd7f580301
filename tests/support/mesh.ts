import { invariant, toInstant, type ParticipantCode } from '@trm/kernel'
import {
  createLinkPassword,
  createNkey,
  findNatsServer,
  freePorts,
  inboxPrefixOf,
  linkOnOneMachine,
  meshConfiguration,
  provisionMailboxes,
  startNatsServer,
  type AgentAccess,
  type NatsServer,
} from '@trm/nats'
import { join } from 'node:path'

/** What it takes to be an organisation at a country node: its key there and its mailbox. */
export type NodeAccess = AgentAccess & { readonly seed: string; readonly mailbox: string }

/** Two Participants' country nodes with real servers and a real link between them. */
export type Mesh = {
  /** `host:port` of a Participant's server, for its own organisations. */
  addressOf(participant: ParticipantCode): string
  stop(): Promise<void>
}

const PORTS_EACH = 3

export function createNodeAccess(mailbox: string): NodeAccess {
  const { seed, publicKey } = createNkey()
  return { seed, publicKey, mailbox, mailboxes: [mailbox], inboxPrefix: inboxPrefixOf(publicKey) }
}

/** Starts the servers of all Participants, fully meshed, and provisions their mailboxes. */
export async function startMesh(
  folder: string,
  participants: ReadonlyMap<ParticipantCode, readonly NodeAccess[]>,
): Promise<Mesh> {
  const program = await findNatsServer({
    program: process.env['TRM_NATS_SERVER'],
    path: process.env['PATH'],
  })
  const codes = [...participants.keys()]
  const ports = await freePorts(codes.length * PORTS_EACH)
  const linkPassword = createLinkPassword()
  const linkFolderOf = (code: ParticipantCode) => join(folder, `link-${code}`)
  await linkOnOneMachine(
    codes.map((participant) => ({ participant, folder: linkFolderOf(participant) })),
    toInstant(new Date()),
  )
  const portsOf = (code: ParticipantCode) => {
    const [client, leaf, monitoring] = ports.slice(codes.indexOf(code) * PORTS_EACH)
    invariant(
      client !== undefined && leaf !== undefined && monitoring !== undefined,
      'mesh: three ports each',
    )
    return { client, leaf, monitoring }
  }
  const servers = new Map<ParticipantCode, NatsServer>()
  for (const [participant, agents] of participants) {
    const operator = createNkey()
    const home = join(folder, `nats-${participant}`)
    const peers = codes
      .filter((code) => code !== participant)
      .map((code) => ({
        participant: code,
        leafAddress: { host: '127.0.0.1', port: portsOf(code).leaf },
        linkPassword,
      }))
    const configuration = meshConfiguration({
      participant,
      peers,
      ports: portsOf(participant),
      dataFolder: join(home, 'data'),
      linkFolder: linkFolderOf(participant),
      agents,
      operatorPublicKey: operator.publicKey,
    })
    const server = await startNatsServer({ program, configuration, folder: home })
    servers.set(participant, server)
    await provisionMailboxes({
      server: server.address,
      operatorSeed: operator.seed,
      participant,
      mailboxes: agents.map(({ mailbox }) => mailbox),
    })
  }
  return {
    addressOf(participant) {
      const server = servers.get(participant)
      invariant(server !== undefined, 'mesh: a Participant of this mesh')
      return server.address
    },
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop()))
    },
  }
}
