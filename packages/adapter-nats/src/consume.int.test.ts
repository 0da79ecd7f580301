import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { headers, type MsgHdrs } from 'nats'
import { waitFor } from '@trm/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Disposition } from '@trm/ports'
import {
  agentOf,
  mailFrom,
  openMailbox,
  rawClient,
  read,
  stateOf,
  type OpenMailbox,
  type Reader,
} from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const ACK_WAIT_MS = 2_000
const NO_WAIT = JSON.stringify({ batch: 1, no_wait: true })
const DONE: Disposition = { kind: 'done' }

describe('consuming', () => {
  let mesh: Mesh
  let node: MeshNode
  let mailbox: OpenMailbox
  let readers: Reader[] = []

  beforeAll(async () => {
    mesh = await startMesh({ codes: ['at'], agents: 2, limits: { ackWaitMs: ACK_WAIT_MS } })
    node = mesh.node('at')
    mailbox = await openMailbox(node)
  })
  afterEach(async () => {
    await Promise.all(readers.map((reader) => reader.stop()))
    readers = []
    expect((await stateOf(node)).messages).toBe(0)
    mailbox.facts.splice(0)
  })
  afterAll(async () => {
    await mailbox.close()
    await mesh.stop()
  })

  function reading(...parameters: Parameters<typeof read>): Reader {
    const reader = read(...parameters)
    readers.push(reader)
    return reader
  }

  async function send(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      expect((await mailbox.publish(mailbox.address, mailFrom('at', text))).ok).toBe(true)
    }
  }

  async function allSettled(): Promise<void> {
    await waitFor(async () => (await stateOf(node)).messages === 0, {
      deadlineMs: 10_000,
      what: 'all mail settled',
    })
  }

  it('delivers in order, one at a time, what was sent before and while it runs', async () => {
    await send('1', '2', '3')
    let inHand = 0
    let inHandMax = 0
    const reader = reading(mailbox, async () => {
      inHandMax = Math.max(inHandMax, ++inHand)
      await delay(5)
      inHand--
      return DONE
    })
    await waitFor(() => reader.deliveries.length > 0, { deadlineMs: 5_000, what: 'the first' })
    await send('4', '5', '6')
    await allSettled()
    expect(reader.texts()).toStrictEqual(['1', '2', '3', '4', '5', '6'])
    expect(reader.deliveries.map(({ attempt }) => attempt)).toStrictEqual([1, 1, 1, 1, 1, 1])
    expect(inHandMax).toBe(1)
  })

  it('delivers by the batch what is there, each once, in order, and without waiting for what is not', async () => {
    const texts = Array.from({ length: 40 }, (_, place) => String(place))
    await send(...texts)
    let [inHand, inHandMax] = [0, 0]
    const reader = reading(
      mailbox,
      async () => {
        inHandMax = Math.max(inHandMax, ++inHand)
        await delay(5)
        inHand--
        return DONE
      },
      32,
    )
    await allSettled()
    await send('more')
    await allSettled()
    expect(reader.texts()).toStrictEqual([...texts, 'more'])
    expect(inHandMax).toBeGreaterThan(8)
    expect(inHandMax).toBeLessThanOrEqual(32)
    // No request went unanswered, in whole or in part.
    expect(mailbox.facts).toStrictEqual([])
  })

  it('delivers again no earlier than asked, without holding up what is behind', async () => {
    await send('later', 'next')
    const seen: { readonly text: string; readonly at: number }[] = []
    const reader = reading(mailbox, ({ body, attempt }) => {
      seen.push({ text: new TextDecoder().decode(body), at: performance.now() })
      return seen.length === 1 && attempt === 1 ? { kind: 'retry', afterMs: 1_500 } : DONE
    })
    await allSettled()
    expect(reader.texts()).toStrictEqual(['later', 'next', 'later'])
    expect(reader.deliveries.map(({ attempt }) => attempt)).toStrictEqual([1, 1, 2])
    const [first, , again] = seen
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_500)
  })

  it('delivers again after a handler threw, and reports no word of what it threw', async () => {
    await send('trouble')
    const reader = reading(mailbox, ({ attempt }) => {
      if (attempt === 1) throw new Error('Amina')
      return DONE
    })
    await allSettled()
    // At least once: a busy machine may bring it a third time.
    expect(reader.deliveries.slice(0, 2).map(({ attempt }) => attempt)).toStrictEqual([1, 2])
    expect(new Set(reader.texts())).toStrictEqual(new Set(['trouble']))
    expect(mailbox.facts).toStrictEqual([
      { kind: 'handler-failed', code: 'UNCLASSIFIED', attempt: 1 },
    ])
  })

  it('keeps a delivery that takes longer than the country node waits from everybody else', async () => {
    await send('long')
    const second = await rawClient(node, agentOf(node))
    const answers: (number | undefined)[] = []
    const reader = reading(mailbox, async () => {
      await delay(2.5 * ACK_WAIT_MS)
      // Another process of the same agent, as during a restart.
      const answer = await second.request(`trm.v1.mailbox.${agentOf(node).mailbox}.next`, NO_WAIT, {
        noMux: true,
        timeout: 2_000,
      })
      answers.push(answer.headers?.code)
      return DONE
    })
    await allSettled()
    await second.close()
    expect(answers).toStrictEqual([404])
    expect(reader.texts()).toStrictEqual(['long'])
  })

  it('does not settle before the handler is done', async () => {
    await send('open')
    const { promise, resolve } = Promise.withResolvers<Disposition>()
    const reader = reading(mailbox, () => promise)
    await waitFor(() => reader.deliveries.length === 1, { deadlineMs: 5_000, what: 'the delivery' })
    expect((await stateOf(node)).messages).toBe(1)
    resolve(DONE)
    await allSettled()
  })

  it('delivers again what a killed process had in hand', async () => {
    await send('survivor')
    const agent = agentOf(node)
    const child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'hang.fixture.ts'),
        node.address,
        node.participant,
        agent.mailbox,
        agent.inboxPrefix,
      ],
      { env: { TRM_TEST_SEED: agent.seed }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const reader = reading(mailbox)
    await allSettled()
    expect(reader.texts()).toStrictEqual(['survivor'])
    expect(reader.deliveries.map(({ attempt }) => attempt)).toStrictEqual([2])
  })

  it('goes on after the server was killed, with what waited there', async () => {
    const { promise, resolve } = Promise.withResolvers<Disposition>()
    await send('in hand', 'waiting')
    const reader = reading(mailbox, ({ attempt }) => (attempt === 1 ? promise : DONE))
    await waitFor(() => reader.deliveries.length === 1, { deadlineMs: 5_000, what: 'the delivery' })
    await node.server().kill()
    await waitFor(() => !mailbox.isConnected(), { deadlineMs: 5_000, what: 'the loss seen' })
    resolve(DONE)
    await node.start()
    await allSettled()
    expect(new Set(reader.texts())).toStrictEqual(new Set(['in hand', 'waiting']))
    expect(mailbox.facts.map(({ kind }) => kind)).toStrictEqual(
      expect.arrayContaining(['disconnected', 'settlement-unconfirmed', 'connected']),
    )
  })

  it('reports that it may not fetch from the mailbox of somebody else, and gets nothing', async () => {
    await send('mine')
    const thief = await openMailbox(node, { agent: 1, mailbox: agentOf(node).mailbox })
    const thieving = read(thief)
    await waitFor(() => thief.facts.some(({ kind }) => kind === 'fetch-failed'), {
      deadlineMs: 5_000,
      what: 'the report',
    })
    expect(thief.facts).toContainEqual({ kind: 'refused' })
    await thieving.stop()
    await thief.close()
    expect(thieving.deliveries).toStrictEqual([])
    const reader = reading(mailbox)
    await allSettled()
    expect(reader.deliveries.map(({ attempt }) => attempt)).toStrictEqual([1])
  })

  it('ends when the mailbox is closed', async () => {
    const other = await openMailbox(node, { agent: 1 })
    const reader = read(other)
    await other.close()
    await reader.stop()
    await expect(
      other.consume(() => Promise.resolve(DONE), { signal: new AbortController().signal }),
    ).rejects.toThrow(expect.objectContaining({ code: 'MAILBOX_CLOSED' }))
  })

  it('allows one consumer at a time', async () => {
    reading(mailbox)
    await expect(
      mailbox.consume(() => Promise.resolve(DONE), { signal: new AbortController().signal }),
    ).rejects.toThrow(expect.objectContaining({ code: 'INVARIANT_BROKEN' }))
  })

  it('delivers what a stranger sent as a body without mail, whatever its headers imitate', async () => {
    const client = await rawClient(node, agentOf(node, 1))
    const sent = [
      undefined,
      withHeaders({ name: 'value' }),
      headers(404, 'No Messages'),
      headers(408, 'Request Timeout'),
      headers(503, 'No Responders'),
      rawHeaders('NATS/1.0\r\nx: a\nb\r\n\r\n'),
      rawHeaders('NATS/1.0\r\n: \r\n\r\n'),
    ]
    sent.forEach((written, index) => {
      const subject = `trm.v1.inbox.at.${agentOf(node).mailbox}`
      client.publish(subject, `body ${index}`, written === undefined ? {} : { headers: written })
    })
    await client.flush()
    await client.close()
    const reader = reading(mailbox)
    await allSettled()
    expect(reader.texts()).toStrictEqual(sent.map((_, index) => `body ${index}`))
    expect(reader.deliveries.map(({ mail }) => mail)).toStrictEqual(sent.map(() => undefined))
    expect(mailbox.facts).toStrictEqual(sent.map(() => ({ kind: 'headers-refused', attempt: 1 })))
  })
})

it('waits for a mailbox that is not provisioned yet, and delivers once it is', async () => {
  const mesh = await startMesh({ codes: ['at'], isProvisioned: false })
  const mailbox = await openMailbox(mesh.node('at'))
  const reader = read(mailbox)
  await waitFor(() => mailbox.facts.some(({ kind }) => kind === 'consumer-missing'), {
    deadlineMs: 5_000,
    what: 'the report',
  })
  await mesh.node('at').provision()
  expect((await mailbox.publish(mailbox.address, mailFrom('at', 'first'))).ok).toBe(true)
  await waitFor(() => reader.texts().includes('first'), { deadlineMs: 5_000, what: 'the mail' })
  await reader.stop()
  await mailbox.close()
  await mesh.stop()
})

function withHeaders(record: Readonly<Record<string, string>>): MsgHdrs {
  const written = headers()
  for (const [name, value] of Object.entries(record)) written.set(name, value)
  return written
}

/** The client writes whatever encodes itself. */
function rawHeaders(text: string): MsgHdrs {
  return Object.assign(headers(), { encode: () => new TextEncoder().encode(text) })
}
