import { temporaryFolder } from '@trm/ports/conformance'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { policy } from './policy-verbs.ts'

const shipped = fileURLToPath(new URL('../../../infra/policies/rs.json', import.meta.url))
const pack = JSON.parse(readFileSync(shipped, 'utf8')) as {
  readonly reflection: object
  readonly sources: object
}

/** The answer to `trm policy check` of a file with this content. */
async function check(content: string) {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'policy.json')
  writeFileSync(file, content)
  return await policy(['check', file])
}
const checkWith = (changes: object) => check(JSON.stringify({ ...pack, ...changes }))

describe('trm policy check', () => {
  it('tells that a pack can be loaded, and which it is', async () => {
    expect(await policy(['check', shipped])).toStrictEqual({
      output: 'can be loaded: the policy of rs, version rs-start.4\n',
    })
  })

  it('says what is wrong, a sentence for each flaw, with its place and without a value', async () => {
    const refused = await checkWith({
      reflection: { ...pack.reflection, daysMin: 17 },
      mandatoryNotifications: [
        { by: ['cso'], to: 'police', information: [], citation: 'canary-1', withinDays: 0 },
      ],
      languages: ['zz', 'en', 'en'],
      sources: { ...pack.sources, licence: [] },
    })
    expect(refused).toStrictEqual({
      refused: [
        'sources.licence: a rule has no source',
        'reflection.daysMin: a number is below its floor of 30',
        'mandatoryNotifications.0.to: a mandatory notification goes to a kind that is neither an NRM office nor serves people',
        'mandatoryNotifications.0.withinDays: a number is below its floor of 1',
        'languages.0: a language is not one of those that texts exist in',
        'languages.2: what has to be unique is named twice',
      ],
    })
  })

  it.each<[string, object, readonly string[]]>([
    ['a field too many', { canary: 1 }, ['the pack is no object, or has a field that no pack has']],
    [
      'fields that are missing or of another form',
      { smallCountMin: undefined, version: 'the Canary' },
      [
        'version: missing, or not of the form that a pack has there',
        'smallCountMin: missing, or not of the form that a pack has there',
      ],
    ],
  ])('names the places of %s', async (_case, changes, sentences) => {
    expect(await checkWith(changes)).toStrictEqual({ refused: sentences })
  })

  it.each([
    ['canary', 'the file is no JSON'],
    ['', 'the file is no JSON'],
    ['[1]', 'the pack is no object, or has a field that no pack has'],
    ['{"canary":1,"canary":2}', 'a field stands twice in the file'],
    ['["\\ud800"]', 'a text in the file holds half a character'],
    ['[9007199254740993]', 'a number in the file is one that programs read differently'],
    ['['.repeat(70) + ']'.repeat(70), 'the file is nested more deeply than any policy pack'],
  ])('refuses %j in a sentence', async (content, sentence) => {
    expect(await check(content)).toStrictEqual({ refused: [sentence] })
  })

  it('refuses a file that is not there, without its name', async () => {
    await expect(policy(['check', 'canary.json'])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: 'the file is not there or cannot be read',
    })
  })

  it.each([[], ['load', shipped], ['check'], ['check', shipped, shipped], ['check', '--all']])(
    'says what it takes: %j',
    async (...words) => {
      expect(await policy(words)).toHaveProperty('problem')
    },
  )
})

describe('trm policy, as a program', () => {
  const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [MAIN, 'policy', ...words], { encoding: 'utf8' })

  it('ends with 0 and one line for a pack that can be loaded', () => {
    const { status, stdout, stderr } = run('check', shipped)
    expect({ status, stdout }).toStrictEqual({
      status: 0,
      stdout: 'can be loaded: the policy of rs, version rs-start.4\n',
    })
    expect(stderr).not.toMatch(/^trm:/m)
  })

  it('ends with 2 and a sentence for each flaw on standard error, and no help', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.json')
    writeFileSync(file, JSON.stringify({ ...pack, smallCountMin: 1, languages: [] }))
    const { status, stdout, stderr } = run('check', file)
    expect({ status, stdout }).toStrictEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^(?:trm: [a-zA-Z]+: \S.*\n){2}$/)
  })

  it.each([
    ['a file that is not there', 'check', 'canary.json'],
    ['a word that nobody knows', 'load', shipped],
  ])('ends with 2 for %s', (_case, ...words) => {
    const { status, stdout, stderr } = run(...words)
    expect({ status, stdout }).toStrictEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^trm: \S/)
    expect(stderr).not.toMatch(/canary/)
  })
})
