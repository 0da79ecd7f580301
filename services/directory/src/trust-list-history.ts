import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
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
    async keep(participant, version, token) {
      await mkdir(folder, { recursive: true })
      const name = `${participant}-${String(version)}.jws`
      const unfinished = join(folder, `${name}.unfinished`)
      // Whole or not at all, and on the disk before it counts: a restart must find what was relied on.
      const file = await open(unfinished, 'w', 0o600)
      try {
        await file.writeFile(token)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, join(folder, name))
      const entries = await open(folder, 'r')
      try {
        await entries.sync()
      } finally {
        await entries.close()
      }
    },
  }
}
