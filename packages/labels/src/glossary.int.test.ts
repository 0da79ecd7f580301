import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kosovoFootnotes } from './footnotes.ts'
import { glossary } from './glossary.ts'
import { findLabel } from './labels.ts'
import { languages } from '@trm/domain'
import { sourceOf } from './sources.ts'
import { lists, type ListName } from './topics.ts'
import { readStandardLabels } from './test-support/standard-labels.ts'

const published = readFileSync(new URL('../../../schemas/glossary.md', import.meta.url), 'utf8')

describe('schemas/glossary.md', () => {
  it('is what the code says; the README of this package says how to write it anew', () => {
    expect(published).toBe(glossary())
  })

  it('has a section for every list and a row for every code', () => {
    for (const [name, { codes }] of Object.entries(lists)) {
      const [, section = ''] = published.split(`\n## ${name}\n`)
      const [table = ''] = section.split('\n## ')
      const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)
      expect({ name, rows }).toStrictEqual({ name, rows: [...codes] })
    }
  })

  it('has the footnote of Kosovo* in every language', () => {
    for (const language of languages.codes) {
      expect(published).toContain(kosovoFootnotes[language])
    }
  })
})

describe('the picklists of HTCDS', () => {
  const standard = readStandardLabels()
  const fields = (Object.keys(lists) as ListName[]).flatMap((list) => {
    const source = sourceOf(list)
    return source.kind === 'htcds' ? source.fields.map((field) => ({ list, field })) : []
  })

  it('are all of those that the contract has', () => {
    expect(fields.length).toBe(19)
  })

  it.each(fields)('have the labels of the standard, word for word: $field', ({ list, field }) => {
    const labels = lists[list].codes.map((code) => {
      const found = findLabel(list, code, 'en')
      return [code, found.ok ? found.value.label : '']
    })
    expect(Object.fromEntries(labels)).toStrictEqual(standard.get(field))
  })
})
