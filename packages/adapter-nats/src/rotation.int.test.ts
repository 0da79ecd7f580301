import { meshConfiguration } from '@trm/nats'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mailboxes } from './drain.ts'
import {
  agentOf,
  mailFrom,
  openMailbox,
  rawClient,
  read,
  stateOf,
  type OpenMailbox,
} from './mailbox.fixture.ts'
import { participant, startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const [NEWEST, FORMER] = ['at-0', 'at-0-former']

describe('an agent with two mailboxes', () => {
  let mesh: Mesh
  let node: MeshNode
  let now: Mailboxes
  let agent: OpenMailbox
  let sender: OpenMailbox

  beforeEach(async () => {
    mesh = await startMesh({ codes: ['at'], agents: 2, hasFormer: true })
    node = mesh.node('at')
    now = { newest: NEWEST, former: [{ mailbox: FORMER, isOver: false }] }
    agent = await openMailbox(node, { mailboxes: () => now })
    sender = await openMailbox(node, { agent: 1 })
  })
  afterEach(async () => {
    await agent.close()
    await sender.close()
    await mesh.stop()
  })

  const leave = (mailbox: string, text: string) =>
    sender.publish({ participant: node.participant, mailbox }, mailFrom('at', text))
  const send = async (mailbox: string, text: string) =>
    expect((await leave(mailbox, text)).ok).toBe(true)
  const becomes = (messages: number) =>
    waitFor(async () => (await stateOf(node)).messages === messages, {
      deadlineMs: 8_000,
      what: 'the settled mail to be gone',
    })

  it('empties both, the former first, and erases what it has settled in both', async () => {
    await send(NEWEST, '3')
    for (const text of ['1', '2']) await send(FORMER, text)
    const reader = read(agent)
    await becomes(0)
    // Whoever has not heard of the newest goes on using the former.
    await send(FORMER, '4')
    await becomes(0)
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['1', '2', '3', '4'])
    expect(agent.facts).toStrictEqual([{ kind: 'connected' }])
  })

  it('takes up a new one while it consumes, and what waits in the one before', async () => {
    now = { newest: FORMER, former: [] }
    const reader = read(agent)
    await send(FORMER, 'before')
    await becomes(0)
    await send(NEWEST, 'waiting')
    now = { newest: NEWEST, former: [{ mailbox: FORMER, isOver: false }] }
    await becomes(0)
    await send(FORMER, 'late')
    await send(NEWEST, 'after')
    await becomes(0)
    await reader.stop()
    expect(reader.texts().slice(0, 2)).toStrictEqual(['before', 'waiting'])
    expect(reader.texts().slice(2).toSorted()).toStrictEqual(['after', 'late'])
  })

  it('loses nothing of a former one that takes no more mail, which then goes', async () => {
    await send(FORMER, 'kept')
    await node.provision({}, [NEWEST, 'at-1', 'at-1-former'])
    expect(await leave(FORMER, 'late')).toStrictEqual({
      ok: false,
      failure: { kind: 'unreachable' },
    })
    expect((await stateOf(node)).streams).toContain(`MAIL_${FORMER}`)
    now = { newest: NEWEST, former: [{ mailbox: FORMER, isOver: true }] }
    const reader = read(agent)
    await becomes(0)
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['kept'])

    // In nobody's access any more, it is removed.
    await node.server().stop()
    await node.start(withoutFormer())
    await node.provision({}, [NEWEST, 'at-1', 'at-1-former'])
    expect((await stateOf(node)).streams).not.toContain(`MAIL_${FORMER}`)
  })

  it('fetches from the newest though the former is not there, or not its own', async () => {
    for (const mailbox of ['nowhere', 'at-1']) {
      now = { newest: NEWEST, former: [{ mailbox, isOver: false }] }
      await send(NEWEST, mailbox)
      const reader = read(agent)
      await waitFor(() => reader.texts().includes(mailbox), { deadlineMs: 9_000, what: 'the mail' })
      await reader.stop()
    }
  }, 20_000)

  it.each([
    'trm.v1.mailbox.at-0-former.next',
    'trm.v1.mailbox.at-0-former.info',
    '$JS.ACK.erase.at-0-former',
    '$JS.ACK.MAIL_at-0-former.at-0-former.1.1.1.1.0',
  ])('is alone with both: no other may publish to %s', async (subject) => {
    await send(FORMER, 'secret')
    const other = await rawClient(node, agentOf(node, 1))
    const refused = other.closed().catch(() => undefined)
    const seen = (async () => {
      for await (const { permissionContext } of other.status())
        if (permissionContext) return permissionContext.subject
      return undefined
    })()
    other.publish(subject, '{"seq":1}', { reply: `${agentOf(node, 1).inboxPrefix}.x` })
    expect(await seen).toBe(subject)
    await other.close()
    await refused
    expect((await stateOf(node)).messages).toBe(1)
  })

  /** The configuration of the country node after the former mailbox was taken out of it. */
  function withoutFormer(): string {
    const [client, leaf, monitoring] = [
      node.address.split(':')[1],
      node.leafPort,
      node.monitoringPort,
    ]
    return meshConfiguration({
      participant: participant('at'),
      peers: [],
      ports: { client: Number(client), leaf, monitoring },
      dataFolder: `${node.folder}/data`,
      linkFolder: node.linkFolder,
      agents: node.agents.map((each) => ({
        ...each,
        mailboxes: each.mailboxes.filter((mailbox) => mailbox !== FORMER),
      })),
      operatorPublicKey: node.operator.publicKey,
    })
  }
})
