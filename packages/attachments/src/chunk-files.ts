import { ATTACHMENT_CHUNKS_MAX, type AttachmentReference } from '@trm/contracts'
import { placeFile } from '@trm/files'
import { canonicalJson, type TokenId } from '@trm/kernel'
import { nameUnderKey, openChunk, sealChunk } from '@trm/sealing'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

// One folder for each section key, in it one for each attachment, in it a file for each chunk. The first is
// named as the log names the key; the second, and what is in the files, nobody can tell without the key.

const CHUNK = /^(\d\d)\.chunk$/
const COMPLETE = 'complete'

/** The folder of an attachment under its key. Another reference is another folder, also with the same id. */
export function folderName(key: Uint8Array, reference: AttachmentReference): string {
  const { attachment, mediaType, lengthBytes, digest, chunks } = reference
  return nameUnderKey(
    key,
    canonicalJson({ attachment, mediaType, lengthBytes, digest, chunks: [...chunks] }),
  )
}

/** The sealed chunks in one folder. */
export type ChunkFiles = {
  /** Writes a chunk where there is none. @returns whether there was none. */
  write(index: number, isLast: boolean, plaintext: Uint8Array): Promise<boolean>
  /** The chunk in clear; undefined where there is none, or one that does not open. */
  read(index: number, isLast: boolean): Promise<Uint8Array | undefined>
  remove(index: number): void
  /** The places of the chunks that are there, in their order. */
  present(): readonly number[]
  isComplete(): boolean
  /** Says, durably, that all was there and is what was announced. */
  markComplete(): Promise<void>
}

export function chunkFiles(folder: string, key: Uint8Array, attachment: TokenId): ChunkFiles {
  const pathOf = (index: number) => join(folder, `${String(index).padStart(2, '0')}.chunk`)
  return {
    async write(index, isLast, plaintext) {
      const sealed = sealChunk(key, { attachment, index, isLast }, plaintext)
      const placed = await placeFile(pathOf(index), (partial) => writeFileSync(partial, sealed))
      return placed.ok
    },
    async read(index, isLast) {
      const path = pathOf(index)
      if (!existsSync(path)) return undefined
      return openChunk(key, { attachment, index, isLast }, new Uint8Array(await readFile(path)))
    },
    remove(index) {
      rmSync(pathOf(index), { force: true })
    },
    present() {
      if (!existsSync(folder)) return []
      const places = readdirSync(folder).map((name) => Number(CHUNK.exec(name)?.[1]))
      return places.filter((place) => place < ATTACHMENT_CHUNKS_MAX).toSorted((a, b) => a - b)
    },
    isComplete: () => existsSync(join(folder, COMPLETE)),
    async markComplete() {
      await placeFile(join(folder, COMPLETE), () => undefined)
    },
  }
}
