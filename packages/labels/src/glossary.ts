import { kosovoFootnotes } from './footnotes.ts'
import { findLabel } from './labels.ts'
import { languages, type Language } from '@trm/domain'
import { languageNames } from './languages.ts'
import { sourceOf } from './sources.ts'
import { lists, type ListName } from './topics.ts'

const INTRODUCTION = `# Glossary

The closed lists of a case: codes travel, labels are local. Generated from \`packages/labels\`, whose README
says how; a test fails when the two differ. No translation has been reviewed by native speakers of the field yet.

A source is a line of a guide, a field of a standard, or this project, where neither has what a process
cannot do without. The guides, with their titles as published: **0** ICMPD (2022) on cooperation of state and
civil society in the Western Balkans; **2** ICMPD (2021), _Developing and Monitoring National Anti-Trafficking
Response: A Practitioner's Guide_; **3** ICMPD (2022), _Good practices from the Western Balkans and Austria_;
**4** Balkans ACT Now! (2013).

Lists with fields as their source are picklists of the Human Trafficking Case Data Standard 2.0, International
Organization for Migration (IOM), [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Codes and labels
are the standard's, spelling included, and in English only: in every other language the English label is shown.
`

/** The glossary of every list that has labels, as Markdown. */
export function glossary(): string {
  const names = Object.keys(lists) as readonly ListName[]
  return [INTRODUCTION, ...names.map(sectionOf)].join('\n')
}

function sectionOf(list: ListName): string {
  const shown = sourceOf(list).kind === 'htcds' ? (['en'] as const) : languages.codes
  const rows = lists[list].codes.map((code) => [
    `\`${code}\``,
    ...shown.map((language) => textOf(list, code, language)),
  ])
  return [
    `## ${list}`,
    '',
    `Source: ${sourceText(list)}`,
    '',
    rowOf(['code', ...shown.map((language) => languageNames[language])]),
    rowOf(['---', ...shown.map(() => '---')]),
    ...rows.map(rowOf),
    '',
    ...(list === 'participants' ? footnotes() : []),
  ].join('\n')
}

function textOf(list: ListName, code: string, language: Language): string {
  const found = findLabel(list, code, language)
  return found.ok ? escaped(found.value.label) : ''
}

function sourceText(list: ListName): string {
  const source = sourceOf(list)
  switch (source.kind) {
    case 'guide':
      return source.lines.map((line) => `guide ${line.replace(':L', ', line ')}`).join('; ')
    case 'htcds':
      return `HTCDS 2.0, ${source.fields.map((field) => `\`${field}\``).join(', ')}`
    case 'this-project':
      return 'this project'
  }
}

function footnotes(): readonly string[] {
  return languages.codes.flatMap((language) => [
    `\\* ${languageNames[language]}: ${escaped(kosovoFootnotes[language])}`,
    '',
  ])
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** An asterisk is no emphasis, and a bar does not end a cell. */
function escaped(text: string): string {
  return text.replace(/[*_|\\]/g, (character) => `\\${character}`)
}
