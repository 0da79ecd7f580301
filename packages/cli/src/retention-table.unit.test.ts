import type { RetentionReport } from '@trm/contracts'
import { describe, expect, it } from 'vitest'
import { retentionTable } from './retention-table.ts'

const report = {
  organisation: 'rs.belgrade-cso',
  policy: 'rs-start.2',
  execute: false,
  at: '2027-04-02T10:00:00.000Z',
  cases: [
    {
      case: 'AAAAAAAAAAAAAAAAAAAAAA',
      due: [
        {
          section: 'contact',
          since: '2027-04-01T10:00:00.000Z',
          rule: { of: 'received', months: 1, after: 'grantEnd' },
        },
      ],
      kept: [
        {
          section: 'notes',
          since: '2027-03-31T10:00:00.000Z',
          rule: { of: 'own', months: 12, after: 'caseClosed' },
          citation: 'court-7',
          until: '2028-01-01T00:00:00.000Z',
        },
      ],
    },
  ],
  unreadable: 0,
  next: '2028-01-01T00:00:00.000Z',
} as unknown as RetentionReport

const nothing = { ...report, cases: [] } as RetentionReport

describe('a report of retention as a table', () => {
  it('says of each section since when, by which rule, and what becomes of it', () => {
    expect(retentionTable(report).split('\n')).toStrictEqual([
      'Retention at rs.belgrade-cso on 2027-04-02, by the policy rs-start.2',
      '',
      'case                    section  due since   rule                                               what becomes of it',
      'AAAAAAAAAAAAAAAAAAAAAA  contact  2027-04-01  received: 1 month after the grant ended            stays: the policy erases nothing by itself',
      '                        notes    2027-03-31  written here: 12 months after the case was closed  stays until 2028-01-01: legal hold court-7',
      '',
      'sections to be erased: 1; kept by a legal hold: 1; cases: 1',
      'the next change is on 2028-01-01',
      '',
    ])
  })

  it('says that it is erased where the policy has it executed', () => {
    const executed = { ...report, execute: true } as RetentionReport
    expect(retentionTable(executed)).toMatch(/contact .* is erased$/m)
    expect(retentionTable(executed)).toMatch(/notes .* legal hold court-7$/m)
  })

  it('says that nothing is due, or in sight', () => {
    const { next: _next, ...none } = nothing
    expect(retentionTable(none)).toBe(
      [
        'Retention at rs.belgrade-cso on 2027-04-02, by the policy rs-start.2',
        '',
        'nothing is due',
        '',
        'sections to be erased: 0; kept by a legal hold: 0; cases: 0',
        'nothing more is in sight',
        '',
      ].join('\n'),
    )
  })

  it('says how many cases cannot be read', () => {
    expect(retentionTable({ ...nothing, unreadable: 2 })).toContain(
      '\ncases that cannot be read, and are not in it: 2\n',
    )
  })
})
