import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { searchFolder, waitFor, type Spelling } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  agentOf,
  mailFrom,
  openMailbox,
  rawClient,
  read,
  stateOf,
  type OpenMailbox,
} from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const LATER = { kind: 'retry', afterMs: 2_000 } as const
const PULL = JSON.stringify({ batch: 1, no_wait: true })

let mesh: Mesh
let node: MeshNode
let present: OpenMailbox
let away: OpenMailbox
beforeEach(async () => {
  mesh = await startMesh({ codes: ['at'], agents: 2 })
  node = mesh.node('at')
  present = await openMailbox(node)
  away = await openMailbox(node, { agent: 1 })
})
afterEach(async () => {
  await present.close()
  await away.close()
  await mesh.stop()
})

/** Mail that is on the disk of the country node. @returns its texts. */
async function left(mailbox: OpenMailbox, count: number): Promise<readonly string[]> {
  const texts = Array.from({ length: count }, () => randomBytes(600).toString('hex'))
  for (const text of texts) {
    expect((await mailbox.publish(mailbox.address, mailFrom('at', text))).ok).toBe(true)
  }
  expect(await onDisk(texts)).toStrictEqual(texts)
  return texts
}

/** Fetches until all of these were delivered; is done with some of them, and wants the others again. */
async function fetched(
  mailbox: OpenMailbox,
  texts: readonly string[],
  done: readonly string[],
): Promise<void> {
  const reader = read(mailbox, ({ body }) =>
    done.includes(new TextDecoder().decode(body)) ? { kind: 'done' } : LATER,
  )
  await arrived(reader, texts)
  await reader.stop()
}

const arrived = (reader: ReturnType<typeof read>, texts: readonly string[]) =>
  waitFor(() => texts.every((text) => reader.texts().includes(text)), {
    deadlineMs: 8_000,
    what: 'the mail',
  })

/** Which of these texts are in any file of the country node. */
async function onDisk(texts: readonly string[]): Promise<readonly string[]> {
  const wanted = texts.map((text): Spelling => ({ text, form: 'sealed', bytes: Buffer.from(text) }))
  const { leaks } = await searchFolder(node.folder, wanted)
  return texts.filter((text) => leaks.some((leak) => leak.text === text))
}

describe('mail that was fetched and settled has left the disk of the country node at once', () => {
  it('when nothing waits', async () => {
    const texts = await left(present, 1)
    await fetched(present, texts, texts)
    expect(await onDisk(texts)).toStrictEqual([])
    expect(present.facts).toStrictEqual([{ kind: 'connected' }])
  })

  it.each([0, 1, 2, 3, 4])(
    'when other mail waits in the same mailbox, before it, after it and in others: the one at %i',
    async (place) => {
      const texts = await left(present, 5)
      const others = await left(away, 1)
      const settled = texts.slice(place, place + 1)
      await fetched(present, texts, settled)
      const waiting = texts.toSpliced(place, 1)
      expect(await onDisk([...texts, ...others])).toStrictEqual([...waiting, ...others])
    },
  )

  it('whatever its size, in whatever block, and what waits is what is fetched later', async () => {
    const sizes = [10, 300_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 2_000]
    const texts = sizes.map((size) =>
      randomBytes(size)
        .toString('latin1')
        .replace(/[^ -~]/g, '.'),
    )
    for (const text of texts) await present.publish(present.address, mailFrom('at', text))
    const settled = texts.filter((_, place) => place % 2 === 1)
    await fetched(present, texts, settled)
    expect(await onDisk(texts)).toStrictEqual(texts.filter((text) => !settled.includes(text)))
  })

  it('and so has what it was called: its id and its time', async () => {
    await left(present, 1)
    const mail = mailFrom('at', 'named')
    await present.publish(present.address, mail)
    expect(await onDisk([mail.id])).toStrictEqual([mail.id])
    const reader = read(present, ({ body }) =>
      new TextDecoder().decode(body) === 'named' ? { kind: 'done' } : LATER,
    )
    await arrived(reader, ['named'])
    await reader.stop()
    expect(await onDisk([mail.id])).toStrictEqual([])
  })
})

