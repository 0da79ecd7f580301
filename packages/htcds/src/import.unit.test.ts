import { describe, expect, it } from 'vitest'
import { importHtcds } from './import.ts'

function problemsOf(record: unknown) {
  const result = importHtcds(record)
  return result.ok ? [] : result.failure.problems
}

describe('importHtcds', () => {
  it('sorts fields into their sections', () => {
    const record = {
      prs_FirstName: 'Ljubiška',
      prs_MailingCity: 'Čurugovac',
      prs_MailingCountry: 'RS',
      vic_MethodsOfControl: ['DebtBondage', 'Other'],
      cas_ReferringOrganisation: 'Nottelefon Lindenbogen',
      caseComments: [{ cco_CaseComment: 'first' }, { cco_CaseComment: 'second' }],
    }
    expect(importHtcds(record)).toStrictEqual({
      ok: true,
      value: {
        sections: {
          identity: { firstName: 'Ljubiška' },
          contact: { mailing: { city: 'Čurugovac', country: 'RS' } },
          exploitation: { methodsOfControl: ['DebtBondage', 'Other'] },
          needs: { incomingReferral: { organisation: 'Nottelefon Lindenbogen' } },
          notes: { comments: [{ comment: 'first' }, { comment: 'second' }] },
        },
        consentTicked: undefined,
        notImported: [],
      },
    })
  })

  it.each([true, false])('tells that consent was ticked %s, and makes no section of it', (tick) => {
    expect(importHtcds({ con_Consent: tick })).toStrictEqual({
      ok: true,
      value: {
        sections: {},
        consentTicked: tick,
        notImported: [{ field: 'con_Consent', reason: 'consent-is-an-event' }],
      },
    })
  })

  it('does not take the deprecated agreement for consent', () => {
    const result = importHtcds({ vic_AgreementToManagePersonalData: true })
    expect(result).toMatchObject({ ok: true, value: { sections: {}, consentTicked: undefined } })
  })

  it('names what it leaves behind', () => {
    const result = importHtcds({ per_RoleDetails: 'x', org_Name: 'y', prs_FirstName: 'z' })
    expect(result).toMatchObject({
      ok: true,
      value: {
        sections: { identity: { firstName: 'z' } },
        notImported: [
          { field: 'per_RoleDetails', reason: 'perpetrator' },
          { field: 'org_Name', reason: 'organisation' },
        ],
      },
    })
  })

  it('reports every problem at once and imports nothing', () => {
    const record = {
      prs_FirstName: 'Ljubiška',
      prs_Birthdate: '23.8.1997',
      'hiv positive': true,
      prs_Citizenship: ['RS', 'Serbia'],
      prs_MobilePhone: '0664 1234567',
    }
    expect(importHtcds(record)).toStrictEqual({
      ok: false,
      failure: {
        kind: 'invalid',
        problems: [
          { field: 'member 3', reason: 'unknown-field' },
          { field: 'prs_Birthdate', reason: 'not-a-date' },
          { field: 'prs_MobilePhone', reason: 'not-e164' },
          { field: 'prs_Citizenship', reason: 'not-a-code' },
        ],
      },
    })
  })

  it('reports a field once, however much is wrong with it', () => {
    const record = { prs_FirstName: '\u0000'.repeat(101), prs_Citizenship: ['x', 'y', 'z'] }
    expect(problemsOf(record).map(({ field }) => field)).toStrictEqual([
      'prs_FirstName',
      'prs_Citizenship',
    ])
  })

  const refused: readonly [string, unknown, string, string][] = [
    ['nothing', undefined, 'record', 'wrong-type'],
    ['null', null, 'record', 'wrong-type'],
    ['a list', [{ prs_FirstName: 'x' }], 'record', 'wrong-type'],
    ['a text', '{"prs_FirstName":"x"}', 'record', 'wrong-type'],
    ['an empty record', {}, 'record', 'empty'],
    ['a record of undefined members', { prs_FirstName: undefined }, 'record', 'empty'],
    ['a field of another prefix', { prs_Birthday: '1997-08-23' }, 'member 1', 'unknown-field'],
    ['a field without prefix', { FirstName: 'x' }, 'member 1', 'unknown-field'],
    ['a field in other case', { prs_firstname: 'x' }, 'member 1', 'unknown-field'],
    ['an inherited name', { toString: 'x' }, 'member 1', 'unknown-field'],
    ['a prototype', JSON.parse('{"__proto__":{"prs_FirstName":"x"}}'), 'member 1', 'unknown-field'],
    ['a name of a section', { identity: { firstName: 'x' } }, 'member 1', 'unknown-field'],
    ['null for a field', { prs_FirstName: null }, 'prs_FirstName', 'wrong-type'],
    ['an empty text', { prs_FirstName: '' }, 'prs_FirstName', 'empty'],
    ['a long name', { prs_FirstName: 'x'.repeat(101) }, 'prs_FirstName', 'too-long'],
    ['a control character', { prs_FirstName: 'x\u0007' }, 'prs_FirstName', 'malformed'],
    ['codes in one text', { prs_Citizenship: 'RS;AT' }, 'prs_Citizenship', 'wrong-type'],
    ['a label for a code', { prs_Gender: 'Non-Conforming' }, 'prs_Gender', 'not-a-code'],
    ['a list for one code', { prs_Gender: ['Feminine'] }, 'prs_Gender', 'not-a-code'],
    ['a code twice', { prs_Citizenship: ['RS', 'RS'] }, 'prs_Citizenship', 'duplicate'],
    ['a number in a text', { prs_NumberOfChildren: '2' }, 'prs_NumberOfChildren', 'wrong-type'],
    ['a child too few', { prs_NumberOfChildren: -1 }, 'prs_NumberOfChildren', 'out-of-range'],
    ['consent in words', { con_Consent: 'yes' }, 'con_Consent', 'wrong-type'],
    ['consent as null', { con_Consent: null }, 'con_Consent', 'wrong-type'],
    [
      'a latitude beyond the pole',
      { prs_MailingLatitude: 91 },
      'prs_MailingLatitude',
      'out-of-range',
    ],
    ['an address without host', { prs_Email: 'x' }, 'prs_Email', 'not-an-email'],
    [
      'a group that is no list',
      { caseComments: { cco_CaseComment: 'x' } },
      'caseComments',
      'wrong-type',
    ],
    ['a group without items', { caseComments: [] }, 'caseComments', 'empty'],
    [
      'too large a group',
      { caseComments: Array(201).fill({ cco_CaseComment: 'x' }) },
      'caseComments',
      'too-many',
    ],
    ['an item that is no object', { caseComments: ['x'] }, 'caseComments[0]', 'wrong-type'],
    ['an item that is null', { caseComments: [null] }, 'caseComments[0]', 'wrong-type'],
    ['an empty item', { caseComments: [{ cco_CaseComment: 'x' }, {}] }, 'caseComments[1]', 'empty'],
    [
      'an unknown field of an item',
      { supportPlans: [{ spl_X: 'x' }] },
      'supportPlans[0].member 1',
      'unknown-field',
    ],
    ['a field of a group outside it', { spl_Type: 'Legal' }, 'spl_Type', 'misplaced'],
    [
      'a field of another group',
      { caseComments: [{ spl_Type: 'Legal' }] },
      'caseComments[0].spl_Type',
      'misplaced',
    ],
    [
      'a field of the record inside a group',
      { caseComments: [{ prs_FirstName: 'x' }] },
      'caseComments[0].prs_FirstName',
      'misplaced',
    ],
    [
      'consent inside a group',
      { caseComments: [{ con_Consent: true }] },
      'caseComments[0].con_Consent',
      'misplaced',
    ],
    [
      'a wrong value in the second item',
      { supportPlans: [{ spl_Type: 'Legal' }, { spl_Type: 'x' }] },
      'supportPlans[1].spl_Type',
      'not-a-code',
    ],
    [
      'a wrong value deep in an item',
      { historicTraffickingEvents: [{ hte_Latitude: -91 }] },
      'historicTraffickingEvents[0].hte_Latitude',
      'out-of-range',
    ],
  ]

  it.each(refused)('refuses %s', (_what, record, field, reason) => {
    expect(problemsOf(record)).toContainEqual({ field, reason })
  })

  it('never repeats a value or an unknown name', () => {
    const secret = 'Mirosavljević'
    const record = {
      [secret]: secret,
      prs_Birthdate: secret,
      prs_Gender: secret,
      prs_Citizenship: [secret],
      prs_HomePhone: secret,
      prs_Email: secret,
      prs_FirstName: { [secret]: secret },
      con_Consent: secret,
      per_RoleDetails: secret,
      caseComments: [{ [secret]: secret }, secret],
      supportPlans: secret,
    }
    const result = importHtcds(record)
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain(secret)
  })

  it('hands out nothing that the record could change later', () => {
    const record = { prs_Citizenship: ['RS'], caseComments: [{ cco_CaseComment: 'first' }] }
    const result = importHtcds(record)
    record.prs_Citizenship.push('AT')
    Object.assign(record.caseComments[0] ?? {}, { cco_CaseComment: 'second' })
    expect(result).toMatchObject({
      value: {
        sections: {
          demographics: { citizenships: ['RS'] },
          notes: { comments: [{ comment: 'first' }] },
        },
      },
    })
  })
})
