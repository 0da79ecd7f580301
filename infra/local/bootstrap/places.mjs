// @ts-check
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of this checkout. */
export const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** The pinned Node that runs everything of ours. */
export const node24 = inModules('node', 'bin', 'node')

/** @param {string[]} path */
export function inModules(...path) {
  return join(checkout, 'node_modules', ...path)
}