describe('what was erased stays erased, and what waits stays', () => {
  async function restarted(): Promise<void> {
    await node.start()
    await waitFor(() => present.isConnected() && away.isConnected(), {
      deadlineMs: 10_000,
      what: 'the connections',
    })
  }

  /** New mail is taken and comes, and with it what waited; what was settled does not come. */
  async function delivers(waiting: readonly string[], settled: readonly string[]): Promise<void> {
    await node.provision({ ackWaitMs: 1_000 })
    const [fresh] = await left(present, 1)
    const reader = read(present)
    await arrived(reader, [...waiting, fresh ?? ''])
    await reader.stop()
    expect(reader.texts().filter((text) => settled.includes(text))).toStrictEqual([])
    expect(await onDisk([...waiting, ...settled, fresh ?? ''])).toStrictEqual([])
  }

  it('when the server is killed between erasing and acknowledging', async () => {
    await node.provision({ ackWaitMs: 1_000 })
    const [first = '', ...waiting] = await left(present, 3)
    const client = await rawClient(node, agentOf(node))
    const message = await client.request('trm.v1.mailbox.at-0.next', PULL, {
      noMux: true,
      timeout: 2_000,
    })
    expect(message.string()).toBe(first)
    expect((await client.request('$JS.ACK.erase.at-0', '{"seq":1}')).json()).toMatchObject({
      success: true,
    })
    await node.server().kill()
    await client.close()
    expect(await onDisk([first, ...waiting])).toStrictEqual(waiting)
    await restarted()
    await delivers(waiting, [first])
  })

  it('when the server is killed just after many were settled', async () => {
    const texts = await left(present, 12)
    const settled = texts.filter((_, place) => place % 3 !== 0)
    const waiting = texts.filter((_, place) => place % 3 === 0)
    await fetched(present, texts, settled)
    await node.server().kill()
    expect(await onDisk(texts)).toStrictEqual(waiting)
    await restarted()
    await delivers(waiting, settled)
  })

  it.each([
    ['everything but the mail is', ['msgs/1.idx', 'msgs/1.fss', 'obs/at-0/o.dat']],
    ['what it knew of the mail is', ['msgs/1.idx', 'msgs/1.fss']],
    ['what it knew of its deliveries is', ['obs/at-0/o.dat']],
  ])('when after a power cut %s as it was before', async (_what, files) => {
    await node.provision({ ackWaitMs: 1_000 })
    const texts = await left(present, 6)
    const stream = join(node.folder, 'data/jetstream/MAIL/streams/MAIL_at-0')
    const before = join(node.folder, '..', 'before')
    await restartGently()
    await cp(stream, before, { recursive: true })
    const settled = texts.filter((_, place) => place % 2 === 0)
    const waiting = texts.filter((_, place) => place % 2 === 1)
    await fetched(present, texts, settled)
    await node.server().kill()
    for (const file of files) await cp(join(before, file), join(stream, file), { force: true })
    await restarted()
    await delivers(waiting, settled)
  })

  /** Everything that the server knows is on the disk: it was stopped, and has done nothing since. */
  async function restartGently(): Promise<void> {
    await node.server().stop()
    await restarted()
  }

  it('when the same mail is sent again within the time in which it is recognised', async () => {
    await left(present, 1)
    const mail = mailFrom('at', 'once')
    await present.publish(present.address, mail)
    const reader = read(present, ({ body }) =>
      new TextDecoder().decode(body) === 'once' ? { kind: 'done' } : LATER,
    )
    await arrived(reader, ['once'])
    expect(await present.publish(present.address, mail)).toMatchObject({
      value: { duplicate: true },
    })
    await reader.stop()
    expect((await stateOf(node)).messages).toBe(1)
  })
})
