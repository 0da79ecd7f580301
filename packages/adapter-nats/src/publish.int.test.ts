import { readFile } from 'node:fs/promises'
import { createNkey, OPERATOR_INBOX_PREFIX } from '@trm/nats'
import { waitFor } from '@trm/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mailFrom, openMailbox, read, stateOf, type OpenMailbox } from './mailbox.fixture.ts'
import { participant, startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } }
const REFUSED: unknown = expect.objectContaining({ code: 'MAILBOX_REFUSED' })
const BYTES_MAX = 64 * 1024

describe('publishing', () => {
  let mesh: Mesh
  let node: MeshNode
  const opened: OpenMailbox[] = []

  beforeAll(async () => {
    mesh = await startMesh({ codes: ['at'], agents: 2, limits: { bytesMax: BYTES_MAX } })
    node = mesh.node('at')
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((mailbox) => mailbox.close()))
  })
  afterAll(() => mesh.stop())

  async function open(...options: Parameters<typeof openMailbox>): Promise<OpenMailbox> {
    const mailbox = await openMailbox(...options)
    opened.push(mailbox)
    return mailbox
  }

  it('the same mail twice is a duplicate and delivered once', async () => {
    const mailbox = await open(node)
    const mail = mailFrom('at', 'once')
    expect(await mailbox.publish(mailbox.address, mail)).toMatchObject({
      value: { duplicate: false },
    })
    expect(await mailbox.publish(mailbox.address, mail)).toMatchObject({
      value: { duplicate: true },
    })
    const last = mailFrom('at', 'last')
    await mailbox.publish(mailbox.address, last)
    const reader = read(mailbox)
    await waitFor(() => reader.texts().includes('last'), {
      deadlineMs: 5_000,
      what: 'the last mail',
    })
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['once', 'last'])
  })

  it('into a full mailbox says full, loses nothing, and works again once there is room', async () => {
    const mailbox = await open(node)
    const text = 'x'.repeat(10_000)
    const outcomes = []
    for (let count = 0; count < 10; count++) {
      outcomes.push(await mailbox.publish(mailbox.address, mailFrom('at', text)))
    }
    const taken = outcomes.filter((outcome) => outcome.ok).length
    expect(taken).toBeGreaterThan(0)
    expect(outcomes.slice(taken)).toStrictEqual(
      Array.from({ length: 10 - taken }, () => ({ ok: false, failure: { kind: 'full' } })),
    )
    // Whoever fills a mailbox fills that one.
    const other = { participant: node.participant, mailbox: 'at-1' }
    expect((await mailbox.publish(other, mailFrom('at', 'room'))).ok).toBe(true)
    const reader = read(mailbox)
    await waitFor(async () => (await stateOf(node)).messages === 1, {
      deadlineMs: 5_000,
      what: 'an empty mailbox',
    })
    expect(reader.texts()).toHaveLength(taken)
    const otherMailbox = await open(node, { agent: 1 })
    const otherReader = read(otherMailbox)
    await waitFor(async () => (await stateOf(node)).messages === 0, {
      deadlineMs: 5_000,
      what: 'the mail for the other',
    })
    await otherReader.stop()
    expect((await mailbox.publish(mailbox.address, mailFrom('at', 'room'))).ok).toBe(true)
    await waitFor(() => reader.texts().includes('room'), {
      deadlineMs: 5_000,
      what: 'the new mail',
    })
    await reader.stop()
  })

  it('mail whose acknowledgement comes too late can be sent again without a second delivery', async () => {
    const mailbox = await open(node, { publishTimeoutMs: 300 })
    const mail = mailFrom('at', 'late')
    const { processId } = node.server()
    process.kill(processId, 'SIGSTOP')
    await waitFor(async () => (await processState(processId)) === 'T', {
      deadlineMs: 5_000,
      what: 'the server standing still',
    })
    const outcome = await mailbox.publish(mailbox.address, mail)
    process.kill(processId, 'SIGCONT')
    expect(outcome).toStrictEqual(UNREACHABLE)
    await waitFor(async () => (await stateOf(node)).messages === 1, {
      deadlineMs: 5_000,
      what: 'the late mail',
    })
    expect(await mailbox.publish(mailbox.address, mail)).toMatchObject({
      value: { duplicate: true },
    })
    const reader = read(mailbox)
    await waitFor(async () => (await stateOf(node)).messages === 0, {
      deadlineMs: 5_000,
      what: 'an empty stream',
    })
    await reader.stop()
    expect(reader.texts()).toStrictEqual(['late'])
  })

  it('what the broker forbids is a fault', async () => {
    const mailbox = await open(node, {
      nkeySeed: node.operator.seed,
      inboxPrefix: OPERATOR_INBOX_PREFIX,
    })
    await expect(mailbox.publish(mailbox.address, mailFrom('at'))).rejects.toThrow(REFUSED)
    expect(mailbox.facts).toContainEqual({ kind: 'refused' })
  })

  it('under a reply prefix of somebody else is a fault', async () => {
    const mailbox = await open(node, { inboxPrefix: node.agents[1]?.inboxPrefix ?? '' })
    await expect(mailbox.publish(mailbox.address, mailFrom('at'))).rejects.toThrow(REFUSED)
  })

  it('to a Participant that is not in the mesh is a fault', async () => {
    const mailbox = await open(node)
    const stranger = { participant: participant('xk'), mailbox: 'm' }
    await expect(mailbox.publish(stranger, mailFrom('at'))).rejects.toThrow(REFUSED)
  })

  it('more than the broker takes is a fault', async () => {
    const mailbox = await open(node)
    const mail = { ...mailFrom('at'), body: new Uint8Array(2 * 1024 * 1024 + 1) }
    await expect(mailbox.publish(mailbox.address, mail)).rejects.toThrow(REFUSED)
  })

  it('after closing is a fault', async () => {
    const mailbox = await openMailbox(node)
    await mailbox.close()
    await expect(mailbox.publish(mailbox.address, mailFrom('at'))).rejects.toThrow(
      expect.objectContaining({ code: 'MAILBOX_CLOSED' }),
    )
    expect(mailbox.isConnected()).toBe(false)
  })

  it('without a server says unreachable at once, and finds the server when it comes', async () => {
    await node.server().kill()
    const mailbox = await open(node)
    expect(mailbox.isConnected()).toBe(false)
    const started = performance.now()
    expect(await mailbox.publish(mailbox.address, mailFrom('at'))).toStrictEqual(UNREACHABLE)
    expect(performance.now() - started).toBeLessThan(200)
    await node.start()
    await waitFor(() => mailbox.isConnected(), { deadlineMs: 10_000, what: 'the connection' })
    expect((await mailbox.publish(mailbox.address, mailFrom('at'))).ok).toBe(true)
  })

  it('is not possible with a key that the country node does not know', async () => {
    await expect(openMailbox(node, { nkeySeed: createNkey().seed })).rejects.toThrow(REFUSED)
  })
})

/** The letter for the state of a process, as in proc(5). */
async function processState(processId: number): Promise<string | undefined> {
  return /\) (\w)/.exec(await readFile(`/proc/${processId}/stat`, 'utf8'))?.[1]
}
