import { InvariantError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { HtcdsSections } from './import.ts'
import { odkForm } from './odk-form.ts'
import { exportHtcdsOdk } from './odk-export.ts'

const INSTANCE = '3f0c9a52-6c1d-4f0e-9a5e-7d2b8c1e4a60'

const leftOf = (sections: HtcdsSections) => exportHtcdsOdk(sections, INSTANCE).leftOut

describe('exportHtcdsOdk', () => {
  it('writes a submission of the form: every element, in its order', () => {
    const { xml, leftOut } = exportHtcdsOdk(
      {
        identity: { firstName: 'Žana <&> Co' },
        needs: { incomingReferral: { details: 'a\r\nb' } },
        exploitation: { methodsOfControl: ['DebtBondage', 'Other'] },
        demographics: { citizenships: ['RS'] },
      },
      INSTANCE,
    )
    const lines = xml.split('\n')
    expect(lines.slice(0, 5)).toStrictEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<data id="${odkForm.id}" version="${odkForm.version}">`,
      '  <start></start>',
      '  <end></end>',
      '  <con_Consent></con_Consent>',
    ])
    expect(lines).toContain('  <prs_First_Name>Žana &lt;&amp;&gt; Co</prs_First_Name>')
    expect(xml).toContain('<cas_IncomingReferralDetails>a&#xD;\nb</')
    expect(lines).toContain('  <prs_Citizenship>RS</prs_Citizenship>')
    expect(lines).toContain('  <vic_Methods_of_Control>DebtBondage Other</vic_Methods_of_Control>')
    expect(lines.slice(-4)).toStrictEqual([
      `  <__version__>${odkForm.version}</__version__>`,
      `  <meta><instanceID>uuid:${INSTANCE}</instanceID></meta>`,
      '</data>',
      '',
    ])
    expect(leftOut).toStrictEqual([])
  })

  it.each<[string, HtcdsSections, string, string]>([
    ['has no question for', { identity: { middleName: 'x' } }, 'prs_MiddleName', 'no-question'],
    [
      'has no question for, in an item',
      { notes: { comments: [{ comment: 'x' }] } },
      'caseComments[0].cco_CaseComment',
      'no-question',
    ],
    [
      'takes one of',
      { demographics: { citizenships: ['RS', 'AT'] } },
      'prs_Citizenship',
      'one-choice-only',
    ],
    [
      'does not offer',
      { demographics: { citizenships: ['XK'] } },
      'prs_Citizenship',
      'no-such-choice',
    ],
    [
      'spells otherwise',
      { demographics: { citizenships: ['SRB'] } },
      'prs_Citizenship',
      'no-such-choice',
    ],
    ['cannot write', { identity: { firstName: 'x\uFFFF' } }, 'prs_FirstName', 'not-in-xml'],
  ])('leaves out what the form %s, and says so', (_what, sections, field, reason) => {
    expect(leftOf(sections)).toStrictEqual([{ field, reason }])
    const nothing = exportHtcdsOdk({}, INSTANCE).xml
    expect(exportHtcdsOdk(sections, INSTANCE).xml).toBe(nothing)
  })

  it('stops on a section that its schema refuses', () => {
    expect(() => leftOf({ identity: { birthdate: 'yesterday' } })).toThrow(InvariantError)
  })
})
