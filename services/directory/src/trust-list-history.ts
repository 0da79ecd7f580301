import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@trm/files'
import type { ParticipantCode } from '@trm/kernel'

/** Every version of the trust lists that was taken, as it was signed, in the order in which it was taken. */
export type TrustListHistory = {
  /** The tokens of a Participant's lists, oldest first. */
  read(participant: ParticipantCode): Promise<readonly string[]>
  /** Keeps a version durably before anybody relies on it; keeping it again changes nothing. */
  keep(participant: ParticipantCode, version: number, token: string): Promise<void>
}

const NAME = /^([a-z]{2,3})-(\d{1,16})\.jws$/

/**
 * The history as files in a folder that only the agent writes. They are public and signed: who reads them back
 * checks them like any other list.
 */
export function trustListFiles(folder: string): TrustListHistory {
  return {
    async read(participant) {
      await mkdir(folder, { recursive: true })
      const versions = (await readdir(folder))
        .flatMap((name) => {
          const [, code, version] = NAME.exec(name) ?? []
          return code === participant && version !== undefined ? [{ name, version }] : []
        })
        .toSorted((left, right) => Number(left.version) - Number(right.version))
      return Promise.all(versions.map(({ name }) => readFile(join(folder, name), 'utf8')))
    },
    // On the disk before it counts: a restart must find what was relied on.
    keep: (participant, version, token) =>
      replaceFile(join(folder, `${participant}-${String(version)}.jws`), token),
  }
}
