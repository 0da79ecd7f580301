import { openEventStoreDb } from '@trm/adapter-eventstoredb'
import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { toInstant } from '@trm/kernel'
import { digestOfEvents, type EventStore } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import { selfSignedCertificate, waitFor } from '@trm/testkit'
import {
  startEventStoreDbServer,
  type EventStoreDbServer,
  type EventStoreDbServerOptions,
  type Fault,
} from '@trm/testkit/eventstoredb'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { store } from './store-verbs.ts'

const clock = { now: () => toInstant(new Date()) }
const EVENTS = 20
const STREAMS = 3
/** One event has a stream of its own, so that a fault can wait for it; its id is claimed in another. */
const LONE_EVENT = 9
const LONE = 'stream-alone'
const CLAIM = `trm-id-event-${LONE_EVENT}`
const PASSWORD = 'open-sesame'

let closing: AsyncDisposableStack
let folder: string
beforeEach(async () => {
  closing = new AsyncDisposableStack()
  folder = closing.use(await temporaryFolder()).path
})
afterEach(() => closing.disposeAsync())

const fileUrl = (name: string) => `sqlite:${join(folder, name)}`

/** A server, and the URL of the file that says where it is. */
async function startServer(options: EventStoreDbServerOptions = {}, more = '') {
  const server = closing.use(await startEventStoreDbServer(options))
  const file = join(folder, `server-${server.port}`)
  await writeFile(file, `${server.connectionString}${more}\n`)
  return { server, url: `esdb:${file}` }
}

/** A file of events in several streams, one of which has ended and one keeps nothing for long. */
async function fill(name: string, first = 0): Promise<string> {
  const opened = await openSqliteEventStore({ file: join(folder, name), clock })
  for (let n = first; n < EVENTS; n++) await appendTo(opened, streamOf(n), n)
  await opened.writeMetadata('stream-1', { maxAgeMs: 3_600_000 })
  await opened.tombstone('stream-2', await revisionOf(opened, 'stream-2'))
  const { events, digest } = await digestOfEvents(opened.readAll())
  await opened.close()
  return `${events} events, digest ${digest}\n`
}

const streamOf = (n: number) => (n === LONE_EVENT ? LONE : `stream-${n % STREAMS}`)

async function appendTo(opened: EventStore, streamId: string, n: number): Promise<void> {
  const expected = await revisionOf(opened, streamId)
  const event = { id: `event-${n}`, type: 'SomethingHappened', data: { n } }
  expect(await opened.append(streamId, [event], expected)).toMatchObject({ ok: true })
}

async function revisionOf(opened: EventStore, streamId: string): Promise<'no-stream' | bigint> {
  const last = { direction: 'backwards', limit: 1 } as const
  for await (const { revision } of opened.readStream(streamId, last)) return revision
  return 'no-stream'
}

const copy = (from: string, to: string) => store(['copy', '--from', from, '--to', to])
const digestOf = (url: string) => store(['digest', '--of', url])

async function openServer({ connectionString }: EventStoreDbServer): Promise<EventStore> {
  const opened = await openEventStoreDb({ connectionString })
  closing.defer(() => opened.close())
  return opened
}

