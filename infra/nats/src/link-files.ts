import type { ParticipantCode } from '@trm/kernel'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NatsError } from './error.ts'

/** The files of a Participant's links, all in one folder. */
export type LinkFiles = {
  /** SECRET. The key of the authority, with its certificate. Needed only to renew. */
  readonly authorityKey: string
  /** The certificate of the authority, to be handed to the peers. */
  readonly authority: string
  /** SECRET. The link certificate with its key: in one file, so that they are replaced together. */
  readonly own: string
  /** The pinned authorities of the peers that dial this Participant. */
  readonly awaited: string
  /** The pinned authority of a peer that this Participant dials. */
  readonly dialled: (peer: ParticipantCode) => string
}

const OTHERS = 0o077

/** What the files of the links in a folder are called. */
export function linkFiles(folder: string): LinkFiles {
  return {
    authorityKey: join(folder, 'authority-key.pem'),
    authority: join(folder, 'authority.pem'),
    own: join(folder, 'link.pem'),
    awaited: join(folder, 'awaited.pem'),
    dialled: (peer) => join(folder, `dialled-${peer}.pem`),
  }
}

/**
 * Reads a file with a private key.
 *
 * @returns undefined when there is none.
 * @throws {NatsError} `LINK_KEY_EXPOSED` when others than its owner may read or write it, or when it is
 *   somebody else's or no plain file.
 */
export async function readKeyFile(file: string): Promise<string | undefined> {
  if (!(await isThere(file))) return undefined
  await requireOwnerOnly(file)
  return await readFile(file, 'utf8')
}

/** @throws {NatsError} `LINK_KEY_EXPOSED`, see {@link readKeyFile}; also when there is no file. */
export async function requireOwnerOnly(file: string): Promise<void> {
  // Not through a symbolic link: the rights of what it leads to today say nothing about tomorrow.
  const found = await lstat(file).catch(() => undefined)
  const isOwn = found?.uid === process.getuid?.()
  const isOwners = found?.isFile() === true && isOwn && (found.mode & OTHERS) === 0
  if (!isOwners) throw new NatsError('LINK_KEY_EXPOSED')
}

async function isThere(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  )
}
