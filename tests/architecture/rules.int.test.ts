import { readFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readTestTitles } from './test-support/test-titles.ts'

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

const testsIn = (file: string) => readTestTitles(readFileSync(pathOf(file), 'utf8'))

describe('the page of rules', () => {
  it('has the rules of the whole and those of the processes', () => {
    expect(rows).toHaveLength(56)
  })

  it.each(rows)('says which tests hold it, and nothing else: %s', (_rule, held) => {
    const tests = named(held)
    expect(tests.length).toBeGreaterThan(0)
    expect(tests.map(({ file, name }) => `\`${file}\`: "${name}"`).join('; ')).toBe(held)
  })

  it.each(rows.flatMap(([, held]) => named(held)))('$file has "$name"', ({ file, name }) => {
    expect(file).toMatch(/\.(unit|int)\.test\.ts$/)
    expect(testsIn(file).titles).toContain(name)
  })

  it.each([...new Set(rows.flatMap(([, held]) => named(held)).map(({ file }) => file))])(
    '%s runs every test that it has',
    (file) => {
      expect(testsIn(file).evasions).toStrictEqual([])
    },
  )
})

describe('a title', () => {
  const none = { titles: [], evasions: [] }

  it.each([
    ['a test', "it('holds', () => {})"],
    ['a test by its other name', "test('holds', () => {})"],
    ['a group', "describe('holds', () => {})"],
    ['a test with a table', "it.each([['no']])('holds', () => {})"],
    [
      'a test with a typed table',
      "it.each<[string, object]>([\n['no', { skip: 1 }],\n])('holds', f)",
    ],
    ['a group with a table', 'describe.each(table)(\n  `holds`, f)'],
    ['a test within a group', 'describe.each(table)(`${name}`, () => { it("holds", f) })'],
  ])('is that of %s', (_what, source) => {
    expect(readTestTitles(source)).toStrictEqual({ titles: ['holds'], evasions: [] })
  })

  it.each([
    ['a constant', "const held = 'holds'"],
    ['a comment', "// it('holds', f)"],
    ['a template', 'const source = `it("holds", f)`'],
    ['a table', "it.each(['holds'])(title, f)"],
    ['another call', "await commit('holds')"],
    ['what is expected', "expect(it).toBe('holds')"],
    ['a member of something else', "page.it('holds', f)"],
  ])('is not %s', (_what, source) => {
    expect(readTestTitles(source)).toStrictEqual(none)
  })

  // Another test refuses the words themselves, wherever they stand: here they are put in.
  it.each([
    ['skip', "it.$('holds', f)"],
    ['skip', "describe.$('all', () => { it('holds', f) })"],
    ['skip', "it.$.each(rows)('holds', f)"],
    ['skip', "it('holds', { $: true }, f)"],
    ['skip', "describe['$']('all', () => { it('holds', f) })"],
    ['todo', "it.$('holds')"],
    ['only', "it.$('another', f); it('holds', f)"],
    ['skipIf', "it.$(isWindows)('holds', f)"],
    ['runIf', "it.$(isLinux)('holds', f)"],
    ['fails', "it.$('holds', f)"],
  ])('does not count where tests are evaded by %s: %s', (evasion, source) => {
    expect(readTestTitles(source.replace('$', evasion)).evasions).toStrictEqual([evasion])
  })
})
