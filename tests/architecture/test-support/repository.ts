import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, '..', '..', '..')

const NOT_OURS = new Set(['.git', '.trm', 'coverage', 'node_modules', 'planted'])

/** Every file of ours below a folder, as paths from the root with `/`, in code unit order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path)
      return entry.isFile() ? [relative(root, join(root, path))] : []
    })
    .sort()
}

/** The names of the folders in a folder, in code unit order. */
export function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_OURS.has(entry.name))
    .map((entry) => entry.name)
    .sort()
}

/** The text of a file, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts')
}

/** Source in TypeScript or JavaScript, tests included. */
export function isSource(path: string): boolean {
  return /\.(?:ts|mjs|cjs|js)$/.test(path)
}
