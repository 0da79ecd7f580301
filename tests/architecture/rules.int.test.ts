import { readFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
const PAGE = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')

/** The rows of the tables: a rule, and what is said to hold it. */
const rows = PAGE.split('\n')
  .filter((line) => line.startsWith('|') && !line.includes('---') && !line.includes('held by'))
  .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\||\|$/g, '').trim()))

const named = (held = '') =>
  [...held.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file = '', name = '']) => ({ file, name }))

/** Files of the domain are named from there on, all others from the root. */
function pathOf(file: string): string {
  const inDomain = join(ROOT, 'packages/domain/src', file)
  return existsSync(inDomain) ? inDomain : join(ROOT, file)
}

const titles = (file: string) =>
  [...readFileSync(pathOf(file), 'utf8').matchAll(/(['"`])((?:(?!\1).)+)\1/g)].map(
    ([, , text = '']) => text,
  )

describe('the page of rules', () => {
  it('has the rules of the whole and those of the processes', () => {
    expect(rows).toHaveLength(35)
  })

  it.each(rows)('says which tests hold it, and nothing else: %s', (_rule, held) => {
    const tests = named(held)
    expect(tests.length).toBeGreaterThan(0)
    expect(tests.map(({ file, name }) => `\`${file}\`: "${name}"`).join('; ')).toBe(held)
  })

  it.each(rows.flatMap(([, held]) => named(held)))('$file has "$name"', ({ file, name }) => {
    expect(file).toMatch(/\.(unit|int)\.test\.ts$/)
    expect(titles(file)).toContain(name)
  })
})
