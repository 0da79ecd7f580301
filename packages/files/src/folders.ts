import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncToDisk } from './partial-file.ts'

/**
 * Makes a folder for its owner alone, with those above it that are missing, and on the disk when it returns.
 * One that is there stays as it is.
 *
 * @throws what the file system throws.
 */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) syncToDisk(dirname(made))
}

/**
 * Gives a folder its name once everything in it is whole: under the name there is all of it or nothing, and
 * after a crash, too. What is in it has to be on the disk already.
 *
 * @throws what the file system throws: also where there is a folder of that name with something in it.
 */
export function nameFolder(unnamed: string, path: string): void {
  renameSync(unnamed, path)
  syncToDisk(path)
  syncToDisk(dirname(path))
}
