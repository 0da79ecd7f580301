import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file with the step that an agent is to die at, in a folder that is its own. */
export const armedFile = (folder: string) => join(folder, 'die-at')
/** The file in which it has said at which step it died. */
export const diedFile = (folder: string) => join(folder, 'died-at')

/** Flags of Node by which an agent can be told, while it runs, to kill itself at a step. */
export function killPointFlags(folder: string): readonly string[] {
  const preload = new URL('kill-points.preload.ts', import.meta.url)
  preload.searchParams.set('folder', folder)
  return [`--import=${preload.href}`]
}

/** Tells an agent to die when it next comes to this step: `before sealing`, `after ReceiptIssued`. */
export function dieAt(folder: string, step: string): void {
  rmSync(diedFile(folder), { force: true })
  writeFileSync(armedFile(folder), step)
}

/** The step at which it has died, by its own hand; undefined where it has not. */
export function diedAt(folder: string): string | undefined {
  return existsSync(diedFile(folder)) ? readFileSync(diedFile(folder), 'utf8') : undefined
}
