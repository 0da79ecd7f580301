import { describe, expect, it } from 'vitest'
import { importHtcdsCsv } from './csv-import.ts'
import { importHtcds } from './import.ts'
import { importHtcdsJson } from './json-file.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const MANY = 500_000

describe('a CSV file', () => {
  const rows = (count: number) => `prs_Deceased\n${'1\n'.repeat(count)}`

  it('may have ten thousand rows', () => {
    const result = importHtcdsCsv(bytesOf(rows(10_000)))
    expect(result.ok && result.value.length).toBe(10_000)
  })

  it.each([
    ['one row more', rows(10_001)],
    ['one row more, and nothing behind it is read', `${rows(10_001)}"`],
  ])('is refused with %s', (_what, file) => {
    expect(importHtcdsCsv(bytesOf(file))).toMatchObject({
      failure: { problems: [{ field: 'file', reason: 'too-many' }], problemsBeyond: 0 },
    })
  })

  it('is refused with a million columns, of which a hundred are named', () => {
    const file = `${','.repeat(1_000_000)}\nx\n`
    const result = importHtcdsCsv(bytesOf(file))
    expect(result).toMatchObject({ failure: { problemsBeyond: 1_000_002 - 100 } })
    expect(!result.ok && result.failure.problems.length).toBe(100)
  })
})

describe('a JSON record', () => {
  it.each([
    ['items', { caseComments: Array(MANY).fill({ cco_CaseComment: 'x' }) }, 'caseComments'],
    ['codes', { prs_Citizenship: Array(MANY).fill('RS') }, 'prs_Citizenship'],
  ])('is refused with very many %s', (_what, record, field) => {
    expect(importHtcds(record)).toMatchObject({
      failure: { problems: [{ field, reason: 'too-many' }] },
    })
  })

  it.each([
    ['items that are none', { caseComments: Array(MANY).fill(0) }],
    ['codes that are none', { vic_MethodsOfControl: Array(MANY).fill(0) }],
    ['empty items', { supportPlans: Array(MANY).fill({}) }],
    ['unknown names', Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`x${n}`, 0]))],
    ['lists where a text is', { prs_FirstName: Array(MANY).fill([0]) }],
  ])('is refused with very many %s, and takes neither the stack nor long', (_what, record) => {
    expect(importHtcds(record).ok).toBe(false)
    expect(importHtcdsJson(bytesOf(JSON.stringify(record))).ok).toBe(false)
  })
})
