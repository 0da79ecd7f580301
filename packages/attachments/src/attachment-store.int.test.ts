import { memoryVault, newVaultState, type VaultState } from '@trm/adapter-memory'
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_CHUNK_BYTES as CHUNK,
  type AttachmentReference,
} from '@trm/contracts'
import { invariant, type CaseReference } from '@trm/kernel'
import { VaultError, type SectionKey, type Vault } from '@trm/ports'
import { sha256Base64url } from '@trm/sealing'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgettingVault, openAttachmentStore, type AttachmentStore } from './index.ts'

const CASE = 'AAAAAAAAAAAAAAAAAAAAAA' as CaseReference
const SECTION = 'documents by at.vienna-cso'
const DAY_MS = 24 * 60 * 60 * 1_000

let folder: string
let state: VaultState
let vault: Vault
let store: AttachmentStore
let key: SectionKey
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trm-attachments-'))
  state = newVaultState()
  const kept = memoryVault(state)
  store = openAttachmentStore({ folder, vault: kept })
  vault = forgettingVault(kept, store)
  key = await vault.currentSectionKey(CASE, SECTION)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A PDF of this length whose every chunk is another. */
function pdf(lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes)
  for (let at = 0; at < lengthBytes; at += 1) bytes[at] = (at ^ (at >> 8) ^ (at >> 16)) & 0x7f
  bytes.set(new TextEncoder().encode('%PDF-1.7\n').subarray(0, lengthBytes))
  return bytes
}

async function* inPieces(bytes: Uint8Array, length = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) {
    await Promise.resolve()
    yield bytes.subarray(at, at + length)
  }
}

const described = (bytes: Uint8Array) =>
  ({ mediaType: 'application/pdf', lengthBytes: bytes.length }) as const

async function taken(bytes: Uint8Array): Promise<AttachmentReference> {
  const answer = await store.take(key, inPieces(bytes), described(bytes))
  invariant(answer.ok, 'test: the file is taken')
  return answer.value
}

const placeOf = (reference: AttachmentReference) => ({ keyId: key.keyId, reference })
const chunkOf = (bytes: Uint8Array, index: number) =>
  bytes.slice(index * CHUNK, (index + 1) * CHUNK)

async function readAll(reference: AttachmentReference): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  for (const index of reference.chunks.keys()) {
    const chunk = await store.read(placeOf(reference), index)
    if (chunk === undefined) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** How another agent names these bytes, all of it true. */
function announced(bytes: Uint8Array, changes: Partial<AttachmentReference> = {}) {
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, index) =>
    sha256Base64url(chunkOf(bytes, index)),
  )
  return {
    attachment: 'BBBBBBBBBBBBBBBBBBBBBA',
    ...described(bytes),
    digest: sha256Base64url(bytes),
    chunks,
    ...changes,
  } as AttachmentReference
}

/** Every file below the folder, by its path in it. */
const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )

