import { existsSync, linkSync } from 'node:fs'
import { fail, ok, type Result } from '@trm/kernel'
import { withPartialFile } from './partial-file.ts'

export type PlaceTaken = { readonly kind: 'place-taken' }

/**
 * Makes a file under a name beside its own, and gives it its name when it is whole and on the disk.
 * Never replaces a file.
 *
 * @param make fills the file that is there, empty and for the owner alone, and has closed it when it
 *   resolves. What it throws leaves nothing behind.
 * @returns what `make` did; or that there is a file of that name, which nobody has touched.
 * @throws what the file system throws.
 */
export async function placeFile<Answer>(
  path: string,
  make: (partial: string) => Promise<Answer> | Answer,
): Promise<Result<Answer, PlaceTaken>> {
  if (existsSync(path)) return fail({ kind: 'place-taken' })
  const { answer, named } = await withPartialFile(path, make, (partial) => giveName(partial, path))
  return named ? ok(answer) : fail({ kind: 'place-taken' })
}

/**
 * A second name, since renaming would replace what somebody else has put there meanwhile.
 *
 * @returns whether the name was free.
 */
function giveName(partial: string, path: string): boolean {
  try {
    linkSync(partial, path)
    return true
  } catch (cause) {
    if (existsSync(path)) return false
    throw cause
  }
}
