import { readFileSync } from 'node:fs'
import { invariant, parseStrictJson, type Json } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { exportHtcds } from './export.ts'
import { readStandardTable } from './fixtures/standard-table.ts'
import { importHtcds } from './import.ts'

const CASE = new URL('../../../tests/scenarios/handover/case.htcds.json', import.meta.url)
const parsed = parseStrictJson(readFileSync(CASE, 'utf8'))
invariant(parsed.ok, 'the handover case is JSON')
const record = Object.fromEntries(Object.entries(parsed.value ?? {})) as Record<string, Json>
const { con_Consent: _consent, ...withoutConsent } = record

/** What comes back after import and export. */
function roundTrip(from: Record<string, Json>): unknown {
  const result = importHtcds(from)
  return result.ok ? exportHtcds(result.value.sections) : result.failure
}

describe('the handover case', () => {
  it('fills every Core field', () => {
    const core = readStandardTable().filter((field) => field.core)
    expect(core.length).toBe(40)
    const missing = core.filter(({ name }) => !Object.hasOwn(record, name))
    expect(missing.map(({ name }) => name)).toStrictEqual([])
  })

  it('has a comment, and values that a search for leaks can recognise', () => {
    const recognisable = [
      'Ljubiška',
      'Mirosavljević-Kovač',
      '+447700900142',
      'Eisvogeltal',
      'Lerchenquell',
    ]
    const text = JSON.stringify(record)
    expect(recognisable.filter((value) => !text.includes(value))).toStrictEqual([])
    expect(record['caseComments']).not.toHaveLength(0)
  })

  it('is imported whole: every field but the ticked consent', () => {
    const result = importHtcds(record)
    invariant(result.ok, 'the handover case is a HTCDS record')
    expect(result.value.consentTicked).toBe(true)
    expect(result.value.notImported.map(({ field }) => field)).toStrictEqual(['con_Consent'])
    expect(Object.keys(result.value.sections).sort()).toStrictEqual([
      'contact',
      'demographics',
      'exploitation',
      'family',
      'health',
      'identification',
      'identity',
      'needs',
      'notes',
    ])
  })

  it('comes back from the sections as it was', () => {
    expect(roundTrip(record)).toStrictEqual(withoutConsent)
  })

  it.each(Object.keys(withoutConsent))('comes back as it was without %s', (left) => {
    const rest = Object.fromEntries(
      Object.entries(withoutConsent).filter(([name]) => name !== left),
    )
    expect(roundTrip(rest)).toStrictEqual(rest)
  })

  it('keeps health and exploitation out of every other section', () => {
    const result = importHtcds(record)
    invariant(result.ok, 'the handover case is a HTCDS record')
    const { health, exploitation, ...others } = result.value.sections
    expect(JSON.stringify(health)).toContain('Lerchenquell')
    expect(JSON.stringify(exploitation)).toContain('Eisvogeltal')
    expect(JSON.stringify(others)).not.toMatch(/Lerchenquell|Eisvogeltal|Plavi Jablan|sertraline/)
  })
})