describe('a file that is taken in', () => {
  it.each([
    [1, 7],
    [1, CHUNK - 1],
    [1, CHUNK],
    [2, CHUNK + 1],
    [3, 3 * CHUNK],
  ])('is %i chunks for %i bytes, and the same when it is read', async (count, lengthBytes) => {
    const bytes = pdf(lengthBytes)
    const reference = await taken(bytes)
    expect(reference).toStrictEqual(announced(bytes, { attachment: reference.attachment }))
    expect(reference.chunks).toHaveLength(count)
    expect(await store.progress(placeOf(reference))).toStrictEqual({ kind: 'complete' })
    expect(await readAll(reference)).toStrictEqual(Buffer.from(bytes))
  })

  it('may be 20 MiB, and not a byte more', async () => {
    const reference = await taken(pdf(ATTACHMENT_BYTES_MAX))
    expect(reference.chunks).toHaveLength(80)
    const more = { mediaType: 'application/pdf', lengthBytes: ATTACHMENT_BYTES_MAX + 1 } as const
    const before = files()
    const answer = await store.take(key, inPieces(new Uint8Array()), more)
    expect(answer).toStrictEqual({ ok: false, failure: 'too-large' })
    expect(files()).toStrictEqual(before)
  })

  it('lies for its owner alone, and nothing of it is in a file or a name', async () => {
    const reference = await taken(pdf(CHUNK + 9))
    const names = files()
    expect(names).toHaveLength(3)
    for (const name of names) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(folder, name)).includes('%PDF')).toBe(false)
      expect(name).not.toContain(reference.digest)
      expect(name).not.toContain(reference.attachment)
    }
  })

  it.each([
    ['nothing', 0, 'empty'],
    ['fewer bytes than were said', 11, 'length-differs'],
    ['more bytes than were said', 9, 'length-differs'],
  ])('is refused with %s', async (_what, lengthBytes, failure) => {
    const content = inPieces(pdf(10), 3)
    const answer = await store.take(key, content, { mediaType: 'application/pdf', lengthBytes })
    expect(answer).toStrictEqual({ ok: false, failure })
    expect(files()).toStrictEqual([])
  })

  it('is refused when it is of another type, before all of it was read', async () => {
    let read = 0
    async function* counted() {
      for await (const piece of inPieces(new Uint8Array(3 * CHUNK))) {
        read += piece.length
        yield piece
      }
    }
    const said = { mediaType: 'image/png', lengthBytes: 3 * CHUNK } as const
    const answer = await store.take(key, counted(), said)
    expect(answer).toStrictEqual({ ok: false, failure: 'content-not-of-type' })
    expect(read).toBeLessThan(CHUNK)
    expect(files()).toStrictEqual([])
  })

  it('leaves nothing when its sender breaks off', async () => {
    async function* breaking() {
      yield pdf(2 * CHUNK)
      await Promise.resolve()
      throw new Error('broken off')
    }
    await expect(store.take(key, breaking(), described(pdf(3 * CHUNK)))).rejects.toThrow('broken')
    expect(files()).toStrictEqual([])
  })

  it('is not taken when its section is erased while it comes', async () => {
    async function* erased() {
      yield pdf(7)
      await vault.destroySectionKeys(CASE, SECTION)
    }
    const answer = await store.take(key, erased(), described(pdf(7)))
    expect(answer).toStrictEqual({ ok: false, failure: 'erased-meanwhile' })
    expect(files()).toStrictEqual([])
  })
})

describe('an attachment that comes in chunks', () => {
  const bytes = pdf(2 * CHUNK + 5)
  const reference = announced(bytes)
  const put = (index: number, chunk: Uint8Array = chunkOf(bytes, index), named = reference) =>
    store.put(placeOf(named), index, chunk)

  it('is complete with its last chunk, in whatever order they come', async () => {
    expect(await store.progress(placeOf(reference))).toStrictEqual({
      kind: 'partly',
      missing: [0, 1, 2],
    })
    expect(await put(2)).toStrictEqual({ kind: 'partly', missing: [0, 1] })
    expect(await put(2)).toStrictEqual({ kind: 'partly', missing: [0, 1] })
    expect(await put(0)).toStrictEqual({ kind: 'partly', missing: [1] })
    expect(await put(1)).toStrictEqual({ kind: 'complete' })
    expect(await readAll(reference)).toStrictEqual(Buffer.from(bytes))
    expect(await put(1)).toStrictEqual({ kind: 'complete' })
  })

  it('goes on where it was after a restart', async () => {
    await put(1)
    store = openAttachmentStore({ folder, vault })
    expect(await store.progress(placeOf(reference))).toStrictEqual({
      kind: 'partly',
      missing: [0, 2],
    })
  })

  it.each([
    ['another content', 0, chunkOf(bytes, 1)],
    ['a byte less', 0, chunkOf(bytes, 0).subarray(1)],
    ['nothing', 0, new Uint8Array()],
    ['a place before the first', -1, chunkOf(bytes, 0)],
    ['a place after the last', 3, chunkOf(bytes, 2)],
  ])('writes nothing of a chunk with %s', async (_what, index, chunk) => {
    expect(await put(index, chunk)).toStrictEqual({ kind: 'chunk-invalid' })
    expect(files()).toStrictEqual([])
  })

  it('is gone when the whole is not what its author said, though each chunk is', async () => {
    const lying = announced(bytes, { digest: sha256Base64url('another') })
    await put(0, chunkOf(bytes, 0), lying)
    await put(1, chunkOf(bytes, 1), lying)
    const outcome = await put(2, chunkOf(bytes, 2), lying)
    expect(outcome).toStrictEqual({ kind: 'refused', flaw: 'digest-differs' })
    expect(files()).toStrictEqual([])
  })

  it('is gone when it is not of the type that its author said', async () => {
    const small = pdf(30)
    const lying = announced(small, { mediaType: 'image/png' })
    const outcome = await put(0, small, lying)
    expect(outcome).toStrictEqual({ kind: 'refused', flaw: 'content-not-of-type' })
    expect(files()).toStrictEqual([])
  })

  it('asks again for a chunk that the disk has lost or changed', async () => {
    await put(0)
    const [name] = files()
    writeFileSync(join(folder, name ?? ''), 'something else')
    await put(1)
    expect(await put(2)).toStrictEqual({ kind: 'partly', missing: [0] })
    expect(await put(0)).toStrictEqual({ kind: 'complete' })
  })

  it('is not another one with the same id', async () => {
    const other = announced(bytes, { digest: sha256Base64url('another') })
    await put(0)
    expect(await store.progress(placeOf(other))).toStrictEqual({
      kind: 'partly',
      missing: [0, 1, 2],
    })
  })

  it('is removed alone', async () => {
    const other = await taken(pdf(9))
    await put(0)
    await store.remove(placeOf(reference))
    expect(await store.progress(placeOf(reference))).toMatchObject({ missing: [0, 1, 2] })
    expect(await store.progress(placeOf(other))).toStrictEqual({ kind: 'complete' })
  })
})

