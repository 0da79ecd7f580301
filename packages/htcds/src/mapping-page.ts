import { htcdsFields, htcdsGroups, type HtcdsMapping } from './fields.ts'
import { findQuestion, odkElements, type OdkQuestion } from './odk-form.ts'
import { kindOf } from './value-kinds.ts'

const HEAD = `# Where each field goes

Generated from the code of \`packages/htcds\`, whose tests compare the two. After a change there:

\`\`\`sh
npm run --silent trm -- htcds mapping > schemas/htcds/mapping.md
\`\`\`

Field names, types and codes are of the Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0).

- **place**: section and path. \`[]\` stands for each item of a group that repeats.
- _not imported_: \`consent-is-an-event\`, a tick names neither recipient nor purpose; \`perpetrator\`,
  about another person; \`organisation\`, the directory says who an organisation is; \`form-metadata\`,
  when and under which number the form was filled in.
- **value**: what it is in JSON: \`text\`, \`number\`, \`flag\` (true or false), \`codes\` (a list).
- **ODK form**: the element of a submission, and how many choices it lets make; a dash where the form
  does not ask.

## Fields of the standard
`

/** The page that tells where each field of the standard and each element of the ODK form goes. */
export function mappingPage(): string {
  const fields = Object.entries(htcdsFields).map(([field, mapping]) => [
    code(field),
    placeOf(mapping),
    kindOf(field),
    elementOf(field),
  ])
  const metadata = Object.entries(odkElements).flatMap(([element, mapping]) =>
    'notImported' in mapping ? [[code(element), notImported(mapping)]] : [],
  )
  return [
    HEAD,
    ...table(['field', 'place', 'value', 'ODK form'], fields),
    '',
    '## Elements of the ODK form that are no field',
    '',
    ...table(['element', 'place'], metadata),
    '',
  ].join('\n')
}

function placeOf(mapping: HtcdsMapping): string {
  if ('notImported' in mapping) return notImported(mapping)
  if ('section' in mapping) return code(`${mapping.section}.${mapping.path}`)
  const { section, list } = htcdsGroups[mapping.group]
  return code(`${section}.${list}[].${mapping.path}`)
}

function notImported({ notImported: reason }: { readonly notImported: string }): string {
  return `_not imported_: ${reason}`
}

function elementOf(field: string): string {
  const found = findQuestion(field)
  return found === undefined ? '–' : code(found.element) + choicesOf(found.question)
}

function choicesOf(question: OdkQuestion): string {
  if (question.answer === 'written') return ''
  return `, ${question.answer} of ${question.choices.size}`
}

function code(text: string): string {
  return `\`${text}\``
}

/** A table as the formatter of this repository lays it out. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