describe('trm store copy between a file and a server', () => {
  it('brings everything there and back, and finds that it has when it is repeated', async () => {
    const digest = await fill('from.db')
    const { url, server } = await startServer()
    expect(await copy(fileUrl('from.db'), url)).toStrictEqual({ output: `copied: ${digest}` })
    expect(await digestOf(url)).toStrictEqual({ output: digest })
    expect(await copy(fileUrl('from.db'), url)).toStrictEqual({
      output: `copied, ${EVENTS} of them earlier: ${digest}`,
    })
    const there = await openServer(server)
    expect(await there.readMetadata('stream-1')).toStrictEqual({ maxAgeMs: 3_600_000 })
    expect(await revisionOf(there, 'stream-2')).toBe('no-stream')

    expect(await copy(url, fileUrl('back.db'))).toStrictEqual({ output: `copied: ${digest}` })
    const back = await openSqliteEventStore({ file: join(folder, 'back.db'), clock })
    expect(await back.readMetadata('stream-1')).toStrictEqual({ maxAgeMs: 3_600_000 })
    expect(await back.tombstone('stream-2', 'no-stream')).toMatchObject({
      failure: { kind: 'stream-tombstoned' },
    })
    await back.close()
  })

  const moments: readonly (readonly [string, string, Fault, number])[] = [
    ['before an event', LONE, { kind: 'broken-connection', when: 'before' }, LONE_EVENT],
    ['after an event', LONE, { kind: 'broken-connection', when: 'after' }, LONE_EVENT + 1],
    ['before its claim', CLAIM, { kind: 'broken-connection', when: 'before' }, LONE_EVENT],
    [
      'between a claim and its event',
      CLAIM,
      { kind: 'broken-connection', when: 'after' },
      LONE_EVENT,
    ],
  ]
  it.each(moments)('goes on where it was cut short %s', async (_, streamId, fault, there) => {
    const digest = await fill('from.db')
    const { url, server } = await startServer()
    server.faults.add({ method: 'append', streamId }, fault)
    await expect(copy(fileUrl('from.db'), url)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(await copy(fileUrl('from.db'), url)).toStrictEqual({
      output: `copied, ${there} of them earlier: ${digest}`,
    })
  })

  it('goes on after the server was killed over it, and came back', async () => {
    const digest = await fill('from.db')
    const first = await startServer({ dataFolder: folder })
    const { port, faults } = first.server
    faults.add({ method: 'append', streamId: LONE }, { kind: 'silence' })
    const cutShort = copy(fileUrl('from.db'), first.url).catch((error: unknown) => error)
    const reader = await openServer(first.server)
    await waitFor(async () => (await digestOfEvents(reader.readAll())).events === LONE_EVENT, {
      deadlineMs: 10_000,
      what: 'the copy half-way',
    })
    await first.server.kill()
    expect(await cutShort).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    const { url } = await startServer({ dataFolder: folder, port })
    expect(await copy(fileUrl('from.db'), url)).toStrictEqual({
      output: `copied, ${LONE_EVENT} of them earlier: ${digest}`,
    })
  })

  it('speaks TLS to a server that knows its users', async () => {
    const tls = selfSignedCertificate()
    const caFile = join(folder, 'ca.pem')
    await writeFile(caFile, tls.certificate)
    const user = { username: 'agent', password: PASSWORD }
    const { url } = await startServer({ tls, user }, `&tlsCaFile=${caFile}`)
    const digest = await fill('from.db')
    expect(await copy(fileUrl('from.db'), url)).toStrictEqual({ output: `copied: ${digest}` })
  })
})

describe('trm store copy is refused', () => {
  it('a server with other events, and leaves them and the source alone', async () => {
    const { url } = await startServer()
    await fill('other.db', 7)
    await copy(fileUrl('other.db'), url)
    const before = await digestOf(url)
    await fill('from.db')
    await expect(copy(fileUrl('from.db'), url)).rejects.toMatchObject({ code: 'target-differs' })
    expect(await digestOf(url)).toStrictEqual(before)
    await (await openSqliteEventStore({ file: join(folder, 'from.db'), clock })).close()
  })

  it('a server that an agent has begun to write to', async () => {
    const { url, server } = await startServer()
    await appendTo(await openServer(server), 'writer', EVENTS)
    await fill('from.db')
    await expect(copy(fileUrl('from.db'), url)).rejects.toMatchObject({ code: 'target-differs' })
  })

  it('a server without an event as the source: it is the wrong one', async () => {
    const { url } = await startServer()
    await expect(copy(url, fileUrl('to.db'))).rejects.toMatchObject({ code: 'STORE_MISSING' })
    expect(existsSync(join(folder, 'to.db'))).toBe(false)
  })
})

describe('the place of a server', () => {
  async function refusalOf(content: string): Promise<unknown> {
    const file = join(folder, 'place')
    await writeFile(file, content)
    const refusal = await digestOf(`esdb:${file}`).catch((error: unknown) => error)
    const { message, code, details } = refusal as Record<string, unknown>
    expect(inspect([message, code, details])).not.toMatch(/sesame|store\.example|127\.0\.0\.1/)
    return code
  }

  it.each([
    '',
    'store.example:2113',
    `https://agent:${PASSWORD}@store.example`,
    `esdb://agent:${PASSWORD}@store.example?tls=false`,
    `esdb://agent:${PASSWORD}@store.example?tlsVerifyCert=false`,
  ])('is not read from a file with %j', async (content) => {
    expect(await refusalOf(content)).toBe('CONNECTION_STRING_REFUSED')
  })

  it('is a file that is there', async () => {
    for (const place of [join(folder, 'missing'), folder])
      await expect(digestOf(`esdb:${place}`)).rejects.toMatchObject({
        code: 'CONNECTION_FILE_UNREADABLE',
        details: {},
      })
  })

  it('is a server that answers', async () => {
    expect(await refusalOf(`esdb://agent:${PASSWORD}@127.0.0.1:1`)).toBe('STORE_UNAVAILABLE')
  })

  it('is no connection string on the command line, and that is not repeated', async () => {
    const words = `esdb://agent:${PASSWORD}@store.example`
    for (const answer of [await digestOf(words), await copy(fileUrl('from.db'), words)]) {
      expect(answer).toHaveProperty('problem')
      expect(inspect(answer)).not.toMatch(/sesame|store\.example/)
    }
  })
})
