import { randomUUID } from 'node:crypto'
import { connect, nkeyAuthenticator, type NatsConnection } from 'nats'
import { invariant } from '@trm/kernel'
import { OPERATOR_INBOX_PREFIX } from '@trm/nats'
import type { Disposition, Mailbox, MailboxAddress, MailDelivery, SealedMail } from '@trm/ports'
import type { NatsFact } from './fact.ts'
import { participant, type MeshAgent, type MeshNode } from './mesh.fixture.ts'
import { natsMailbox, type NatsMailboxOptions } from './nats-mailbox.ts'

export type OpenMailbox = Mailbox & { readonly address: MailboxAddress; readonly facts: NatsFact[] }

/** The agent with this index at a node. */
export function agentOf(node: MeshNode, index = 0): MeshAgent {
  const agent = node.agents[index]
  invariant(agent !== undefined, 'mailbox fixture: an agent of this node')
  return agent
}

export async function openMailbox(
  node: MeshNode,
  { agent = 0, ...rest }: { readonly agent?: number } & Partial<NatsMailboxOptions> = {},
): Promise<OpenMailbox> {
  const { seed, mailbox, inboxPrefix } = agentOf(node, agent)
  const facts: NatsFact[] = []
  const opened = await natsMailbox({
    server: node.address,
    nkeySeed: seed,
    participant: node.participant,
    mailbox,
    inboxPrefix,
    report: (fact) => facts.push(fact),
    ...rest,
  })
  return { ...opened, facts, address: { participant: node.participant, mailbox } }
}

export function mailFrom(code: string, text = 'sealed'): SealedMail {
  return {
    id: randomUUID(),
    source: participant(code),
    time: '2026-03-01T10:00:00Z',
    body: new TextEncoder().encode(text),
  }
}

export type Reader = {
  readonly deliveries: MailDelivery[]
  /** What was delivered, as text, in order. */
  texts(): readonly string[]
  /** Stops and waits until the delivery in hand is settled. */
  stop(): Promise<void>
}

/** Consumes in the background, keeping every delivery; answers `done` unless told otherwise. */
export function read(
  mailbox: Mailbox,
  decide: (delivery: MailDelivery) => Disposition | Promise<Disposition> = () => ({ kind: 'done' }),
  atOnce = 1,
): Reader {
  const stopping = new AbortController()
  const deliveries: MailDelivery[] = []
  const running = mailbox.consume(
    async (delivery) => {
      deliveries.push(delivery)
      return await decide(delivery)
    },
    { signal: stopping.signal, atOnce },
  )
  return {
    deliveries,
    texts: () => deliveries.map(({ body }) => new TextDecoder().decode(body)),
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** A client without our code in front of it, as the agent itself or as anybody. */
export async function rawClient(
  node: MeshNode,
  as: { readonly seed: string; readonly inboxPrefix: string },
): Promise<NatsConnection> {
  return await connect({
    servers: node.address,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(as.seed)),
    inboxPrefix: as.inboxPrefix,
    reconnect: false,
  })
}

export async function operatorClient(node: MeshNode): Promise<NatsConnection> {
  return await rawClient(node, { ...node.operator, inboxPrefix: OPERATOR_INBOX_PREFIX })
}

export type NodeState = {
  readonly streams: readonly string[]
  readonly messages: number
  readonly consumers: number
}

/** What the operator of the node sees of all mail that waits there. */
export async function stateOf(node: MeshNode): Promise<NodeState> {
  const client = await operatorClient(node)
  try {
    const manager = await client.jetstreamManager({ checkAPI: false })
    const streams = (await manager.streams.names().next()).sort()
    const infos = await Promise.all(streams.map((name) => manager.streams.info(name)))
    return {
      streams,
      messages: infos.reduce((sum, { state }) => sum + state.messages, 0),
      consumers: infos.reduce((sum, { state }) => sum + state.consumer_count, 0),
    }
  } finally {
    await client.close()
  }
}
