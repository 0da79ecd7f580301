import { describe, expect, it } from 'vitest'
import { importHtcdsCsv } from './csv-import.ts'
import { HTCDS_FILE_BYTES_MAX } from './files.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const SECRET = 'Mirosavljević'

function sectionsIn(text: string) {
  const result = importHtcdsCsv(bytesOf(text))
  return result.ok ? result.value.map(({ sections }) => sections) : result.failure
}

function problemsOf(file: string | Uint8Array) {
  const result = importHtcdsCsv(typeof file === 'string' ? bytesOf(file) : file)
  return result.ok ? [] : result.failure.problems
}

const twoCases = [{ identity: { firstName: 'Ana' } }, { identity: { firstName: 'Eva' } }]

describe('importHtcdsCsv', () => {
  it('reads a case from each row', () => {
    const file = [
      'prs_FirstName,prs_Deceased,prs_NumberOfChildren,vic_MethodsOfControl,cas_IncomingReferralDate',
      'Ana,false,2,DebtBondage;Other,2026-02-17',
      'Eva,,,,',
      '',
    ].join('\r\n')
    expect(sectionsIn(file)).toStrictEqual([
      {
        identity: { firstName: 'Ana', deceased: false },
        family: { numberOfChildren: 2 },
        exploitation: { methodsOfControl: ['DebtBondage', 'Other'] },
        needs: { incomingReferral: { date: '2026-02-17' } },
      },
      { identity: { firstName: 'Eva' } },
    ])
  })

  it.each([
    ['line feeds', 'prs_FirstName\nAna\nEva\n'],
    ['carriage returns and line feeds', 'prs_FirstName\r\nAna\r\nEva\r\n'],
    ['line ends of both kinds', 'prs_FirstName\r\nAna\nEva\r\n'],
    ['no line end after the last row', 'prs_FirstName\nAna\nEva'],
    ['a byte order mark', '\uFEFFprs_FirstName\nAna\nEva'],
    ['a byte order mark and quotes', '\uFEFF"prs_FirstName"\n"Ana"\n"Eva"'],
  ])('reads a file with %s', (_what, file) => {
    expect(sectionsIn(file)).toStrictEqual(twoCases)
  })

  it('takes what is in quotes as it is: separators, quotes, line ends, spaces', () => {
    const details = ' a, "b"\r\nc\n'
    const file = `cas_IncomingReferralDetails\n"${details.replaceAll('"', '""')}"\n`
    expect(sectionsIn(file)).toStrictEqual([{ needs: { incomingReferral: { details } } }])
  })

  it('reads the items of a group from columns of their own', () => {
    const file = [
      'spl_Type,supportPlans[1].spl_Type,supportPlans[1].spl_Objectives,caseComments[0].cco_CaseComment',
      'Health,Legal,x,first',
      'Health,,,',
    ].join('\n')
    expect(sectionsIn(file)).toStrictEqual([
      {
        needs: { supportPlans: [{ type: 'Health' }, { type: 'Legal', objectives: 'x' }] },
        notes: { comments: [{ comment: 'first' }] },
      },
      { needs: { supportPlans: [{ type: 'Health' }] } },
    ])
  })

  it('tells of each row what was ticked and what stays behind', () => {
    const file = 'prs_FirstName,con_Consent,per_RoleDetails\nAna,1,x\nEva,,\n'
    const result = importHtcdsCsv(bytesOf(file))
    expect(result).toMatchObject({
      ok: true,
      value: [
        {
          consentTicked: true,
          notImported: [
            { field: 'con_Consent', reason: 'consent-is-an-event' },
            { field: 'per_RoleDetails', reason: 'perpetrator' },
          ],
        },
        { consentTicked: undefined, notImported: [] },
      ],
    })
  })

  it('imports nothing when one value of one row is wrong, and lists all that is', () => {
    const file = [
      'prs_FirstName,shoe size,prs_Birthdate,prs_FirstName,prs_Citizenship',
      'Ana,38,1997-08-23,Ana,RS;AT',
      'Eva,38,23.8.1997,Eva,RS;Serbia',
      'Eva,38',
      ',,,,',
      '',
    ].join('\n')
    expect(importHtcdsCsv(bytesOf(file))).toStrictEqual({
      ok: false,
      failure: {
        kind: 'invalid',
        problems: [
          { row: 1, field: 'column 2', reason: 'unknown-field' },
          { row: 1, field: 'prs_FirstName', reason: 'duplicate' },
          { row: 3, field: 'prs_Birthdate', reason: 'not-a-date' },
          { row: 3, field: 'prs_Citizenship', reason: 'not-a-code' },
          { row: 4, field: 'record', reason: 'ragged' },
          { row: 5, field: 'record', reason: 'empty' },
        ],
        problemsBeyond: 0,
      },
    })
  })

  it('counts the problems that it does not list', () => {
    const rows = Array.from({ length: 60 }, () => 'yesterday,x')
    const file = ['prs_Birthdate,prs_Gender', ...rows].join('\n')
    const result = importHtcdsCsv(bytesOf(file))
    expect(result).toMatchObject({ ok: false, failure: { problemsBeyond: 20 } })
    expect(problemsOf(file)).toHaveLength(100)
    expect(problemsOf(file).at(-1)).toStrictEqual({
      row: 51,
      field: 'prs_Gender',
      reason: 'not-a-code',
    })
  })

  const files: readonly [string, string | Uint8Array, readonly object[]][] = [
    ['no byte', '', [{ field: 'file', reason: 'empty' }]],
    ['a byte order mark alone', '\uFEFF', [{ field: 'file', reason: 'empty' }]],
    ['a header alone', 'prs_FirstName\r\n', [{ field: 'file', reason: 'empty' }]],
    [
      'too many bytes',
      new Uint8Array(HTCDS_FILE_BYTES_MAX + 1),
      [{ field: 'file', reason: 'too-large' }],
    ],
    [
      'Latin-1',
      Uint8Array.of(...bytesOf('prs_City\n'), 0xe9),
      [{ field: 'file', reason: 'not-utf8' }],
    ],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x70, 0), [{ field: 'file', reason: 'not-utf8' }]],
    ['half a surrogate', Uint8Array.of(0xed, 0xa0, 0x80), [{ field: 'file', reason: 'not-utf8' }]],
    [
      'a quote that is not closed',
      'prs_FirstName\nAna\n"Eva\n',
      [{ row: 3, field: 'file', reason: 'not-csv' }],
    ],
    [
      'a quote inside of a cell',
      'prs_FirstName\nA"na\n',
      [{ row: 2, field: 'file', reason: 'not-csv' }],
    ],
    [
      'text behind a quote',
      'prs_FirstName\n"A"na\n',
      [{ row: 2, field: 'file', reason: 'not-csv' }],
    ],
    [
      'a quote in the header',
      'prs_"FirstName\nAna',
      [{ row: 1, field: 'file', reason: 'not-csv' }],
    ],
  ]
  it.each(files)('refuses a file of %s', (_what, file, problems) => {
    expect(problemsOf(file)).toStrictEqual(problems)
  })

  it.each([
    ['an unknown field', 'prs_Birthday', 'unknown-field'],
    ['a field without prefix', 'FirstName', 'unknown-field'],
    ['a field in other case', 'prs_firstname', 'unknown-field'],
    ['a label', 'First Name', 'unknown-field'],
    ['a space in front', ' prs_FirstName', 'unknown-field'],
    ['an inherited name', 'toString', 'unknown-field'],
    ['a prototype', '__proto__', 'unknown-field'],
    ['a place of a section', 'identity.firstName', 'unknown-field'],
    ['a group', 'caseComments', 'unknown-field'],
    ['an item of a group', 'caseComments[0]', 'unknown-field'],
    ['an unknown field of an item', 'caseComments[0].x', 'unknown-field'],
    ['a field of another group', 'caseComments[0].spl_Type', 'unknown-field'],
    ['a field of the record in an item', 'caseComments[0].prs_FirstName', 'unknown-field'],
    ['an unknown group', 'comments[0].cco_CaseComment', 'unknown-field'],
    ['an item before the first', 'caseComments[-1].cco_CaseComment', 'unknown-field'],
    ['an item number in another spelling', 'caseComments[01].cco_CaseComment', 'unknown-field'],
    ['an item beyond the most', 'caseComments[200].cco_CaseComment', 'unknown-field'],
    ['an item far beyond the most', 'caseComments[99999999].cco_CaseComment', 'unknown-field'],
    ['an element of the ODK form', 'prs_First_Name', 'unknown-field'],
    ['no name', '', 'empty'],
    ['another separator', 'prs_FirstName;prs_SecondName', 'unknown-field'],
  ])('refuses a column of %s, by its place', (_what, name, reason) => {
    expect(problemsOf(`prs_Gender,${name}\nFeminine,Ana\n`)).toStrictEqual([
      { row: 1, field: 'column 2', reason },
    ])
    expect(problemsOf(`${name}\nAna\n`)).toStrictEqual([{ row: 1, field: 'column 1', reason }])
  })

  it.each([
    ['prs_FirstName,prs_FirstName', 'prs_FirstName'],
    ['cco_CaseComment,caseComments[0].cco_CaseComment', 'caseComments[0].cco_CaseComment'],
    ['org_Name,org_Name', 'org_Name'],
  ])('refuses two columns of one field: %s', (header, field) => {
    expect(problemsOf(`${header}\nx,x\n`)).toStrictEqual([{ row: 1, field, reason: 'duplicate' }])
  })

  it.each([
    ['one cell too few', 'Ana'],
    ['one cell too many', 'Ana,Feminine,x'],
    ['an empty cell too many', 'Ana,Feminine,'],
  ])('refuses a row with %s, and names it', (_what, row) => {
    const file = `prs_FirstName,prs_Gender\nAna,Feminine\n${row}\nAna,Feminine\n`
    expect(problemsOf(file)).toStrictEqual([{ row: 3, field: 'record', reason: 'ragged' }])
  })

  it.each([
    ['a line without a cell', ''],
    ['a row of empty cells', ','],
    ['a row of quoted empty cells', '"",""'],
  ])('refuses %s: a case without a value', (_what, row) => {
    const file = `prs_FirstName,prs_Gender\n${row}\nAna,Feminine\n`
    expect(problemsOf(file)).toStrictEqual([{ row: 2, field: 'record', reason: 'empty' }])
  })

  it.each([
    ['prs_Birthdate', '23.8.1997', 'not-a-date'],
    ['prs_Birthdate', '1997-02-29', 'not-a-date'],
    ['prs_Birthdate', '1997-08-23T00:00:00.000Z', 'not-a-date'],
    ['prs_Deceased', 'no', 'wrong-type'],
    ['con_Consent', 'yes', 'wrong-type'],
    ['prs_NumberOfChildren', 'two', 'wrong-type'],
    ['prs_NumberOfChildren', '1.5', 'wrong-type'],
    ['prs_NumberOfChildren', '-1', 'out-of-range'],
    ['prs_MailingLatitude', '90.1', 'out-of-range'],
    ['prs_MailingLatitude', '1e999', 'wrong-type'],
    ['prs_Gender', 'Non-Conforming', 'not-a-code'],
    ['prs_Gender', ' Feminine', 'not-a-code'],
    ['prs_Citizenship', 'RS;', 'not-a-code'],
    ['prs_Citizenship', 'RS AT', 'not-a-code'],
    ['prs_Citizenship', 'RS;RS', 'duplicate'],
    ['prs_FirstName', '   ', 'empty'],
    ['prs_FirstName', 'A\u0000', 'malformed'],
    ['prs_FirstName', `"A\nB"`, 'malformed'],
    ['prs_FirstName', 'x'.repeat(101), 'too-long'],
    ['prs_MobilePhone', '0664 1234567', 'not-e164'],
    ['prs_Email', 'x', 'not-an-email'],
  ])('refuses %s: %j', (field, cell, reason) => {
    expect(problemsOf(`prs_SecondName,${field}\nx,${cell}\n`)).toStrictEqual([
      { row: 2, field, reason },
    ])
  })

  it.each([
    [
      'a wrong value',
      'supportPlans[1].spl_Type',
      'spl_Type,supportPlans[1].spl_Type\nLegal,x',
      'not-a-code',
    ],
    ['a gap', 'supportPlans[0]', 'supportPlans[1].spl_Type\nLegal', 'empty'],
    ['one too many', 'supportPlans', 'supportPlans[50].spl_Type\nLegal', 'too-many'],
  ])('refuses items with %s', (_what, field, file, reason) => {
    expect(problemsOf(file)).toContainEqual({ row: 2, field, reason })
  })

  it('never repeats a value or an unknown name', () => {
    const files = [
      `${SECRET},prs_Birthdate,prs_Gender,prs_Citizenship,con_Consent\n${`${SECRET},`.repeat(4)}${SECRET}\n`,
      `prs_FirstName\n"${SECRET}\n`,
      `prs_FirstName\n${SECRET},${SECRET}\n`,
      `prs_FirstName\n"${SECRET}"${SECRET}\n`,
    ]
    for (const file of files) {
      const result = importHtcdsCsv(bytesOf(file))
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result)).not.toContain(SECRET)
    }
  })
})
