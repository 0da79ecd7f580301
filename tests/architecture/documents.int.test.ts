import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { filesBelow, root, textOf } from './test-support/repository.ts'

const THREATS = Array.from({ length: 40 }, (_, index) => `T${String(index + 1)}`)
const ARTICLES = Array.from({ length: 15 }, (_, index) => index + 1)
const ADR_STATUS = /^Status: (?:proposed|accepted|rejected|superseded by \d{4})$/m

const documents = filesBelow('.').filter((path) => path.endsWith('.md'))
const records = filesBelow('docs/adr').filter((path) => /\/\d{4}-/.test(path))

/** The cells of a Markdown table row, trimmed. */
function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

describe('LICENSE', () => {
  const licence = textOf('LICENSE')

  it('is the whole EUPL 1.2: fifteen articles and the appendix', () => {
    expect(licence).toMatch(/EUROPEAN UNION PUBLIC LICENCE v\. 1\.2/)
    const articles = [...licence.matchAll(/^(\d+)\. [A-Z]/gm)].map(([, number]) => Number(number))
    expect(articles).toStrictEqual(ARTICLES)
    expect(licence).toMatch(/^Appendix\n\n.Compatible Licences. according to Article 5 EUPL are:$/m)
    expect(licence.trimEnd()).toMatch(/require the production of a\s+new EUPL version\.$/)
  })

  it('is the licence that every package names', () => {
    const manifest = z.object({ license: z.string() })
    const manifests = filesBelow('.').filter((path) => path.endsWith('package.json'))
    const others = manifests.filter(
      (path) => manifest.parse(JSON.parse(textOf(path))).license !== 'EUPL-1.2',
    )
    expect(others).toStrictEqual([])
  })
})

describe('SECURITY.md', () => {
  const rows = textOf('SECURITY.md')
    .split('\n')
    .filter((line) => /^\| T\d+ /.test(line))
    .map(cellsOf)

  it('answers every threat of the list, in order, each with what there is now', () => {
    expect(rows.map(([number]) => number)).toStrictEqual(THREATS)
    expect(rows.filter((cells) => cells.length !== 4 || cells[2] === '')).toStrictEqual([])
  })
})

describe('the documents', () => {
  it('link to files that exist', () => {
    const broken = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    )
    expect(broken).toStrictEqual([])
  })

  it('name npm scripts that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(textOf('package.json')))
    const named = documents.flatMap((path) =>
      [...textOf(path).matchAll(/`npm (?:run )?(start|test|[a-z]+(?::[a-z]+)*)\b(?=[^`]*`)/g)].map(
        ([, name = '']) => name,
      ),
    )
    expect(named.length).toBeGreaterThan(5)
    const known = [...Object.keys(scripts), 'install']
    expect(named.filter((name) => !known.includes(name))).toStrictEqual([])
  })

  it('spell the designation of Kosovo* with its asterisk', () => {
    const bare = documents.filter((path) => /Kosovo(?!\\?\*)/.test(withoutFootnote(textOf(path))))
    expect(bare).toStrictEqual([])
  })
})

describe('the decision records', () => {
  it('are numbered without gaps and listed', () => {
    const numbers = records.map((path) =>
      Number(path.slice('docs/adr/'.length, 'docs/adr/0000'.length)),
    )
    expect(numbers).toStrictEqual(numbers.map((_, index) => index + 1))
    const index = textOf('docs/adr/README.md')
    expect(records.filter((path) => !index.includes(path.slice('docs/adr/'.length)))).toStrictEqual(
      [],
    )
  })

  it('each say their status', () => {
    expect(records.filter((path) => !ADR_STATUS.test(textOf(path)))).toStrictEqual([])
  })
})

/** The footnote names the ICJ Opinion in the words of its sources, which are not ours to change. */
function withoutFootnote(text: string): string {
  return text
    .replace(/Opinion\s+on\s+the\s+Kosovo\s+declaration\s+of\s+independence/g, '')
    .replace(
      /Gutachten des Internationalen Gerichtshofs zur Unabhängigkeitserklärung des Kosovos/g,
      '',
    )
}
