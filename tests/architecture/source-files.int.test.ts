import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, foldersIn, isSource, isTest, textOf } from './test-support/repository.ts'

const LINES_MAX = 400
const TEST_LINES_MAX = 600
const MEMBER_GROUPS = ['packages', 'services', 'infra']

const all = filesBelow('.')
const sources = all.filter(isSource)
const tests = all.filter(isTest)
// The lock file is full of hashes, and a hash may spell anything.
const texts = all.filter(
  (path) => isSource(path) || (/\.(?:md|json|ya?ml|conf)$/.test(path) && path !== 'pnpm-lock.yaml'),
)

// Spelled in parts, so that this file does not find itself.
const MARKERS = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|'))
const SWITCHED_OFF = /\b(?:it|test|describe|suite)\s*\.\s*(?:only|skip|todo|fails|skipIf|runIf)\b/
const LOOSE_TYPES = new RegExp(
  ['@ts-' + 'ignore', '@ts-' + 'nocheck', 'as ' + 'any\\b', ': ' + 'any\\b'].join('|'),
)
const MACHINE_PATH = /(?:^|[\s'"`(=])\/(?:home|root|Users|work|mnt|private)\/[\w.-]/m

/** The files in whose text the pattern occurs, with the line it occurs in. */
function occurrences(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${String(index + 1)}`] : [])),
  )
}

function lineCount(path: string): number {
  return textOf(path).split('\n').length - 1
}

describe('the source files', () => {
  it('are there: the checks below have something to look at', () => {
    expect(sources.length).toBeGreaterThan(40)
    expect(tests.length).toBeGreaterThan(10)
  })

  it('stay small enough to be read in one go', () => {
    const large = sources
      .map((path) => ({ path, lines: lineCount(path) }))
      .filter(({ path, lines }) => lines > (isTest(path) ? TEST_LINES_MAX : LINES_MAX))
    expect(large).toStrictEqual([])
  })

  it('have kebab-case names', () => {
    const names = sources.filter((path) => !path.startsWith('.'))
    expect(
      names.filter((path) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(basename(path))),
    ).toStrictEqual([])
  })

  it('leave nothing for later in a comment', () => {
    expect(occurrences(texts, MARKERS)).toStrictEqual([])
  })

  it('name no path of one machine', () => {
    expect(occurrences(texts, MACHINE_PATH)).toStrictEqual([])
  })

  it('keep the compiler on', () => {
    expect(occurrences(sources, LOOSE_TYPES)).toStrictEqual([])
  })

  it('say what a folder is for, in a README of every member', () => {
    const members = MEMBER_GROUPS.flatMap((group) =>
      foldersIn(group).map((name) => `${group}/${name}`),
    )
    expect(members.length).toBeGreaterThan(15)
    expect(members.filter((member) => !all.includes(`${member}/README.md`))).toStrictEqual([])
  })

  it('make verified bytes in one place, the signature verifier', () => {
    const places = occurrences(
      sources.filter((path) => !isTest(path)),
      new RegExp('as ' + 'VerifiedBytes\\b'),
    )
    expect(places).toStrictEqual([expect.stringMatching(/^packages\/sealing\/src\//)])
  })
})

describe('the tests', () => {
  it('say their cost in their name', () => {
    expect(tests.filter((path) => !/\.(?:unit|int)\.test\.ts$/.test(path))).toStrictEqual([])
  })

  it('are all switched on', () => {
    expect(occurrences(sources, SWITCHED_OFF)).toStrictEqual([])
  })
})
