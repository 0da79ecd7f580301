import { chunkLength, type AttachmentReference } from '@trm/contracts'
import { makeFolder, nameFolder } from '@trm/files'
import { fail, invariant, ok, type Result } from '@trm/kernel'
import type { SectionKey, Vault } from '@trm/ports'
import { randomToken, sha256Base64url } from '@trm/sealing'
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onFiles } from './attachment-error.ts'
import { chunkFiles, folderName, type ChunkFiles } from './chunk-files.ts'
import { checkContent } from './content-check.ts'
import { sweepFolders } from './sweep-folders.ts'
import { lengthFlaw, sealUpload, type Described, type UploadFlaw } from './take-upload.ts'

/** Where an attachment lies: under the key of the section that names it. */
export type AttachmentPlace = {
  readonly keyId: string
  readonly reference: AttachmentReference
}

/** What is there of an attachment: different things, never one blank. */
export type AttachmentProgress =
  | { readonly kind: 'complete' }
  /** These chunks are not here (yet), by their places. */
  | { readonly kind: 'partly'; readonly missing: readonly number[] }
  /** The key of its section is destroyed, and it with it. */
  | { readonly kind: 'erased' }

/** What became of a chunk that came from elsewhere. */
export type ChunkOutcome =
  | AttachmentProgress
  /** It is not the chunk that was announced for its place; nothing was written. */
  | { readonly kind: 'chunk-invalid' }
  /** All chunks are those that were announced, and the whole is not, or not of its type; nothing of it is left. */
  | { readonly kind: 'refused'; readonly flaw: 'digest-differs' | 'content-not-of-type' }

/**
 * Attachments at rest, sealed in chunks under the keys of the sections that name them. It keeps no key: each
 * is asked for anew, so that from the moment a key is destroyed nothing under it is read any more.
 *
 * Every method but `forget` and `sweep` throws {AttachmentError} where the file system fails and {VaultError}
 * where the vault does; those two throw the same.
 */
export type AttachmentStore = {
  /**
   * Takes a file in under a key: all of it, on the disk, or nothing.
   *
   * @returns how a document names it.
   * @throws what `content` throws; then nothing of it is left.
   */
  take(
    key: SectionKey,
    content: AsyncIterable<Uint8Array>,
    described: Described,
  ): Promise<Result<AttachmentReference, UploadFlaw>>
  progress(place: AttachmentPlace): Promise<AttachmentProgress>
  /** Writes a chunk that came from elsewhere; with the last one that was missing the whole is examined. */
  put(place: AttachmentPlace, index: number, bytes: Uint8Array): Promise<ChunkOutcome>
  /** A chunk in clear; undefined where it is missing, does not open, or its key is destroyed. */
  read(place: AttachmentPlace, index: number): Promise<Uint8Array | undefined>
  /** Removes what there is of one attachment. */
  remove(place: AttachmentPlace): Promise<void>
  /** Removes everything that lies under keys which are destroyed. */
  forget(keyIds: readonly string[]): Promise<void>
  /**
   * Removes what no key opens any more, and what no section has named within a day of when it came.
   *
   * @param named every attachment that the log names; without it only the former.
   * @returns how many attachments were removed, or keys with all that lay under them.
   */
  sweep(named?: readonly AttachmentPlace[]): Promise<number>
}

