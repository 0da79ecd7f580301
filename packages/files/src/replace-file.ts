import { renameSync, writeFileSync } from 'node:fs'
import { withPartialFile } from './partial-file.ts'

/**
 * Writes a file whole: under its name there is what was there before, or this text, and after a crash, too.
 *
 * @throws what the file system throws; then nothing has changed.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await withPartialFile(
    path,
    (partial) => writeFileSync(partial, text),
    (partial) => renameSync(partial, path),
  )
}
