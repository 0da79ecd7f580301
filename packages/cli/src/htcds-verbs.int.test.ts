import { HTCDS_FILE_BYTES_MAX, mappingPage } from '@trm/htcds'
import { temporaryFolder } from '@trm/ports/conformance'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { htcds } from './htcds-verbs.ts'

const SECRET = 'Mirosavljević'
const CSV = `\uFEFFprs_FirstName,prs_Citizenship,con_Consent\r\nLjubiška,RS;AT,1\r\n${SECRET},RS,0\r\n`
const ONE_CASE = JSON.stringify({ prs_FirstName: SECRET, prs_MiddleName: 'Zvezdana' })
const WRONG = `prs_FirstName,prs_Birthdate,${SECRET}\n${SECRET},${SECRET},x\nEva\n`

/** The answer to words of which `FILE` stands for a file with this content. */
async function answer(words: string, content: string | Uint8Array, name = 'cases') {
  await using folder = await temporaryFolder()
  const file = join(folder.path, name)
  writeFileSync(file, content)
  return await htcds(words.split(' ').map((word) => (word === 'FILE' ? file : word)))
}

/** What a conversion prints. */
async function outputOf(words: string, content: string): Promise<string> {
  const converted = await answer(words, content)
  return 'output' in converted ? converted.output : JSON.stringify(converted)
}

describe('trm htcds check', () => {
  it.each([
    ['cases.json', '{"prs_FirstName":"Ana"}', '1 case'],
    ['cases.CSV', 'prs_FirstName\nAna\nEva\n', '2 cases'],
  ])('tells that %s can be imported', async (name, content, cases) => {
    expect(await answer('check FILE', content, name)).toStrictEqual({
      output: `can be imported: ${cases}\n`,
      remarks: [],
    })
  })

  it('names what importing would leave behind', async () => {
    expect(await answer('check --from csv FILE', CSV)).toStrictEqual({
      output: 'can be imported: 2 cases\n',
      remarks: ['con_Consent is not imported: consent-is-an-event (in 2 cases)'],
    })
  })

  it('says what is wrong, a sentence for each problem, without a value or an unknown name', async () => {
    const refused = await answer('check --from csv FILE', WRONG)
    expect(refused).toStrictEqual({
      refused: [
        'row 1, column 3 is refused: unknown-field',
        'row 2, prs_Birthdate is refused: not-a-date',
        'row 3, record is refused: ragged',
      ],
    })
  })

  it('counts the problems beyond a hundred', async () => {
    const refused = await answer('check --from csv FILE', `prs_Gender\n${'x\n'.repeat(101)}`)
    const sentences = 'refused' in refused ? refused.refused : []
    expect(sentences).toHaveLength(101)
    expect(sentences.at(-1)).toBe('and 1 more problems')
  })

  it.each([
    ['an empty file', '', 'file is refused: not-json'],
    [
      'a file that is too large',
      new Uint8Array(HTCDS_FILE_BYTES_MAX + 9),
      'file is refused: too-large',
    ],
    ['a wrong value', '{"prs_Gender":"x"}', 'prs_Gender is refused: not-a-code'],
  ])('refuses %s', async (_what, content, sentence) => {
    expect(await answer('check --from json FILE', content)).toStrictEqual({ refused: [sentence] })
  })

  it.each(['.', 'nowhere/cases.json'])('refuses %s, which is no file', async (file) => {
    await expect(htcds(['check', '--from', 'json', file])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    })
  })
})