/** Opens the store over a folder, which need not be there, and the vault with the keys. */
export function openAttachmentStore(parts: {
  readonly folder: string
  readonly vault: Vault
}): AttachmentStore {
  const { folder, vault } = parts

  async function filesOf({ keyId, reference }: AttachmentPlace) {
    const key = await vault.findSectionKey(keyId)
    if (key === undefined) return undefined
    const path = join(folder, keyId, folderName(key, reference))
    return { path, files: chunkFiles(path, key, reference.attachment) }
  }

  async function remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true })
  }

  /** Asked once more when something was written: whoever destroyed the key removed what there was by then. */
  async function isDestroyed(keyId: string): Promise<boolean> {
    if ((await vault.findSectionKey(keyId)) !== undefined) return false
    await remove(join(folder, keyId))
    return true
  }

  async function progress(place: AttachmentPlace): Promise<AttachmentProgress> {
    const found = await filesOf(place)
    return found === undefined ? { kind: 'erased' } : progressOf(found.files, place.reference)
  }

  async function put(
    place: AttachmentPlace,
    index: number,
    bytes: Uint8Array,
  ): Promise<ChunkOutcome> {
    const { keyId, reference } = place
    const found = await filesOf(place)
    if (found === undefined) return { kind: 'erased' }
    const { path, files } = found
    if (files.isComplete()) return { kind: 'complete' }
    const isAnnounced =
      bytes.length === chunkLength(reference, index) &&
      sha256Base64url(bytes) === reference.chunks[index]
    if (!isAnnounced) return { kind: 'chunk-invalid' }
    makeFolder(path)
    await files.write(index, index === reference.chunks.length - 1, bytes)
    if (await isDestroyed(keyId)) return { kind: 'erased' }
    const here = progressOf(files, reference)
    if (here.kind !== 'partly' || here.missing.length > 0) return here
    const examined = await examine(files, reference)
    if (examined.kind === 'refused') await remove(path)
    if (examined.kind === 'complete') await files.markComplete()
    return examined
  }

  return {
    take: (key, content, described) =>
      onFiles(async () => {
        const flaw = lengthFlaw(described.lengthBytes)
        if (flaw !== undefined) return fail(flaw)
        const unnamed = join(folder, key.keyId, `upload-${randomToken()}`)
        const attachment = randomToken()
        try {
          makeFolder(unnamed)
          const files = chunkFiles(unnamed, key.key, attachment)
          const sealed = await sealUpload(attachment, files, content, described)
          if (!sealed.ok) return sealed
          await files.markComplete()
          nameFolder(unnamed, join(folder, key.keyId, folderName(key.key, sealed.value)))
          return (await isDestroyed(key.keyId)) ? fail('erased-meanwhile') : ok(sealed.value)
        } finally {
          await remove(unnamed)
        }
      }),
    progress: (place) => onFiles(() => progress(place)),
    put: (place, index, bytes) => onFiles(() => put(place, index, bytes)),
    read: (place, index) =>
      onFiles(async () => {
        const found = await filesOf(place)
        return found?.files.read(index, index === place.reference.chunks.length - 1)
      }),
    remove: (place) =>
      onFiles(async () => {
        const found = await filesOf(place)
        if (found !== undefined) await remove(found.path)
      }),
    forget: (keyIds) =>
      onFiles(async () => {
        for (const keyId of keyIds) await remove(join(folder, keyId))
      }),
    sweep: (named) =>
      onFiles(async () => {
        const paths = named === undefined ? undefined : new Set<string>()
        for (const place of named ?? []) {
          const found = await filesOf(place)
          if (found !== undefined) paths?.add(found.path)
        }
        return sweepFolders({ folder, vault, named: paths, now: Date.now() })
      }),
  }
}

function progressOf(files: ChunkFiles, { chunks }: AttachmentReference): AttachmentProgress {
  if (files.isComplete()) return { kind: 'complete' }
  const present = new Set(files.present())
  const missing = chunks.flatMap((_digest, index) => (present.has(index) ? [] : [index]))
  return { kind: 'partly', missing }
}

/** The whole, once every chunk is there: each has to open, and together they are what was announced. */
async function examine(files: ChunkFiles, reference: AttachmentReference): Promise<ChunkOutcome> {
  const whole = createHash('sha256')
  const check = checkContent(reference.mediaType)
  let isOfType = true
  for (const [index, digest] of reference.chunks.entries()) {
    const chunk = await files.read(index, index === reference.chunks.length - 1)
    if (chunk === undefined || sha256Base64url(chunk) !== digest) {
      // The disk lost it: it is asked for again.
      files.remove(index)
      return { kind: 'partly', missing: [index] }
    }
    whole.update(chunk)
    isOfType = check.take(chunk) && isOfType
  }
  invariant(reference.chunks.length > 0, 'attachments: an attachment has a chunk')
  if (whole.digest('base64url') !== reference.digest)
    return { kind: 'refused', flaw: 'digest-differs' }
  return isOfType && check.end()
    ? { kind: 'complete' }
    : { kind: 'refused', flaw: 'content-not-of-type' }
}
