import { createNkey, provisionMailboxes } from '@trm/nats'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailFrom, openMailbox, operatorClient, read, stateOf } from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const FAILED: unknown = expect.objectContaining({ code: 'NATS_PROVISIONING_FAILED' })

describe('provisioning', () => {
  let mesh: Mesh
  let node: MeshNode

  beforeAll(async () => {
    mesh = await startMesh({ codes: ['at'], agents: 2 })
    node = mesh.node('at')
  })
  afterAll(() => mesh.stop())

  function provision(changes: Partial<Parameters<typeof provisionMailboxes>[0]> = {}) {
    return provisionMailboxes({
      server: node.address,
      operatorSeed: node.operator.seed,
      participant: node.participant,
      mailboxes: node.agents.map(({ mailbox }) => mailbox),
      ...changes,
    })
  }

  async function configuration(): Promise<object> {
    const client = await operatorClient(node)
    try {
      const manager = await client.jetstreamManager({ checkAPI: false })
      const names = node.agents.map(({ mailbox }) => mailbox)
      const streams = names.map((name) => manager.streams.info(`MAIL_${name}`))
      const consumers = names.map((name) => manager.consumers.info(`MAIL_${name}`, name))
      return {
        streams: (await Promise.all(streams)).map(({ config }) => config),
        consumers: (await Promise.all(consumers)).map(({ config }) => config),
      }
    } finally {
      await client.close()
    }
  }

  it('makes streams that keep mail on disk until it is settled and drop none', async () => {
    expect(await configuration()).toMatchObject({
      streams: ['at-0', 'at-1'].map((mailbox) => ({
        name: `MAIL_${mailbox}`,
        subjects: [`trm.v1.inbox.at.${mailbox}`],
        storage: 'file',
        retention: 'workqueue',
        discard: 'new',
        max_age: 30 * 24 * 3_600 * 1e9,
        max_bytes: 268_435_456,
        max_msg_size: 2_097_152,
        duplicate_window: 24 * 3_600 * 1e9,
        deny_delete: false,
        deny_purge: true,
      })),
      consumers: ['at-0', 'at-1'].map((mailbox) => ({
        durable_name: mailbox,
        filter_subject: `trm.v1.inbox.at.${mailbox}`,
        ack_policy: 'explicit',
        ack_wait: 30e9,
        max_ack_pending: 64,
        max_deliver: -1,
      })),
    })
  })

  it('changes nothing when it is repeated, and loses no mail', async () => {
    const mailbox = await openMailbox(node)
    expect((await mailbox.publish(mailbox.address, mailFrom('at', 'kept'))).ok).toBe(true)
    const before = await configuration()
    await provision()
    expect(await configuration()).toStrictEqual(before)
    expect((await stateOf(node)).messages).toBe(1)
    const reader = read(mailbox)
    await waitFor(() => reader.texts().includes('kept'), { deadlineMs: 5_000, what: 'the mail' })
    await reader.stop()
    await mailbox.close()
  })

  it('takes over other limits', async () => {
    await provision({ limits: { bytesMax: 1_000_000, ackWaitMs: 5_000 } })
    expect(await configuration()).toMatchObject({
      streams: [{ max_bytes: 1_000_000 }, { max_bytes: 1_000_000 }],
      consumers: [{ ack_wait: 5e9 }, { ack_wait: 5e9 }],
    })
  })

  it('closes a mailbox that is no longer named to new mail, and what waits can be fetched', async () => {
    const mailbox = await openMailbox(node, { agent: 1, publishTimeoutMs: 300 })
    expect((await mailbox.publish(mailbox.address, mailFrom('at', 'before'))).ok).toBe(true)
    await provision({ mailboxes: ['at-0'] })
    expect((await mailbox.publish(mailbox.address, mailFrom('at', 'after'))).ok).toBe(false)
    const reader = read(mailbox)
    await waitFor(async () => (await stateOf(node)).messages === 0, {
      deadlineMs: 5_000,
      what: 'an empty stream',
    })
    await reader.stop()
    await mailbox.close()
    expect(reader.texts()).toStrictEqual(['before'])
    // Its agent may still fetch from it, by the configuration: it is not taken away under its hands.
    await provision({ mailboxes: ['at-0'] })
    expect((await stateOf(node)).streams).toStrictEqual(['MAIL_at-0', 'MAIL_at-1'])
  })

  it('opens again a mailbox that is named again', async () => {
    await provision()
    const mailbox = await openMailbox(node, { agent: 1 })
    expect((await mailbox.publish(mailbox.address, mailFrom('at', 'again'))).ok).toBe(true)
    await mailbox.close()
    expect((await stateOf(node)).messages).toBe(1)
  })

  it('drops nothing when a limit is lowered below what waits, and takes nothing more', async () => {
    await provision({ limits: { bytesMax: 1 } })
    const mailbox = await openMailbox(node, { agent: 1 })
    expect(await mailbox.publish(mailbox.address, mailFrom('at', 'over'))).toStrictEqual({
      ok: false,
      failure: { kind: 'full' },
    })
    await mailbox.close()
    expect((await stateOf(node)).messages).toBe(1)
    await provision()
  })

  it('keeps the stream of a token that was replaced while mail waits in it, and then removes it', async () => {
    const replaced = node.configuration.replaceAll('at-1', 'at-9')
    const restart = async (changed: string) => {
      await node.server().stop()
      await node.start(changed)
    }
    await restart(replaced)
    await provision({ mailboxes: ['at-0', 'at-9'] })
    expect(await stateOf(node)).toMatchObject({
      streams: ['MAIL_at-0', 'MAIL_at-1', 'MAIL_at-9'],
      messages: 1,
    })
    await restart(node.configuration)
    const mailbox = await openMailbox(node, { agent: 1 })
    const reader = read(mailbox)
    await waitFor(() => reader.texts().includes('again'), { deadlineMs: 5_000, what: 'the mail' })
    await reader.stop()
    await mailbox.close()
    await restart(replaced)
    await provision({ mailboxes: ['at-0', 'at-9'] })
    expect((await stateOf(node)).streams).toStrictEqual(['MAIL_at-0', 'MAIL_at-9'])
    await restart(node.configuration)
    await provision()
  })

  it('is refused for a mailbox that the configuration of the server does not know', async () => {
    await expect(provision({ mailboxes: ['at-0', 'at-7'] })).rejects.toThrow(FAILED)
  })

  it('is refused to whoever is not the operator', async () => {
    const agent = node.agents[0]?.seed ?? ''
    await expect(provision({ operatorSeed: createNkey().seed })).rejects.toThrow(FAILED)
    await expect(provision({ operatorSeed: agent })).rejects.toThrow(FAILED)
  })

  it('fails when there is no server', async () => {
    await expect(provision({ server: '127.0.0.1:1' })).rejects.toThrow(FAILED)
  })

  it.each([[[]], [['a.b']], [['>']]])('is not done for the mailboxes %j', async (mailboxes) => {
    await expect(provision({ mailboxes })).rejects.toThrow(
      expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
    )
  })
})
