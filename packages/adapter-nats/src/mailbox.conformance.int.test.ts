import { randomUUID } from 'node:crypto'
import { mailboxCases, mailboxConformance, type MailboxParty } from '@trm/ports/conformance'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll } from 'vitest'
import type { Mailbox } from '@trm/ports'
import { agentOf, mailFrom, openMailbox, rawClient } from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const LIMITS = { bytesMax: 64 * 1024, ackWaitMs: 1_000 }
const PUBLISH_TIMEOUT_MS = 500
const DEADLINE_MS = 10_000
// Nobody fetches from it: mail left there shows that a country node can be reached.
const PROBED_AGENT = 0

type NatsParty = MailboxParty & { close(): Promise<void> }

let mesh: Mesh
let agents = PROBED_AGENT

beforeAll(async () => {
  mesh = await startMesh({
    codes: ['at', 'rs'],
    agents: mailboxCases.length + 1,
    limits: LIMITS,
  })
})
afterAll(() => mesh.stop())

mailboxConformance('nats', async () => {
  // Every case has agents of its own, so that no mail of another is in its way.
  agents += 1
  const [at, rs] = [mesh.node('at'), mesh.node('rs')]
  const [sender, recipient] = await Promise.all([openParty(at, agents), openParty(rs, agents)])
  await Promise.all([reach(rs, sender.mailbox), reach(at, recipient.mailbox)])
  return {
    sender,
    recipient,
    async close() {
      await Promise.all([sender.close(), recipient.close()])
    },
  }
})

async function openParty(node: MeshNode, agent: number): Promise<NatsParty> {
  const open = () => openMailbox(node, { agent, publishTimeoutMs: PUBLISH_TIMEOUT_MS })
  const { address, ...first } = await open()
  let mailbox: Mailbox = first
  let isAway = false

  async function comeBack(): Promise<void> {
    await node.start()
    isAway = false
  }
  return {
    address,
    get mailbox() {
      return mailbox
    },
    async reopen() {
      await mailbox.close()
      mailbox = await open()
      return mailbox
    },
    async goAway() {
      await node.server().stop()
      isAway = true
    },
    comeBack,
    async leaveForeign(body) {
      const client = await rawClient(node, agentOf(node, agent))
      client.publish(`trm.v1.inbox.${address.participant}.${address.mailbox}`, body)
      await client.flush()
      await client.close()
    },
    async close() {
      await mailbox.close()
      if (isAway) await comeBack()
    },
  }
}

/** Waits until the connection to the own country node and the link between the two stand. */
async function reach(node: MeshNode, from: Mailbox): Promise<void> {
  const probe = { participant: node.participant, mailbox: agentOf(node, PROBED_AGENT).mailbox }
  const mail = mailFrom('at', randomUUID())
  await waitFor(async () => (await from.publish(probe, mail)).ok, {
    deadlineMs: DEADLINE_MS,
    what: `mail to ${node.participant} being taken`,
  })
}
