import { setImmediate } from 'node:timers/promises'
import { connect, Events, nanos, type ConnectionOptions, type NatsConnection } from 'nats'
import { createNkey } from '@trm/nats'
import { waitFor } from '@trm/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  agentOf,
  mailFrom,
  openMailbox,
  operatorClient,
  rawClient,
  read,
  stateOf,
} from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

// The agent `at-0` attacks; `at-1` is its neighbour at the same country node.
const OWN = 'at-0'
const OTHER = 'at-1'
const PULL = JSON.stringify({ batch: 1, no_wait: true })
const ERASE = '{"seq":1}'

describe('what a country node lets through', () => {
  let mesh: Mesh
  let node: MeshNode
  const clients: NatsConnection[] = []

  beforeAll(async () => {
    mesh = await startMesh({ codes: ['at', 'rs'], agents: 2 })
    node = mesh.node('at')
    const neighbour = await openMailbox(node, { agent: 1 })
    expect((await neighbour.publish(neighbour.address, mailFrom('at', 'secret'))).ok).toBe(true)
    await neighbour.close()
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()))
    // Whatever was tried: one mail of the neighbour, two consumers.
    expect(await otherConsumer(node)).toStrictEqual({ waiting: 1, delivered: 0 })
    expect((await stateOf(node)).consumers).toBe(2)
  })
  afterAll(() => mesh.stop())

  async function agent(): Promise<NatsConnection> {
    const client = await rawClient(node, agentOf(node))
    clients.push(client)
    return client
  }

  it('an agent may leave mail, look at its own mailbox, fetch from it and erase in it', async () => {
    const client = await agent()
    const taken = await client.request(`trm.v1.inbox.at.${OWN}`, 'mine', { timeout: 2_000 })
    expect(taken.json()).toMatchObject({ stream: `MAIL_${OWN}`, domain: 'AT' })
    const seen = await client.request(`trm.v1.mailbox.${OWN}.info`, '', { timeout: 2_000 })
    expect(seen.json()).toMatchObject({ name: OWN, num_pending: 1 })
    const fetched = await client.request(`trm.v1.mailbox.${OWN}.next`, PULL, {
      noMux: true,
      timeout: 2_000,
    })
    expect(fetched.string()).toBe('mine')
    const erased = await client.request(`$JS.ACK.erase.${OWN}`, '{"seq":1}', { timeout: 2_000 })
    expect(erased.json()).toMatchObject({ success: true })
    await client.request(fetched.reply ?? '', '+ACK', { timeout: 2_000 })
  })

  it.each([
    `trm.v1.mailbox.${OTHER}.next`,
    `trm.v1.mailbox.${OTHER}.info`,
    `$JS.ACK.MAIL_${OTHER}.${OTHER}.1.1.1.1.0`,
    `$JS.ACK.MAIL_${OWN}.${OTHER}.1.1.1.1.0`,
    `$JS.ACK.MAIL.${OTHER}.1.1.1.1.0`,
    `$JS.ACK.erase.${OTHER}`,
    `$JS.ACK.erase.${OWN}.x`,
    `$JS.ACK.MAIL_${OTHER}.erase`,
    `trm.v1.mailbox.${OTHER}.erase`,
    `trm.v1.mailbox.${OTHER}.former.next`,
    `trm.v1.mailbox.${OTHER}.former.info`,
    '$JS.API.INFO',
    '$JS.API.STREAM.CREATE.EVIL',
    `$JS.API.STREAM.UPDATE.MAIL_${OTHER}`,
    `$JS.API.STREAM.UPDATE.MAIL_${OWN}`,
    `$JS.API.STREAM.DELETE.MAIL_${OTHER}`,
    `$JS.API.STREAM.DELETE.MAIL_${OWN}`,
    `$JS.API.STREAM.PURGE.MAIL_${OTHER}`,
    `$JS.API.STREAM.PURGE.MAIL_${OWN}`,
    `$JS.API.STREAM.INFO.MAIL_${OTHER}`,
    `$JS.API.STREAM.INFO.MAIL_${OWN}`,
    `$JS.API.STREAM.MSG.GET.MAIL_${OTHER}`,
    `$JS.API.STREAM.MSG.GET.MAIL_${OWN}`,
    `$JS.API.STREAM.MSG.DELETE.MAIL_${OTHER}`,
    `$JS.API.STREAM.MSG.DELETE.MAIL_${OWN}`,
    `$JS.API.DIRECT.GET.MAIL_${OTHER}`,
    `$JS.API.DIRECT.GET.MAIL_${OWN}`,
    `$JS.API.CONSUMER.CREATE.MAIL_${OTHER}.evil`,
    `$JS.API.CONSUMER.DURABLE.CREATE.MAIL_${OTHER}.evil`,
    `$JS.API.CONSUMER.DELETE.MAIL_${OTHER}.${OTHER}`,
    `$JS.API.CONSUMER.NAMES.MAIL_${OTHER}`,
    '$JS.API.STREAM.NAMES',
    `$JS.API.CONSUMER.MSG.NEXT.MAIL_${OTHER}.${OTHER}`,
    `$JS.API.CONSUMER.MSG.NEXT.MAIL_${OWN}.${OWN}`,
    '$SYS.REQ.SERVER.PING',
    'trm.v1.inbox.at',
    'trm.v1.inbox.at.a.b',
    'trm.v1.inbox.xk.somebody',
    'trm.v2.inbox.at.x',
    'anything',
  ])('an agent may not publish to %s', async (subject) => {
    const client = await agent()
    expect(
      await refusals(client, () =>
        client.publish(subject, '', { reply: `${agentOf(node).inboxPrefix}.x` }),
      ),
    ).toStrictEqual([subject])
  })

  it('an agent may not publish to JetStream by way of its domain either', async () => {
    const client = await agent()
    // The server looks at the subject that the domain stands for.
    expect(
      await refusals(client, () =>
        client.publish(`$JS.AT.API.CONSUMER.MSG.NEXT.MAIL_${OTHER}.${OTHER}`),
      ),
    ).toStrictEqual([`$JS.API.CONSUMER.MSG.NEXT.MAIL_${OTHER}.${OTHER}`])
  })

  it('an agent may not publish to its own reply prefix, or to that of another', async () => {
    for (const index of [0, 1]) {
      const client = await agent()
      const subject = `${agentOf(node, index).inboxPrefix}.x`
      expect(await refusals(client, () => client.publish(subject))).toStrictEqual([subject])
    }
  })

  it.each([
    '>',
    '*',
    '*.>',
    '_INBOX.>',
    '_INBOX.*.>',
    'trm.>',
    'trm.v1.inbox.>',
    `trm.v1.inbox.at.${OTHER}`,
    `trm.v1.inbox.at.${OWN}`,
    `trm.v1.mailbox.${OTHER}.next`,
    '$JS.>',
    '$JS.ACK.>',
    '$JS.EVENT.>',
    '$SYS.>',
    '_R_.>',
  ])('an agent may not subscribe to %s', async (subject) => {
    const client = await agent()
    expect(
      await refusals(client, () => {
        client.subscribe(subject, { callback: () => undefined })
      }),
    ).toStrictEqual([subject])
  })

  it('an agent may not subscribe to the reply prefix of another, or to that of the operator', async () => {
    for (const prefix of [agentOf(node, 1).inboxPrefix, '_INBOX.trm-operator']) {
      const client = await agent()
      expect(
        await refusals(client, () => {
          client.subscribe(`${prefix}.>`, { callback: () => undefined })
        }),
      ).toStrictEqual([`${prefix}.>`])
    }
  })

  it.each([
    `$JS.API.STREAM.PURGE.MAIL_${OTHER}`,
    `$JS.API.STREAM.PURGE.MAIL_${OWN}`,
    `$JS.API.STREAM.DELETE.MAIL_${OTHER}`,
    `$JS.API.STREAM.DELETE.MAIL_${OWN}`,
    `$JS.AT.API.STREAM.PURGE.MAIL_${OTHER}`,
    `$JS.API.CONSUMER.DELETE.MAIL_${OTHER}.${OTHER}`,
    `$JS.API.CONSUMER.MSG.NEXT.MAIL_${OTHER}.${OTHER}`,
    `trm.v1.mailbox.${OTHER}.next`,
    `trm.v1.mailbox.${OTHER}.info`,
    `trm.v1.mailbox.${OTHER}.former.next`,
    `$JS.API.STREAM.MSG.DELETE.MAIL_${OTHER}`,
  ])(
    'the broker does not do for an agent, as an answer, what it may not ask for: %s',
    async (to) => {
      const client = await agent()
      // An acknowledgement, a delivery with a body and a reply subject, and a status without a body.
      client.publish(`trm.v1.inbox.at.${OWN}`, PULL, { reply: to })
      client.publish(`trm.v1.mailbox.${OWN}.next`, PULL, { reply: to })
      client.publish(`trm.v1.inbox.at.${OWN}`, '', { reply: to })
      client.publish(`trm.v1.mailbox.${OWN}.next`, PULL, { reply: to })
      client.publish(`trm.v1.mailbox.${OWN}.next`, PULL, { reply: to })
      client.publish(`$JS.ACK.erase.${OWN}`, ERASE, { reply: to })
      client.publish(`trm.v1.inbox.at.${OWN}`, ERASE, { reply: to })
      client.publish(`trm.v1.mailbox.${OWN}.next`, PULL, { reply: to })
      client.publish(
        `trm.v1.mailbox.${OWN}.next`,
        JSON.stringify({ batch: 1, expires: nanos(1) }),
        { reply: to },
      )
      // The server works through one client's messages in order.
      await client.request(`trm.v1.mailbox.${OWN}.info`, '', { timeout: 2_000 })
      expect(await otherConsumer(node)).toStrictEqual({ waiting: 1, delivered: 0 })
    },
  )

  it.each([
    `$JS.ACK.MAIL_${OTHER}.${OTHER}.1.1.1.1.0`,
    `$JS.ACK.MAIL.${OTHER}.1.1.1.1.0`,
    `$JS.ACK.erase.${OTHER}`,
  ])('mail of another is not settled by naming this as a reply subject: %s', async (reply) => {
    const client = await agent()
    // Delivered under the reply subject, this mail would be the order to erase that of the other.
    await client.request(`trm.v1.inbox.at.${OWN}`, ERASE, { timeout: 2_000 })
    const asking: readonly (readonly [subject: string, body: string])[] = [
      [`trm.v1.inbox.at.${OWN}`, '+ACK'],
      [`trm.v1.inbox.at.${OWN}`, ERASE],
      [`trm.v1.mailbox.${OWN}.next`, PULL],
      [`trm.v1.mailbox.${OWN}.info`, ''],
      [`$JS.ACK.erase.${OWN}`, ERASE],
      [`$JS.ACK.MAIL_${OWN}.${OWN}.1.1.1.1.0`, '+NXT'],
    ]
    for (const [subject, body] of asking) {
      expect(await refusals(client, () => client.publish(subject, body, { reply }))).toHaveLength(1)
    }
  })

  it('an agent erases nothing that it does not name, and all of it is its own', async () => {
    const client = await agent()
    const bodies = ['', '{}', '[]', '{"seq":0}', '{"seq":18446744073709551615}', '{"seq":"1"}']
    for (const body of bodies) {
      const answer = await client.request(`$JS.ACK.erase.${OWN}`, body, { timeout: 2_000 })
      expect(answer.json()).not.toMatchObject({ success: true })
    }
  })

  it('the operator reads no mail, and deletes and empties nothing', async () => {
    for (const subject of [
      `$JS.API.CONSUMER.MSG.NEXT.MAIL_${OTHER}.${OTHER}`,
      `$JS.API.STREAM.MSG.GET.MAIL_${OTHER}`,
      `$JS.API.STREAM.MSG.GET.MAIL_${OWN}`,
      `$JS.API.STREAM.MSG.DELETE.MAIL_${OTHER}`,
      `$JS.API.STREAM.MSG.DELETE.MAIL_${OWN}`,
      `$JS.API.STREAM.DELETE.MAIL_${OTHER}`,
      `$JS.API.STREAM.DELETE.MAIL_${OWN}`,
      `$JS.API.STREAM.PURGE.MAIL_${OTHER}`,
      `$JS.API.STREAM.PURGE.MAIL_${OWN}`,
      `$JS.API.CONSUMER.DELETE.MAIL_${OTHER}.${OTHER}`,
      '$JS.API.STREAM.CREATE.COPY',
      '$JS.API.STREAM.CREATE.MAIL',
      '$JS.API.CONSUMER.CREATE.MAIL.copy',
      `$JS.API.STREAM.SNAPSHOT.MAIL_${OTHER}`,
      `$JS.ACK.MAIL_${OTHER}.${OTHER}.1.1.1.1.0`,
      `$JS.ACK.erase.${OTHER}`,
      `trm.v1.inbox.at.${OTHER}`,
    ]) {
      const client = await operatorClient(node)
      clients.push(client)
      expect(await refusals(client, () => client.publish(subject, '{"seq":1}'))).toStrictEqual([
        subject,
      ])
    }
  })

  it.each<[string, () => ConnectionOptions]>([
    ['nobody', () => ({})],
    ['the password of a link', () => ({ user: 'rs.trm.invalid', pass: linkPassword(node) })],
    ['a made-up password', () => ({ user: 'admin', pass: 'admin' })],
    ['a key as a token', () => ({ token: createNkey().publicKey })],
  ])('the port of clients lets in no one as %s', async (_who, credentials) => {
    await expect(
      connect({ servers: node.address, reconnect: false, ...credentials() }),
    ).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' })
  })

  it('the port of clients does not let in a key that is not listed', async () => {
    const stranger = { ...createNkey(), inboxPrefix: '_INBOX' }
    await expect(rawClient(node, stranger)).rejects.toMatchObject({
      code: 'AUTHORIZATION_VIOLATION',
    })
  })
})

