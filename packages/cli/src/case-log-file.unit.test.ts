import { describe, expect, it } from 'vitest'
import { caseLogFile } from './case-log-file.ts'

describe('the case log that a command names', () => {
  it.each([
    [{ organisation: 'at.vienna-cso' }, 'data/local/agents/at.vienna-cso/case-log.db'],
    [
      { organisation: 'rs.belgrade-cso', network: 'local-2' },
      'data/local-2/agents/rs.belgrade-cso/case-log.db',
    ],
    [{ store: '/var/lib/trm/case-log.db' }, '/var/lib/trm/case-log.db'],
  ])('is found', (named, file) => {
    expect(caseLogFile(named, 'data')).toStrictEqual({ ok: true, value: file })
  })

  it.each([
    {},
    { organisation: 'at.vienna-cso', store: 'case-log.db' },
    { organisation: '../other' },
    { organisation: 'vienna' },
    { organisation: '' },
    { organisation: 'at.vienna-cso', network: '../..' },
    { organisation: 'at.vienna-cso', network: '' },
  ])('is refused where it is named twice, not at all, or by a path', (named) => {
    expect(caseLogFile(named, 'data')).toMatchObject({ ok: false })
  })
})
