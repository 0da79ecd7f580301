import { InvariantError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { exportHtcds } from './export.ts'
import type { HtcdsSections } from './import.ts'

describe('exportHtcds', () => {
  it('writes fields in the order of the standard and keeps items in theirs', () => {
    const sections: HtcdsSections = {
      notes: { comments: [{ comment: 'first' }, { comment: 'second' }], caseOwner: 'A' },
      contact: { mailing: { street: 'B', city: 'C' } },
      identity: { deceased: false },
    }
    const record = exportHtcds(sections)
    expect(JSON.stringify(record)).toBe(
      JSON.stringify({
        prs_Deceased: false,
        prs_MailingCity: 'C',
        prs_MailingStreet: 'B',
        cas_CaseOwner: 'A',
        caseComments: [{ cco_CaseComment: 'first' }, { cco_CaseComment: 'second' }],
      }),
    )
  })

  it('leaves out what the standard has no field for', () => {
    const sections: HtcdsSections = {
      contact: { safeChannel: { kind: 'inPerson', value: 'D' } },
      risk: { assessments: [{ subject: 'person', level: 'high' }] },
      travel: { mode: 'rail' },
    }
    expect(exportHtcds(sections)).toStrictEqual({})
  })

  it('writes nothing for no section', () => {
    expect(exportHtcds({})).toStrictEqual({})
  })

  it.each<[string, HtcdsSections]>([
    ['a wrong value', { identity: { birthdate: 'yesterday' } }],
    ['an unknown member', { identity: { firstName: 'x', shoeSize: 38 } }],
    ['no member', { travel: {} }],
  ])('stops on a section with %s', (_what, sections) => {
    expect(() => exportHtcds(sections)).toThrow(InvariantError)
  })
})