it('the neighbour gets its mail after all that', async () => {
  const mesh = await startMesh({ codes: ['at'], agents: 2 })
  const neighbour = await openMailbox(mesh.node('at'), { agent: 1 })
  await neighbour.publish(neighbour.address, mailFrom('at', 'secret'))
  const reader = read(neighbour)
  await waitFor(() => reader.texts().includes('secret'), { deadlineMs: 5_000, what: 'the mail' })
  await reader.stop()
  await neighbour.close()
  await mesh.stop()
})

/** The subjects that the server forbade this client for what it did. */
async function refusals(client: NatsConnection, act: () => void): Promise<readonly string[]> {
  const seen: string[] = []
  void watchErrors(client, seen)
  act()
  // The server answers in order: what it forbids comes before the pong.
  await client.flush()
  await setImmediate()
  return seen
}

async function watchErrors(client: NatsConnection, seen: string[]): Promise<void> {
  for await (const { type, permissionContext } of client.status()) {
    if (type === Events.Error) seen.push(permissionContext?.subject ?? 'without a subject')
  }
}

async function otherConsumer(node: MeshNode): Promise<object> {
  const client = await operatorClient(node)
  try {
    const manager = await client.jetstreamManager({ checkAPI: false })
    const consumer = await manager.consumers.info(`MAIL_${OTHER}`, OTHER)
    return { waiting: consumer.num_pending, delivered: consumer.delivered.consumer_seq }
  } finally {
    await client.close()
  }
}

function linkPassword(node: MeshNode): string {
  const parsed = JSON.parse(node.configuration) as {
    leafnodes: { authorization: { users: readonly { password: string }[] } }
  }
  return parsed.leafnodes.authorization.users[0]?.password ?? ''
}
