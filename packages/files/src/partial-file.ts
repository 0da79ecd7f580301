import { closeSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a file for its owner alone beside the place where it goes, and hands it over when it is on the disk.
 * Whatever is thrown leaves nothing of it behind.
 *
 * @param make fills the file that is there, empty, and has closed it when it resolves.
 * @param name gives it its name, on which the folder is written to the disk, too.
 */
export async function withPartialFile<Answer, Named>(
  path: string,
  make: (partial: string) => Promise<Answer> | Answer,
  name: (partial: string) => Named,
): Promise<{ readonly answer: Answer; readonly named: Named }> {
  const partial = `${path}.partial`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  rmSync(partial, { force: true })
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    const answer = await make(partial)
    syncToDisk(partial)
    const named = name(partial)
    syncToDisk(dirname(path))
    return { answer, named }
  } finally {
    rmSync(partial, { force: true })
  }
}

/** Writes a file, or the names in a folder, to the disk. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
