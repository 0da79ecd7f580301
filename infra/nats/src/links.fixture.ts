import {
  invariant,
  isParticipantCode,
  toInstant,
  type Instant,
  type ParticipantCode,
} from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findNatsServer } from './find-nats-server.ts'
import { freePorts } from './free-ports.ts'
import { createLinkPassword, createNkey, inboxPrefixOf, type Nkey } from './keys.ts'
import type { CertifiedKey } from './link-authority.ts'
import { linkFiles } from './link-files.ts'
import { linkOnOneMachine } from './link-on-one-machine.ts'
import { provisionMailboxes } from './mailbox-provision.ts'
import { meshConfiguration } from './mesh-configuration.ts'
import { startNatsServer, type NatsServer } from './nats-process.ts'

/** Participants on this machine with their link files made, and none of their servers started. */
export type LinkScene = {
  readonly now: Instant
  readonly folder: string
  readonly passwordOf: (one: string, other: string) => string
  readonly linkFolderOf: (code: string) => string
}

/** A running server, with one agent whose mailbox is `mail-<code>`. */
export type LinkedNode = {
  readonly code: ParticipantCode
  readonly server: NatsServer
  readonly agent: Nkey
  readonly monitoringPort: number
  readonly linkFolder: string
  /** What its server has written down so far. */
  log(): Promise<string>
}

export type Ports = { readonly client: number; readonly leaf: number; readonly monitoring: number }

/** For one server, free now. */
export async function threePorts(): Promise<Ports> {
  const [client = 0, leaf = 0, monitoring = 0] = await freePorts(3)
  return { client, leaf, monitoring }
}

export function code(text: string): ParticipantCode {
  invariant(isParticipantCode(text), 'links fixture: a Participant')
  return text
}

/** @param now when they were made; now, where nothing else is said. */
export async function prepareLinks(
  folder: string,
  codes: readonly string[],
  now: Instant = toInstant(new Date()),
): Promise<LinkScene> {
  const passwords = new Map<string, string>()
  const linkFolderOf = (one: string) => join(folder, one, 'link')
  await linkOnOneMachine(
    codes.map((one) => ({ participant: code(one), folder: linkFolderOf(one) })),
    now,
  )
  return {
    now,
    folder,
    linkFolderOf,
    passwordOf(one, other) {
      const pair = [one, other].sort().join('-')
      const password = passwords.get(pair) ?? createLinkPassword()
      passwords.set(pair, password)
      return password
    },
  }
}

/** Starts the server of a Participant, whose peers are found at these ports. */
export async function startLinked(
  scene: LinkScene,
  own: string,
  ports: Ports,
  peerPorts: Readonly<Record<string, number>>,
): Promise<LinkedNode> {
  const [agent, operator] = [createNkey(), createNkey()]
  const participant = code(own)
  const mailbox = `mail-${own}`
  const folder = join(scene.folder, own, 'nats')
  const linkFolder = scene.linkFolderOf(own)
  const configuration = meshConfiguration({
    participant,
    peers: Object.entries(peerPorts).map(([peer, port]) => ({
      participant: code(peer),
      leafAddress: { host: '127.0.0.1', port },
      linkPassword: scene.passwordOf(own, peer),
    })),
    ports,
    dataFolder: join(folder, 'data'),
    linkFolder,
    agents: [
      {
        publicKey: agent.publicKey,
        inboxPrefix: inboxPrefixOf(agent.publicKey),
        mailboxes: [mailbox],
      },
    ],
    operatorPublicKey: operator.publicKey,
  })
  const program = await natsServer()
  const keyFiles = [linkFiles(linkFolder).own]
  const server = await startNatsServer({ program, configuration, folder, keyFiles })
  const { address } = server
  await provisionMailboxes({
    server: address,
    operatorSeed: operator.seed,
    participant,
    mailboxes: [mailbox],
  })
  return {
    code: participant,
    server,
    agent,
    monitoringPort: ports.monitoring,
    linkFolder,
    log: async () => await readFile(join(folder, 'nats.log'), 'utf8'),
  }
}

export async function natsServer(): Promise<string> {
  return await findNatsServer({
    program: process.env['TRM_NATS_SERVER'],
    path: process.env['PATH'],
  })
}

/** A certificate and its key, from a file of {@link linkFiles} that has both. */
export async function certifiedKey(file: string): Promise<CertifiedKey> {
  const text = await readFile(file, 'utf8')
  return { certificate: new X509Certificate(text), key: createPrivateKey(text) }
}

export type Leaf = { readonly account: string; readonly port: number }

/** The links that stand at a server, as it says itself. A connection is known by its port. */
export async function leafsOf({ monitoringPort }: LinkedNode): Promise<readonly Leaf[]> {
  const answer = await fetch(`http://127.0.0.1:${monitoringPort}/leafz`)
  // Null where there is none.
  const { leafs } = (await answer.json()) as { readonly leafs: readonly Leaf[] | null }
  return (leafs ?? []).map(({ account, port }) => ({ account, port }))
}

export async function whenLinked(node: LinkedNode, accounts: readonly string[]): Promise<void> {
  await waitFor(
    async () => {
      const standing = (await leafsOf(node)).map(({ account }) => account)
      return accounts.every((account) => standing.includes(account))
    },
    { deadlineMs: 10_000, what: `the links ${accounts.join(', ')}` },
  )
}
