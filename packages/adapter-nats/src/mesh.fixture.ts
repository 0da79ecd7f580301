import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { invariant, isParticipantCode, toInstant, type ParticipantCode } from '@trm/kernel'
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
  type Nkey,
  type Peer,
} from '@trm/nats'

/** One organisation's agent in a mesh: its access, and the key that the access is for. */
export type MeshAgent = AgentAccess & { readonly seed: string; readonly mailbox: string }

/** One Participant of a mesh on this machine. */
export type MeshNode = {
  readonly participant: ParticipantCode
  readonly agents: readonly MeshAgent[]
  readonly operator: Nkey
  readonly configuration: string
  readonly folder: string
  /** Has the certificates of its links. */
  readonly linkFolder: string
  readonly leafPort: number
  /** `host:port` for clients. The same after a restart. */
  readonly address: string
  readonly monitoringPort: number
  /** The running server. */
  server(): NatsServer
  /** Starts the server again, after it was stopped or killed, with another configuration if there is one. */
  start(changed?: string): Promise<void>
  /** All mailboxes take mail, or those that are named alone. */
  provision(limits?: Partial<MailboxLimits>, mailboxes?: readonly string[]): Promise<void>
}

export type Mesh = { node(code: string): MeshNode; stop(): Promise<void> }

export type MeshFixtureOptions = {
  readonly codes: readonly string[]
  /** Agents of each Participant; one by default. Their mailboxes are `<code>-0`, `<code>-1`. */
  readonly agents?: number
  readonly limits?: Partial<MailboxLimits>
  /** Whether each agent has a second mailbox, `<code>-0-former`. */
  readonly hasFormer?: boolean
  /** Whether the mailboxes are provisioned from the start; they are by default. */
  readonly isProvisioned?: boolean
  /** What a Participant that does not play by the rules makes of its own configuration. */
  readonly tamper?: (code: string, configuration: string) => string
}

const PORTS_EACH = 3

/** Starts a full mesh of Participants with real servers, with mailboxes provisioned. */
export async function startMesh(options: MeshFixtureOptions): Promise<Mesh> {
  const folder = await mkdtemp(join(tmpdir(), 'trm-mesh-'))
  const program = await findNatsServer({
    program: process.env['TRM_NATS_SERVER'],
    path: process.env['PATH'],
  })
  const codes = options.codes.map(participant)
  const ports = await freePorts(codes.length * PORTS_EACH)
  const passwords = linkPasswords(codes)
  await linkOnOneMachine(
    codes.map((code) => ({ participant: code, folder: linkFolder(folder, code) })),
    toInstant(new Date()),
  )
  const starts = await Promise.allSettled(
    codes.map((code) => {
      const portsOf = (other: ParticipantCode) => portsAt(ports, codes.indexOf(other))
      const peers = codes
        .filter((other) => other !== code)
        .map((other): Peer => {
          const linkPassword = passwords.get(pair(code, other)) ?? ''
          const leafAddress = { host: '127.0.0.1', port: portsOf(other).leaf }
          return { participant: other, leafAddress, linkPassword }
        })
      return startNode({ code, peers, ports: portsOf(code), program, folder, options })
    }),
  )
  const nodes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  async function stop(): Promise<void> {
    await Promise.all(nodes.map((node) => node.server().kill()))
    await rm(folder, { recursive: true, force: true })
  }
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }
  return {
    node(code) {
      const found = nodes.find((node) => node.participant === code)
      invariant(found !== undefined, 'mesh fixture: a Participant of this mesh')
      return found
    },
    stop,
  }
}

export function participant(code: string): ParticipantCode {
  invariant(isParticipantCode(code), 'mesh fixture: a code')
  return code
}

type Ports = { readonly client: number; readonly leaf: number; readonly monitoring: number }

async function startNode(input: {
  readonly code: ParticipantCode
  readonly peers: readonly Peer[]
  readonly ports: Ports
  readonly program: string
  readonly folder: string
  readonly options: MeshFixtureOptions
}): Promise<MeshNode> {
  const { code, peers, ports, program, options } = input
  const folder = join(input.folder, code)
  const operator = createNkey()
  const agents = Array.from({ length: options.agents ?? 1 }, (_, index) =>
    newAgent(`${code}-${index}`, options.hasFormer === true),
  )
  const lawful = meshConfiguration({
    participant: code,
    peers,
    ports,
    dataFolder: join(folder, 'data'),
    linkFolder: linkFolder(input.folder, code),
    agents,
    operatorPublicKey: operator.publicKey,
  })
  const configuration = options.tamper?.(code, lawful) ?? lawful
  let server = await startNatsServer({ program, configuration, folder })
  const node: MeshNode = {
    participant: code,
    agents,
    operator,
    configuration,
    folder,
    linkFolder: linkFolder(input.folder, code),
    leafPort: ports.leaf,
    address: server.address,
    monitoringPort: ports.monitoring,
    server: () => server,
    async start(changed = configuration) {
      server = await startNatsServer({ program, configuration: changed, folder })
    },
    provision: (limits, mailboxes = agents.flatMap((agent) => agent.mailboxes)) =>
      provisionMailboxes({
        server: server.address,
        operatorSeed: operator.seed,
        participant: code,
        mailboxes,
        limits: { ...options.limits, ...limits },
      }),
  }
  if (options.isProvisioned ?? true) await node.provision()
  return node
}

function newAgent(mailbox: string, hasFormer: boolean): MeshAgent {
  const { seed, publicKey } = createNkey()
  const mailboxes = hasFormer ? [mailbox, `${mailbox}-former`] : [mailbox]
  return { seed, publicKey, mailbox, mailboxes, inboxPrefix: inboxPrefixOf(publicKey) }
}

/** Has the certificates of the links of one Participant, and what it has pinned. */
export function linkFolder(meshFolder: string, code: ParticipantCode): string {
  return join(meshFolder, code, 'link')
}

function portsAt(ports: readonly number[], index: number): Ports {
  const [client, leaf, monitoring] = ports.slice(index * PORTS_EACH)
  invariant(
    client !== undefined && leaf !== undefined && monitoring !== undefined,
    'mesh fixture: three ports each',
  )
  return { client, leaf, monitoring }
}

function linkPasswords(codes: readonly ParticipantCode[]): ReadonlyMap<string, string> {
  const pairs = codes.flatMap((code) => codes.map((other) => pair(code, other)))
  return new Map([...new Set(pairs)].map((both) => [both, createLinkPassword()]))
}

function pair(one: ParticipantCode, other: ParticipantCode): string {
  return [one, other].sort().join('-')
}
