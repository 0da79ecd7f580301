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
  type MailboxLimits,
  type NatsServer,
} from '@trm/nats'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startLinkProxy, type LinkProxy } from './link-proxy.ts'

/** What it takes to be an organisation at a country node: its key there and its mailbox. */
export type NodeAccess = AgentAccess & { readonly seed: string; readonly mailbox: string }

/** Two Participants' country nodes with real servers and a real link between them. */
export type Mesh = {
  /** `host:port` of a Participant's server, for its own organisations. */
  addressOf(participant: ParticipantCode): string
  /** Starts a server that was killed, where it was, and provisions its mailboxes. */
  start(participant: ParticipantCode): Promise<void>
  /** Ends a server at once, as a power cut would. Its disk is kept. */
  kill(participant: ParticipantCode): Promise<void>
  /** Empties the disk of a server that was killed. */
  loseDisk(participant: ParticipantCode): Promise<void>
  /** Brings the mailboxes of a running server to other limits. */
  provision(participant: ParticipantCode, limits: Partial<MailboxLimits>): Promise<void>
  /** Cuts every link, or mends it: the servers themselves go on. */
  readonly links: { cut(): void; mend(): void }
  stop(): Promise<void>
}

/** Where a Participant awaits the links that others dial, and the link files of all. */
export type AwaitedLinks = {
  readonly participant: ParticipantCode
  readonly port: number
  linkFolderOf(participant: ParticipantCode): string
}

const PORTS_EACH = 3
const LOOPBACK = '127.0.0.1'

export function createNodeAccess(mailbox: string): NodeAccess {
  const { seed, publicKey } = createNkey()
  return { seed, publicKey, mailbox, mailboxes: [mailbox], inboxPrefix: inboxPrefixOf(publicKey) }
}

/**
 * Starts the servers of all Participants, fully meshed, and provisions their mailboxes.
 *
 * @param leadTo opens what others dial instead of the port itself.
 */
export async function startMesh(
  folder: string,
  participants: ReadonlyMap<ParticipantCode, readonly NodeAccess[]>,
  leadTo: (links: AwaitedLinks) => Promise<LinkProxy> = ({ port }) => startLinkProxy(port),
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
  await using starting = new AsyncDisposableStack()
  const proxies = new Map<ParticipantCode, LinkProxy>()
  for (const code of codes) {
    const proxy = await leadTo({ participant: code, port: portsOf(code).leaf, linkFolderOf })
    starting.defer(() => proxy.stop())
    proxies.set(code, proxy)
  }
  const nodes = new Map<ParticipantCode, Node>()
  for (const [participant, agents] of participants) {
    const operator = createNkey()
    const home = join(folder, `nats-${participant}`)
    const peers = codes
      .filter((code) => code !== participant)
      .map((code) => ({
        participant: code,
        leafAddress: { host: LOOPBACK, port: proxies.get(code)?.port ?? 0 },
        linkPassword,
      }))
    const configuration = meshConfiguration({
      participant,
      peers,
      ports: portsOf(participant),
      dataFolder: join(home, 'data'),
      linkFolder: linkFolderOf(participant),
      leafAdvertised: { host: LOOPBACK, port: proxies.get(participant)?.port ?? 0 },
      agents,
      operatorPublicKey: operator.publicKey,
    })
    const node = createNode({
      program,
      configuration,
      folder: home,
      participant,
      operatorSeed: operator.seed,
      mailboxes: agents.map(({ mailbox }) => mailbox),
      address: `${LOOPBACK}:${String(portsOf(participant).client)}`,
    })
    nodes.set(participant, node)
    starting.defer(() => node.stop())
    await node.start()
  }
  const nodeOf = (participant: ParticipantCode) => {
    const node = nodes.get(participant)
    invariant(node !== undefined, 'mesh: a Participant of this mesh')
    return node
  }
  const running = starting.move()
  return {
    addressOf: (participant) => nodeOf(participant).address,
    start: (participant) => nodeOf(participant).start(),
    kill: (participant) => nodeOf(participant).kill(),
    loseDisk: (participant) => nodeOf(participant).loseDisk(),
    provision: (participant, limits) => nodeOf(participant).provision(limits),
    links: {
      cut: () => proxies.forEach((proxy) => proxy.cut()),
      mend: () => proxies.forEach((proxy) => proxy.mend()),
    },
    stop: () => running.disposeAsync(),
  }
}

type Node = {
  readonly address: string
  start(): Promise<void>
  kill(): Promise<void>
  loseDisk(): Promise<void>
  provision(limits: Partial<MailboxLimits>): Promise<void>
  stop(): Promise<void>
}

function createNode(options: {
  readonly program: string
  readonly configuration: string
  readonly folder: string
  readonly participant: ParticipantCode
  readonly operatorSeed: string
  readonly mailboxes: readonly string[]
  readonly address: string
}): Node {
  const { folder, participant, operatorSeed, mailboxes, address } = options
  let server: NatsServer | undefined
  let limits: Partial<MailboxLimits> = {}
  const provision = () =>
    provisionMailboxes({ server: address, operatorSeed, participant, mailboxes, limits })
  return {
    address,
    async start() {
      server = await startNatsServer(options)
      await provision()
    },
    async kill() {
      await server?.kill()
    },
    loseDisk: () => rm(join(folder, 'data'), { recursive: true }),
    async provision(wanted) {
      limits = wanted
      await provision()
    },
    async stop() {
      await server?.stop()
    },
  }
}
