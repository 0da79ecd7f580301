import { memoryEventStore } from '@trm/adapter-memory'
import { WRITER_STREAM } from '@trm/contracts'
import type { JsonObject, OrganisationId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { randomBytes } from '@trm/sealing'
import { describe, expect, it } from 'vitest'
import { beginWriting } from './sole-writer.ts'

const vienna = {
  organisation: 'at.vienna-cso' as OrganisationId,
  referenceKey: randomBytes(32),
}
const belgrade = { ...vienna, organisation: 'rs.belgrade-cso' as OrganisationId }
const withNewVault = { ...vienna, referenceKey: randomBytes(32) }

async function writersOf(store: EventStore): Promise<readonly unknown[]> {
  const data: unknown[] = []
  for await (const entry of store.readStream(WRITER_STREAM)) data.push(entry.data)
  return data
}

async function write(store: EventStore, streamId: string, type: string, data: JsonObject = {}) {
  const event = { id: crypto.randomUUID(), type, data }
  expect((await store.append(streamId, [event], 'no-stream')).ok).toBe(true)
}

describe('an agent that begins to write', () => {
  it('makes an empty store its own, and finds it so after a restart', async () => {
    const store = memoryEventStore()
    await beginWriting(store, vienna)
    await beginWriting(store, vienna)
    const [first, second, ...others] = await writersOf(store)
    expect(first).toStrictEqual(second)
    expect(first).toMatchObject({ organisation: 'at.vienna-cso' })
    expect(others).toStrictEqual([])
  })

  it('says nothing of the key that the vault is known by', async () => {
    const store = memoryEventStore()
    await beginWriting(store, vienna)
    const key = Buffer.from(vienna.referenceKey).toString('base64url')
    expect(JSON.stringify(await writersOf(store))).not.toContain(key)
  })

  it.each([
    ['another organisation', belgrade, 'STORE_OF_ANOTHER_ORGANISATION'],
    ['the same organisation with another vault', withNewVault, 'STORE_OF_ANOTHER_VAULT'],
  ])('is refused a store of %s, and leaves no trace', async (_, other, code) => {
    const store = memoryEventStore()
    await beginWriting(store, vienna)
    const before = await writersOf(store)
    await expect(beginWriting(store, other)).rejects.toMatchObject({ code, details: {} })
    expect(await writersOf(store)).toStrictEqual(before)
  })

  it.each([
    ['of another type', 'WriterStopped', {}],
    ['without an organisation', 'WriterStarted', { vault: 'A'.repeat(43) }],
    ['with a field more', 'WriterStarted', { organisation: 'at.vienna-cso', vault: '', host: 'x' }],
  ])('is refused a store with an entry %s', async (_, type, data) => {
    const store = memoryEventStore()
    await write(store, WRITER_STREAM, type, data)
    await expect(beginWriting(store, vienna)).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      details: { check: 'writer' },
    })
  })

  it('is one of two that begin in the same moment', async () => {
    const store = memoryEventStore()
    const begun = await Promise.allSettled([
      beginWriting(store, vienna),
      beginWriting(store, vienna),
    ])
    expect(begun.map(({ status }) => status).toSorted()).toStrictEqual(['fulfilled', 'rejected'])
    expect(begun.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'STORE_LOCKED' } },
    ])
    expect(await writersOf(store)).toHaveLength(1)
  })
})

describe('an agent that writes', () => {
  it('stops when a copy of its vault has begun after it, and that one goes on', async () => {
    const store = memoryEventStore()
    const { signal } = new AbortController()
    const first = (await beginWriting(store, vienna))(signal)
    const stopping = new AbortController()
    const second = (await beginWriting(store, vienna))(stopping.signal)
    await expect(first).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    stopping.abort()
    await expect(second).resolves.toBeUndefined()
  })

  it('also stops when that happened before it began to watch', async () => {
    const store = memoryEventStore()
    const { signal } = new AbortController()
    const watch = await beginWriting(store, vienna)
    await beginWriting(store, vienna)
    await expect(watch(signal)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
  })

  it('does not stop for its own beginning nor for anything else that is appended', async () => {
    const store = memoryEventStore()
    const stopping = new AbortController()
    const watching = (await beginWriting(store, vienna))(stopping.signal)
    await write(store, 'outbox', 'DeliveriesRelayed')
    await write(store, 'case-writer', 'WriterStarted')
    stopping.abort()
    await expect(watching).resolves.toBeUndefined()
  })
})