describe('trm htcds convert', () => {
  it('brings a file into another format, and back', async () => {
    const json = await outputOf('convert --from csv --to json FILE', CSV)
    expect(JSON.parse(json)).toStrictEqual([
      { prs_FirstName: 'Ljubiška', prs_Citizenship: ['RS', 'AT'] },
      { prs_FirstName: SECRET, prs_Citizenship: ['RS'] },
    ])
    const csv = await outputOf('convert --from json --to csv FILE', json)
    expect(await outputOf('convert --from csv --to json FILE', csv)).toBe(json)
  })

  it('makes a submission, and names what it does not carry', async () => {
    const converted = await answer('convert --from json --to odk FILE', ONE_CASE)
    expect(converted).toMatchObject({ remarks: ['prs_MiddleName is left out: no-question'] })
    const xml = 'output' in converted ? converted.output : ''
    expect(xml).toMatch(/<instanceID>uuid:[0-9a-f-]{36}</)
    expect(await outputOf('convert --from odk --to json FILE', xml)).toBe(
      `${JSON.stringify({ prs_FirstName: SECRET }, undefined, 2)}\n`,
    )
    expect(await answer('convert --from odk --to csv FILE', xml)).toMatchObject({
      remarks: ['meta/instanceID is not imported: form-metadata'],
    })
  })

  it.each([
    [
      'several cases for a submission',
      'csv',
      'odk',
      'prs_FirstName\nAna\nEva\n',
      'a submission holds one case, and there are 2',
    ],
    [
      'nothing but what stays behind',
      'csv',
      'json',
      'con_Consent\n1\n',
      'nothing that is imported is in 1 case',
    ],
    ['a wrong value', 'csv', 'json', 'prs_Gender\nx\n', 'row 2, prs_Gender is refused: not-a-code'],
    ['another format', 'odk', 'json', 'prs_Gender\nx\n', 'file is refused: not-xml'],
  ])('refuses %s, and prints nothing', async (_what, from, to, content, sentence) => {
    expect(await answer(`convert --from ${from} --to ${to} FILE`, content)).toStrictEqual({
      refused: [sentence],
    })
  })
})

describe('trm htcds', () => {
  it.each([
    '',
    'import FILE',
    'check',
    'check FILE',
    'check --from xml FILE',
    'check --from toString FILE',
    'check --from csv FILE FILE',
    'check --from csv --to json FILE',
    'check --from csv --strict FILE',
    'convert FILE',
    'convert --from csv FILE',
    'convert --to csv FILE',
    'convert --from csv --to json',
    'convert --from csv --to xlsx FILE',
    'convert --from xlsx --to csv FILE',
    'convert --from csv --to json FILE FILE',
    'mapping FILE',
  ])('says what it takes: %j', async (words) => {
    expect(await answer(words, 'prs_FirstName\nAna\n')).toHaveProperty('problem')
  })

  it('prints the page of the mapping', async () => {
    expect(await htcds(['mapping'])).toStrictEqual({ output: mappingPage() })
  })
})

describe('the program', () => {
  const MAIN = join(import.meta.dirname, 'main.ts')
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [MAIN, 'htcds', ...words], { encoding: 'utf8' })

  it('ends with 2 and sentences on standard error for a file that is refused', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, `${SECRET}.csv`)
    writeFileSync(file, WRONG)
    for (const words of [
      ['check', file],
      ['convert', '--from', 'csv', '--to', 'json', file],
    ]) {
      const { status, stdout, stderr } = run(...words)
      expect({ status, stdout }).toStrictEqual({ status: 2, stdout: '' })
      expect(stderr).toMatch(/^(?:trm: row \d, \S.* is refused: [a-z-]+\n){3}$/)
    }
  })

  it('ends with 0, the answer alone on standard output and the remarks on the other', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'cases.csv')
    writeFileSync(file, 'prs_FirstName,org_Name\nAna,x\n')
    const { status, stdout, stderr } = run('convert', '--from', 'csv', '--to', 'csv', file)
    expect({ status, stdout, stderr }).toStrictEqual({
      status: 0,
      stdout: '\uFEFFprs_FirstName\r\nAna\r\n',
      stderr: 'trm: org_Name is not imported: organisation\n',
    })
  })

  it('ends with 2 for a file that is not there, without its name', () => {
    const { status, stdout, stderr } = run('check', `${SECRET}.csv`)
    expect({ status, stdout, stderr }).toStrictEqual({
      status: 2,
      stdout: '',
      stderr: 'trm: the file is not there or cannot be read\n',
    })
  })
})
