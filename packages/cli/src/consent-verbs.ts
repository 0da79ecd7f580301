import { placeFile } from '@trm/files'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import type { Answer } from './answer.ts'
import { FileError } from './file-error.ts'

const SALT_BYTES = 32

const KEEP = 'the salt lies beside the file: keep both together, where the consent was taken'
const EMPTY = 'the file is empty, and evidence of nothing'
const SALT_THERE = 'there is a salt beside the file already: what was made with it stays valid'
const NO_SALT = 'there is no salt beside the file: without it nobody can tell'
const SALT_BROKEN = 'what lies beside the file as its salt is none'
const OTHER = 'this is not what the digest was made of: another file, another salt, or a change'

/**
 * `trm consent evidence` and `trm consent check`: what binds a consent to the form that was signed or to what was
 * recorded. The digest is SHA-256 of the salt and the file, one after the other: who has both can make it again
 * with any tool, and who has neither learns nothing from it.
 */
export async function consent([verb, ...words]: readonly string[]): Promise<Answer> {
  const [file, ...others] = words
  // A digest may begin with a hyphen, a name may not.
  const isFile = file !== undefined && !file.startsWith('-')
  if (verb === 'evidence')
    return isFile && others.length === 0
      ? evidence(file)
      : { problem: 'consent evidence takes one file' }
  if (verb !== 'check') return { problem: 'consent takes evidence or check' }
  const [digest, ...more] = others
  if (!isFile || digest === undefined || more.length > 0)
    return { problem: 'consent check takes a file and a digest' }
  return /^[A-Za-z0-9_-]{43}$/.test(digest)
    ? check(file, digest)
    : { problem: 'a digest has 43 characters: letters, digits, hyphens, underscores' }
}

async function evidence(file: string): Promise<Answer> {
  // Looked at first: what is no file gets no salt, and no folder is made for one.
  const size = await sizeOf(file)
  if (size === undefined) throw new FileError(undefined)
  if (size === 0) return { refused: [EMPTY] }
  const salt = randomBytes(SALT_BYTES)
  const placed = await writing(() =>
    placeFile(saltOf(file), async (partial) => {
      await writeFile(partial, salt)
      return digestOf(salt, file)
    }),
  )
  return placed.ok ? { output: `${placed.value}\n`, remarks: [KEEP] } : { refused: [SALT_THERE] }
}

async function check(file: string, digest: string): Promise<Answer> {
  if ((await sizeOf(file)) === undefined) throw new FileError(undefined)
  const saltSize = await sizeOf(saltOf(file))
  if (saltSize === undefined) return { refused: [NO_SALT] }
  // By its size: nothing that was put there in its place is read whole.
  if (saltSize !== SALT_BYTES) return { refused: [SALT_BROKEN] }
  const computed = await digestOf(await readSalt(file), file)
  return computed === digest
    ? { output: 'the same: the digest was made of this file and its salt\n' }
    : { refused: [OTHER] }
}

function saltOf(file: string): string {
  return `${file}.salt`
}

/** The size in bytes; undefined for what is not there, and for a folder, a pipe or a device. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch {
    return undefined // Whatever stands against it, it is no file that can be read.
  }
}

async function readSalt(file: string): Promise<Buffer> {
  const parts: Buffer[] = []
  await reading(saltOf(file), (part) => parts.push(part))
  return Buffer.concat(parts)
}

/** A recording may be larger than memory: it goes by in parts. */
async function digestOf(salt: Buffer, file: string): Promise<string> {
  const hash = createHash('sha256').update(salt)
  await reading(file, (part) => hash.update(part))
  return hash.digest('base64url')
}

async function reading(file: string, take: (part: Buffer) => void): Promise<void> {
  try {
    for await (const part of createReadStream(file)) take(part as Buffer)
  } catch (error) {
    throw new FileError(error)
  }
}

async function writing<Written>(write: () => Promise<Written>): Promise<Written> {
  try {
    return await write()
  } catch (error) {
    throw error instanceof FileError ? error : new FileError(error, 'FILE_UNWRITABLE')
  }
}