describe('erasing the section of an attachment', () => {
  it('makes it unreadable at once and removes its files, those of no other section', async () => {
    const reference = await taken(pdf(CHUNK + 1))
    const elsewhere = await vault.currentSectionKey(CASE, 'documents by rs.belgrade-cso')
    const bytes = pdf(8)
    const other = await store.take(elsewhere, inPieces(bytes), described(bytes))
    invariant(other.ok, 'test: the other file is taken')
    await vault.destroySectionKeys(CASE, SECTION)
    expect(await store.progress(placeOf(reference))).toStrictEqual({ kind: 'erased' })
    expect(await readAll(reference)).toBeUndefined()
    expect(await store.put(placeOf(reference), 0, bytes)).toStrictEqual({ kind: 'erased' })
    expect(readdirSync(folder)).toStrictEqual([elsewhere.keyId])
    const left = { keyId: elsewhere.keyId, reference: other.value }
    expect(await store.progress(left)).toStrictEqual({ kind: 'complete' })
  })

  it('leaves a copy of the files that nothing opens, and that is swept', async () => {
    const reference = await taken(pdf(CHUNK + 1))
    const copy = mkdtempSync(join(tmpdir(), 'trm-attachments-copy-'))
    cpSync(folder, copy, { recursive: true })
    await vault.destroySectionKeys(CASE, SECTION)
    cpSync(copy, folder, { recursive: true })
    rmSync(copy, { recursive: true })
    expect(files()).toHaveLength(3)
    expect(await readAll(reference)).toBeUndefined()
    // A new key of the same section is another one.
    await vault.currentSectionKey(CASE, SECTION)
    expect(await readAll(reference)).toBeUndefined()
    expect(await store.sweep([placeOf(reference)])).toBe(1)
    expect(files()).toStrictEqual([])
  })
})

describe('sweeping', () => {
  it('removes what was named by nothing for a day, and nothing that was', async () => {
    const named = await taken(pdf(8))
    await taken(pdf(9))
    const [, ofKey = ''] = [folder, readdirSync(folder)[0]]
    for (const name of readdirSync(join(folder, ofKey))) {
      const old = new Date(Date.now() - DAY_MS - 1_000)
      utimesSync(join(folder, ofKey, name), old, old)
    }
    await taken(pdf(10))
    expect(await store.sweep([placeOf(named)])).toBe(1)
    expect(readdirSync(join(folder, ofKey))).toHaveLength(2)
    expect(await store.progress(placeOf(named))).toStrictEqual({ kind: 'complete' })
  })

  it('finds nothing where no file ever came', async () => {
    rmSync(folder, { recursive: true })
    expect(await store.sweep([])).toBe(0)
    await taken(pdf(7))
  })

  it('removes nothing under a key that is damaged', async () => {
    await taken(pdf(8))
    const damaged: Vault = {
      ...vault,
      findSectionKey: () => Promise.reject(new VaultError('VAULT_DAMAGED')),
    }
    expect(await openAttachmentStore({ folder, vault: damaged }).sweep([])).toBe(0)
    expect(files()).toHaveLength(2)
  })
})

describe('a folder that cannot be written', () => {
  it('is a fault without a path', async () => {
    const inAFile = join(folder, 'a-file')
    writeFileSync(inAFile, '')
    const broken = openAttachmentStore({ folder: inAFile, vault })
    const taking = broken.take(key, inPieces(pdf(7)), described(pdf(7)))
    await expect(taking).rejects.toMatchObject({
      code: 'ATTACHMENTS_UNAVAILABLE',
      cause: undefined,
    })
  })
})
