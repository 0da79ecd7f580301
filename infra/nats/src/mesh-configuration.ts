import { invariant, type ParticipantCode } from '@trm/kernel'
import { agentsAccount, linkAccount, mailAccount, type AgentAccess } from './accounts.ts'
import { isUserPublicKey } from './keys.ts'
import { leafNodes, type LinkOptions, type Peer } from './links.ts'
import { domainOf, linkAccountName } from './names.ts'

export type MeshOptions = {
  readonly participant: ParticipantCode
  /** Every other Participant of the mesh. */
  readonly peers: readonly Peer[]
  /**
   * `client` and `monitoring` of the loopback interface, `leaf` of {@link MeshOptions.leafHost}. It is
   * listened on only when a peer dials this server.
   */
  readonly ports: { readonly client: number; readonly leaf: number; readonly monitoring: number }
  /** The folder with the link files of this Participant: its certificate, and what it has pinned. */
  readonly linkFolder: string
  /** The interface on which links of peers are awaited, `0.0.0.0` for all; loopback by default. */
  readonly leafHost?: string
  /**
   * Where peers dial it, behind a relay or another address. Whoever dialled would otherwise go the next time to where
   * the server itself says that it listens.
   */
  readonly leafAdvertised?: { readonly host: string; readonly port: number }
  /** The version of the nats-server that gets the configuration; the oldest one that is tested by default. */
  readonly serverVersion?: string
  /** Where JetStream keeps the mail. */
  readonly dataFolder: string
  readonly agents: readonly AgentAccess[]
  /** Public key of the one who creates streams and consumers, and reads no mail. */
  readonly operatorPublicKey: string
  /**
   * What all mail of this Participant may take on disk, in bytes. By default twice what its mailboxes
   * may take together, and at least 2 GiB: full mailboxes that are on their way out leave room for all.
   */
  readonly storeBytesMax?: number
}

/** Largest message with its headers, in bytes: 2 MiB. */
export const MESSAGE_BYTES_MAX = 2 * 1024 * 1024

const LOOPBACK = '127.0.0.1'
/** What the mail that waits in one mailbox may take, in bytes, unless provisioning says otherwise: 256 MiB. */
export const MAILBOX_BYTES_MAX = 256 * 1024 ** 2

/**
 * When a connection is taken for dead: after as long as the way back for an acknowledgement is kept open. An answer to a
 * ping waits behind what is on the line, and on a slow one the largest mail is for longer than the six minutes that
 * nats-server waits by itself; a link whose round trip takes more than a second would not come back.
 */
const PING_INTERVAL = '1m'
const PINGS_UNANSWERED_MAX = 9

const STORE_BYTES_MIN = 2 * 1024 ** 3
const CONNECTIONS_MAX = 256
const SUBSCRIPTIONS_MAX = 128
const CONTROL_CHARACTER = /\p{Cc}/u

/**
 * The configuration of a Participant's nats-server, as text for its configuration file. It contains
 * the link passwords: keep the file to its owner. The private key of the links is in a file that it names.
 *
 * Accounts are walls: nothing passes between them that is not exported and imported by name.
 * - `MAIL` has JetStream, and nobody but the operator as its user.
 * - `AGENTS` leave mail in inboxes, and each fetches from its own mailboxes.
 * - `LINK_<peer>`, one per peer and without users, passes inbox subjects and nothing else.
 * - `SYS` is empty: the server is watched through its monitoring port.
 *
 * The text is JSON, which the configuration format of nats-server contains.
 *
 * @throws {InvariantError} for anything that could not be one unambiguous configuration.
 */
export function meshConfiguration(options: MeshOptions): string {
  check(options)
  const { participant, agents, ports, operatorPublicKey } = options
  const peers = options.peers.map((peer) => peer.participant)
  const mailboxes = agents.flatMap((agent) => agent.mailboxes)
  const storeBytesMax =
    options.storeBytesMax ?? Math.max(STORE_BYTES_MIN, 2 * mailboxes.length * MAILBOX_BYTES_MAX)
  const operator = { publicKey: operatorPublicKey, mailboxes }
  const configuration = {
    server_name: participant,
    listen: `${LOOPBACK}:${ports.client}`,
    http: `${LOOPBACK}:${ports.monitoring}`,
    max_payload: MESSAGE_BYTES_MAX,
    ping_interval: PING_INTERVAL,
    ping_max: PINGS_UNANSWERED_MAX,
    max_connections: CONNECTIONS_MAX,
    max_subscriptions: SUBSCRIPTIONS_MAX,
    jetstream: {
      store_dir: options.dataFolder,
      domain: domainOf(participant),
      max_memory_store: 0,
      max_file_store: storeBytesMax,
    },
    accounts: {
      MAIL: mailAccount(participant, peers, operator, storeBytesMax),
      AGENTS: agentsAccount(participant, peers, agents),
      ...Object.fromEntries(
        peers.map((peer) => [linkAccountName(peer), linkAccount(peer, participant)]),
      ),
      SYS: {},
    },
    system_account: 'SYS',
    leafnodes: leafNodes(participant, options.peers, linkOptions(options)),
  }
  return `${JSON.stringify(configuration, null, 2)}\n`
}

function linkOptions(options: MeshOptions): LinkOptions {
  const { linkFolder, leafHost, leafAdvertised: advertised, serverVersion, ports } = options
  return {
    folder: linkFolder,
    port: ports.leaf,
    ...(leafHost !== undefined && { host: leafHost }),
    ...(advertised !== undefined && { advertised }),
    ...(serverVersion !== undefined && { serverVersion }),
  }
}

function check(options: MeshOptions): void {
  const { participant, peers, agents, ports, dataFolder, linkFolder, operatorPublicKey } = options
  const keys = [operatorPublicKey, ...agents.map((agent) => agent.publicKey)]
  const prefixes = agents.map((agent) => agent.inboxPrefix)
  const allPorts = [ports.client, ports.leaf, ports.monitoring]
  invariant(
    isDistinct([participant, ...peers.map((peer) => peer.participant)]),
    'mesh: every Participant once',
  )
  invariant(isDistinct(peers.map((peer) => peer.linkPassword)), 'mesh: every link its own password')
  invariant(isDistinct(keys), 'mesh: every key once')
  invariant(keys.every(isUserPublicKey), 'mesh: keys are public keys of users')
  invariant(isDistinct(agents.flatMap((agent) => agent.mailboxes)), 'mesh: every mailbox once')
  invariant(areApart(prefixes), 'mesh: no reply prefix within another')
  invariant(isDistinct(allPorts) && allPorts.every(isPort), 'mesh: three different ports')
  invariant(
    [dataFolder, linkFolder].every(isFolderName),
    'mesh: a folder name that the configuration can carry',
  )
}

function isFolderName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !CONTROL_CHARACTER.test(name)
}

function isDistinct(values: readonly (string | number)[]): boolean {
  return new Set(values).size === values.length
}

/** Whoever may subscribe to `a.>` also hears what is sent to `a.b.…`. */
function areApart(prefixes: readonly string[]): boolean {
  const hears = (one: string, other: string): boolean => `${other}.`.startsWith(`${one}.`)
  return prefixes.every((one, index) =>
    prefixes.every((other, otherIndex) => index === otherIndex || !hears(one, other)),
  )
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}
