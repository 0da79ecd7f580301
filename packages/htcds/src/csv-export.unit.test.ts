import { InvariantError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { exportHtcdsCsv } from './csv-export.ts'
import type { HtcdsSections } from './import.ts'

describe('exportHtcdsCsv', () => {
  it('writes a row for each record, a column for each field that one of them has', () => {
    const records: HtcdsSections[] = [
      {
        notes: { comments: [{ comment: 'first' }, { comment: 'second' }] },
        identity: { firstName: 'Žana', deceased: false },
      },
      { identity: { secondName: 'a,"b"' }, demographics: { citizenships: ['RS', 'AT'] } },
    ]
    expect(exportHtcdsCsv(records)).toBe(
      [
        '\uFEFFprs_FirstName,prs_SecondName,prs_Deceased,prs_Citizenship,cco_CaseComment,caseComments[1].cco_CaseComment',
        'Žana,,false,,first,second',
        ',"a,""b""",,RS;AT,,',
        '',
      ].join('\r\n'),
    )
  })

  it('guards text against being run as a formula, and numbers not', () => {
    const contact = { mobilePhone: '+447700900142', mailing: { latitude: -12.5, street: '=1+1' } }
    expect(exportHtcdsCsv([{ contact }]).split('\r\n')[1]).toBe("'+447700900142,'=1+1,-12.5")
  })

  it('has no column for what the standard has no field for', () => {
    const travel = { mode: 'rail' }
    const written = exportHtcdsCsv([{ travel, identity: { firstName: 'Ana' } }])
    expect(written).toBe('\uFEFFprs_FirstName\r\nAna\r\n')
  })

  it('stops on a section that its schema refuses', () => {
    expect(() => exportHtcdsCsv([{}, { identity: { birthdate: 'yesterday' } }])).toThrow(
      InvariantError,
    )
  })
})
