import { describe, expect, it } from 'vitest'
import { HTCDS_FILE_BYTES_MAX } from './files.ts'
import { exportHtcdsJson, importHtcdsJson } from './json-file.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function problemsOf(file: string | Uint8Array) {
  const result = importHtcdsJson(typeof file === 'string' ? bytesOf(file) : file)
  return result.ok ? [] : result.failure.problems
}

describe('importHtcdsJson', () => {
  it.each([
    '{"prs_FirstName":"Ana"}',
    '[{"prs_FirstName":"Ana"}]',
    '\uFEFF{"prs_FirstName":"Ana"}',
  ])('reads the record of %s', (file) => {
    expect(importHtcdsJson(bytesOf(file))).toMatchObject({
      ok: true,
      value: [{ sections: { identity: { firstName: 'Ana' } } }],
    })
  })

  it('imports no record of a list when one is wrong, and says which', () => {
    const file = '[{"prs_FirstName":"Ana"},{"prs_Gender":"x"},[],{"shoe size":38}]'
    expect(importHtcdsJson(bytesOf(file))).toStrictEqual({
      ok: false,
      failure: {
        kind: 'invalid',
        problems: [
          { row: 2, field: 'prs_Gender', reason: 'not-a-code' },
          { row: 3, field: 'record', reason: 'wrong-type' },
          { row: 4, field: 'member 1', reason: 'unknown-field' },
        ],
        problemsBeyond: 0,
      },
    })
  })

  it.each<[string, string | Uint8Array, object]>([
    ['no byte', '', { field: 'file', reason: 'not-json' }],
    ['something else', 'prs_FirstName\nAna', { field: 'file', reason: 'not-json' }],
    ['more than one value', '{}{}', { field: 'file', reason: 'not-json' }],
    [
      'a name twice',
      '{"prs_Gender":"x","prs_Gender":"y"}',
      { field: 'file', reason: 'duplicate-key' },
    ],
    [
      'a lone surrogate',
      '{"prs_FirstName":"\\ud800"}',
      { field: 'file', reason: 'lone-surrogate' },
    ],
    [
      'a number beyond',
      '{"prs_NumberOfChildren":1e999}',
      { field: 'file', reason: 'unsafe-number' },
    ],
    ['many levels', '['.repeat(80) + ']'.repeat(80), { field: 'file', reason: 'too-deep' }],
    ['no record', '[]', { field: 'file', reason: 'empty' }],
    ['too many records', `[${'{},'.repeat(10_000)}{}]`, { field: 'file', reason: 'too-many' }],
    ['null', 'null', { field: 'record', reason: 'wrong-type' }],
    ['an empty record', '{}', { field: 'record', reason: 'empty' }],
    ['a wrong value', '{"prs_Gender":"x"}', { field: 'prs_Gender', reason: 'not-a-code' }],
    ['Latin-1', Uint8Array.of(0x22, 0xe9, 0x22), { field: 'file', reason: 'not-utf8' }],
    [
      'too many bytes',
      new Uint8Array(HTCDS_FILE_BYTES_MAX + 1),
      { field: 'file', reason: 'too-large' },
    ],
  ])('refuses a file of %s', (_what, file, problem) => {
    expect(problemsOf(file)).toStrictEqual([problem])
  })
})

describe('exportHtcdsJson', () => {
  it('writes one record as an object, several as a list', () => {
    const ana = { identity: { firstName: 'Ana' } }
    expect(JSON.parse(exportHtcdsJson([ana]))).toStrictEqual({ prs_FirstName: 'Ana' })
    expect(JSON.parse(exportHtcdsJson([ana, {}]))).toStrictEqual([{ prs_FirstName: 'Ana' }, {}])
    expect(exportHtcdsJson([ana])).toMatch(/\}\n$/)
  })
})
