import { connect, nanos, nkeyAuthenticator } from 'nats'
import { OPERATOR_INBOX_PREFIX } from '@trm/nats'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailFrom, openMailbox, read, stateOf, type OpenMailbox } from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const MAILBOXES = ['at-0', 'at-1']
const FORMERLY = ['$JS.API.STREAM.CREATE.MAIL', '$JS.API.CONSUMER.CREATE.MAIL.>']

/** What the operator was allowed while one stream held all mailboxes. */
function withFormerRights(configuration: string): string {
  const [first = ''] = /"\$JS\.API\.STREAM\.NAMES"/.exec(configuration) ?? []
  const rights = FORMERLY.map((subject) => JSON.stringify(subject)).join(',')
  return configuration.replace(first, () => `${first},${rights}`)
}

/** The stream and the consumers that provisioning made then. */
async function provisionFormerly(node: MeshNode): Promise<void> {
  const client = await connect({
    servers: node.address,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(node.operator.seed)),
    inboxPrefix: OPERATOR_INBOX_PREFIX,
  })
  const manager = await client.jetstreamManager({ checkAPI: false })
  const subject = (mailbox: string) => `trm.v1.inbox.at.${mailbox}`
  await manager.streams.add({
    name: 'MAIL',
    subjects: MAILBOXES.map(subject),
    storage: 'file' as never,
    retention: 'workqueue' as never,
    discard: 'new' as never,
    max_age: nanos(30 * 24 * 3_600_000),
    max_bytes: 1024 ** 3,
    duplicate_window: nanos(24 * 3_600_000),
    deny_delete: true,
    deny_purge: true,
  })
  for (const mailbox of MAILBOXES) {
    await manager.consumers.add('MAIL', {
      durable_name: mailbox,
      filter_subject: subject(mailbox),
      ack_policy: 'explicit' as never,
      ack_wait: nanos(30_000),
      max_deliver: -1,
      max_ack_pending: 64,
    })
  }
  await client.close()
}

describe('mail that waits in the one stream that held all mailboxes', () => {
  let mesh: Mesh
  let node: MeshNode
  let one: OpenMailbox
  let other: OpenMailbox

  beforeEach(async () => {
    const tamper = (_code: string, configuration: string) => withFormerRights(configuration)
    mesh = await startMesh({ codes: ['at'], agents: 2, isProvisioned: false, tamper })
    node = mesh.node('at')
    await provisionFormerly(node)
    one = await openMailbox(node)
    other = await openMailbox(node, { agent: 1 })
  })
  afterEach(async () => {
    await one.close()
    await other.close()
    await mesh.stop()
  })

  const send = async (mailbox: OpenMailbox, text: string) =>
    expect((await one.publish(mailbox.address, mailFrom('at', text))).ok).toBe(true)

  const becomes = (messages: number) =>
    waitFor(async () => (await stateOf(node)).messages === messages, {
      deadlineMs: 5_000,
      what: 'the settled mail to be gone',
    })

  it('is fetched first, and none of it is lost; the stream goes when it is empty, not before', async () => {
    for (const text of ['1', '2']) await send(one, text)
    await send(other, 'other')
    await node.provision()
    for (const text of ['3', '4']) await send(one, text)
    expect(await stateOf(node)).toMatchObject({
      streams: ['MAIL', 'MAIL_at-0', 'MAIL_at-1'],
      messages: 5,
    })

    const reader = read(one)
    await becomes(1)
    await node.provision()
    expect((await stateOf(node)).streams).toContain('MAIL')
    const otherReader = read(other)
    await becomes(0)
    await node.provision()
    expect((await stateOf(node)).streams).toStrictEqual(['MAIL_at-0', 'MAIL_at-1'])

    // Whoever was fetching from it goes on.
    await send(one, '5')
    await becomes(0)
    await reader.stop()
    await otherReader.stop()
    expect(reader.texts()).toStrictEqual(['1', '2', '3', '4', '5'])
    expect(otherReader.texts()).toStrictEqual(['other'])
    expect([...one.facts, ...other.facts]).toStrictEqual([
      { kind: 'connected' },
      { kind: 'connected' },
    ])
  })

  it('does not hold up what comes after it while it waits for a retry', async () => {
    await send(one, 'late')
    await node.provision()
    await send(one, 'new')
    let tries = 0
    const reader = read(one, ({ body }) => {
      const isLate = new TextDecoder().decode(body) === 'late'
      return isLate && tries++ === 0 ? { kind: 'retry', afterMs: 2_500 } : { kind: 'done' }
    })
    await becomes(0)
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['late', 'new', 'late'])
  })

  it('is not fetched by whom it is not for', async () => {
    await send(other, 'secret')
    await node.provision()
    await send(one, 'mine')
    const reader = read(one)
    await becomes(1)
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['mine'])
  })

  it('survives a kill of the server in the middle of the change', async () => {
    await send(one, 'kept')
    await node.provision()
    await node.server().kill()
    await node.start()
    await node.provision()
    const reader = read(one)
    await becomes(0)
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['kept'])
  })
})
