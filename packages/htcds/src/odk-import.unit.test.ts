import { describe, expect, it } from 'vitest'
import { odkForm } from './odk-form.ts'
import { importHtcdsOdk } from './odk-import.ts'

const SECRET = 'Mirosavljević'
const START = `<data id="${odkForm.id}" version="${odkForm.version}">`

const bytesOf = (text: string) => new TextEncoder().encode(text)
const submission = (elements: string) => `${START}${elements}</data>`

function read(xml: string) {
  return importHtcdsOdk(bytesOf(xml))
}

function problemsOf(xml: string) {
  const result = read(xml)
  return result.ok ? [] : result.failure.problems
}

describe('importHtcdsOdk', () => {
  it('reads a submission', () => {
    const xml = `<?xml version='1.0' ?>
      <data xmlns:orx="http://openrosa.org/xforms" id="${odkForm.id}" version="${odkForm.version}">
        <start>2026-02-17T10:01:02.345+01:00</start><end/>
        <con_Consent>TRUE</con_Consent>
        <prs_First_Name>Ljubiška &amp; Co</prs_First_Name>
        <prs_Second_Name/>
        <prs_Birthdate>1997-08-23</prs_Birthdate>
        <prs_Citizenship>RS</prs_Citizenship>
        <vic_Methods_of_Control>DebtBondage Other</vic_Methods_of_Control>
        <vic_ForcedLabourIndustry>F_Construction</vic_ForcedLabourIndustry>
        <cas_IncomingReferralDetails> a
b </cas_IncomingReferralDetails>
        <__version__>${odkForm.version}</__version__>
        <orx:meta><orx:instanceID>uuid:3f0c9a52-6c1d-4f0e-9a5e-7d2b8c1e4a60</orx:instanceID></orx:meta>
      </data>`
    expect(read(xml)).toStrictEqual({
      ok: true,
      value: [
        {
          sections: {
            identity: { firstName: 'Ljubiška & Co', birthdate: '1997-08-23' },
            demographics: { citizenships: ['RS'] },
            exploitation: {
              methodsOfControl: ['DebtBondage', 'Other'],
              forcedLabourIndustry: 'F_Construction',
            },
            needs: { incomingReferral: { details: ' a\nb ' } },
          },
          consentTicked: true,
          notImported: [
            { field: 'con_Consent', reason: 'consent-is-an-event' },
            { field: 'start', reason: 'form-metadata' },
            { field: 'meta/instanceID', reason: 'form-metadata' },
          ],
        },
      ],
    })
  })

  it.each([
    [
      'in the namespace of XForms',
      submission('<prs_First_Name>Ana</prs_First_Name>').replace(
        '<data',
        '<data xmlns="http://www.w3.org/2002/xforms"',
      ),
    ],
    ['with a comment', submission('<!-- x --><prs_First_Name>An<!-- x -->a</prs_First_Name>')],
    ['with a CDATA section', submission('<prs_First_Name><![CDATA[Ana]]></prs_First_Name>')],
    ['with a byte order mark', `\uFEFF${submission('<prs_First_Name>Ana</prs_First_Name>')}`],
    ['with an empty meta', submission('<prs_First_Name>Ana</prs_First_Name><meta/>')],
  ])('reads a submission %s', (_what, xml) => {
    expect(read(xml)).toMatchObject({ value: [{ sections: { identity: { firstName: 'Ana' } } }] })
  })

  it('takes a consent that is refused for one that is not ticked', () => {
    const xml = submission('<con_Consent>FALSE</con_Consent>')
    expect(read(xml)).toMatchObject({ value: [{ sections: {}, consentTicked: false }] })
  })

  it('imports nothing when one value is wrong, and lists all that is', () => {
    const elements = `
      <prs_First_Name>Ana</prs_First_Name><prs_Birthdate>23.8.1997</prs_Birthdate>
      <shoe_size>38</shoe_size><prs_Gender>Unknown</prs_Gender><prs_First_Name>Eva</prs_First_Name>`
    expect(read(submission(elements))).toStrictEqual({
      ok: false,
      failure: {
        kind: 'invalid',
        problems: [
          { field: 'element 3', reason: 'unknown-field' },
          { field: 'prs_Gender', reason: 'not-a-code' },
          { field: 'prs_FirstName', reason: 'duplicate' },
          { field: 'prs_Birthdate', reason: 'not-a-date' },
        ],
        problemsBeyond: 0,
      },
    })
  })

  const inData = (attributes: string) => `<data ${attributes}><prs_Title>x</prs_Title></data>`
  it.each([
    ['another form', inData(`id="another" version="${odkForm.version}"`), 'wrong-form'],
    ['no form', inData(`version="${odkForm.version}"`), 'wrong-form'],
    [
      'an id in a namespace',
      inData(`xmlns:n="u" n:id="${odkForm.id}" version="${odkForm.version}"`),
      'wrong-form',
    ],
    [
      'another root',
      submission('<prs_Title>x</prs_Title>').replaceAll('data', 'form'),
      'wrong-form',
    ],
    ['another namespace', submission('').replace('<data', '<data xmlns="urn:x"'), 'wrong-form'],
    ['a record', '<prs_FirstName>Ana</prs_FirstName>', 'wrong-form'],
    ['another version', inData(`id="${odkForm.id}" version="2"`), 'wrong-version'],
    ['no version', inData(`id="${odkForm.id}"`), 'wrong-version'],
    ['a document type', `<!DOCTYPE data>${submission('')}`, 'doctype'],
    ['broken XML', `${START}<prs_Title>x</data>`, 'not-xml'],
    ['no byte', '', 'not-xml'],
  ])('refuses the file of %s', (_what, xml, reason) => {
    expect(problemsOf(xml)).toStrictEqual([{ field: 'file', reason }])
  })

  it('refuses a file that is too large, or not UTF-8', () => {
    expect(importHtcdsOdk(new Uint8Array(1024 * 1024 + 1))).toMatchObject({
      failure: { problems: [{ field: 'file', reason: 'too-large' }] },
    })
    expect(importHtcdsOdk(Uint8Array.of(0x3c, 0xff))).toMatchObject({
      failure: { problems: [{ field: 'file', reason: 'not-utf8' }] },
    })
  })

  it.each([
    ['no element', '', 'record', 'empty'],
    ['no answer', '<prs_First_Name/><start>2026-02-17</start>', 'record', 'empty'],
    ['text alone', SECRET, 'record', 'empty'],
    ['text between elements', `${SECRET}<prs_Title>x</prs_Title>`, 'data', 'malformed'],
    [
      'an unknown element',
      '<prs_Title>x</prs_Title><prs_Name>x</prs_Name>',
      'element 2',
      'unknown-field',
    ],
    ['a field of the standard', '<prs_FirstName>x</prs_FirstName>', 'element 1', 'unknown-field'],
    [
      'a field without a question',
      '<prs_MiddleName>x</prs_MiddleName>',
      'element 1',
      'unknown-field',
    ],
    [
      'an element in another namespace',
      '<prs_Title xmlns="urn:x">x</prs_Title>',
      'element 1',
      'unknown-field',
    ],
    ['an inherited name', '<toString>x</toString>', 'element 1', 'unknown-field'],
    [
      'a question twice',
      '<prs_Title>x</prs_Title><prs_Title>x</prs_Title>',
      'prs_Title',
      'duplicate',
    ],
    [
      'a question twice, once silent',
      '<prs_Title/><prs_Title>x</prs_Title>',
      'prs_Title',
      'duplicate',
    ],
    ['elements in an answer', '<prs_Title>x<b>y</b></prs_Title>', 'prs_Title', 'wrong-type'],
    [
      'an attribute of an answer',
      '<prs_Title a="x">x</prs_Title>',
      'prs_Title',
      'unknown-attribute',
    ],
    [
      'a language of an answer',
      '<prs_Title xml:lang="sr">x</prs_Title>',
      'prs_Title',
      'unknown-attribute',
    ],
    [
      'another version inside',
      '<prs_Title>x</prs_Title><__version__>2</__version__>',
      '__version__',
      'wrong-version',
    ],
    ['an attribute of meta', '<prs_Title>x</prs_Title><meta a="x"/>', 'meta', 'unknown-attribute'],
    ['text in meta', '<prs_Title>x</prs_Title><meta>x</meta>', 'meta', 'malformed'],
    [
      'text between elements of meta',
      '<prs_Title>x</prs_Title><meta>x<instanceID/></meta>',
      'meta',
      'malformed',
    ],
    ['meta twice', '<prs_Title>x</prs_Title><meta/><meta/>', 'meta', 'duplicate'],
    [
      'an unknown element of meta',
      '<prs_Title>x</prs_Title><meta><deviceID>x</deviceID></meta>',
      'element 2.1',
      'unknown-field',
    ],
    [
      'a question in meta',
      '<prs_Title>x</prs_Title><meta><prs_Email>x</prs_Email></meta>',
      'element 2.1',
      'unknown-field',
    ],
    [
      'an identifier outside of meta',
      '<prs_Title>x</prs_Title><instanceID>x</instanceID>',
      'element 2',
      'unknown-field',
    ],
    ['a blank answer', '<prs_Title> </prs_Title>', 'prs_Title', 'empty'],
    ['a line end on one line', '<prs_Title>x\ny</prs_Title>', 'prs_Title', 'malformed'],
    ['a label', '<prs_Gender>Non-Conforming</prs_Gender>', 'prs_Gender', 'not-a-code'],
    ['a choice with a space', '<prs_Gender>Feminine </prs_Gender>', 'prs_Gender', 'not-a-code'],
    [
      'two choices of one',
      '<prs_Citizenship>RS AT</prs_Citizenship>',
      'prs_Citizenship',
      'not-a-code',
    ],
    [
      'a code that is no choice',
      '<prs_Citizenship>XK</prs_Citizenship>',
      'prs_Citizenship',
      'not-a-code',
    ],
    ['consent in words', '<con_Consent>yes</con_Consent>', 'con_Consent', 'not-a-code'],
    ['consent in JSON', '<con_Consent>true</con_Consent>', 'con_Consent', 'not-a-code'],
    [
      'one wrong choice of many',
      '<vic_TypeOfExploitation>Other x</vic_TypeOfExploitation>',
      'vic_TypeOfExploitation',
      'not-a-code',
    ],
    [
      'choices between semicolons',
      '<vic_TypeOfExploitation>Other;Surrogacy</vic_TypeOfExploitation>',
      'vic_TypeOfExploitation',
      'not-a-code',
    ],
    [
      'a blank choice',
      '<vic_TypeOfExploitation> </vic_TypeOfExploitation>',
      'vic_TypeOfExploitation',
      'not-a-code',
    ],
    [
      'a choice twice',
      '<vic_TypeOfExploitation>Other Other</vic_TypeOfExploitation>',
      'vic_TypeOfExploitation',
      'duplicate',
    ],
    [
      'several where the standard has one',
      '<vic_ForcedLabourIndustry>F_Construction P_Education</vic_ForcedLabourIndustry>',
      'vic_ForcedLabourIndustry',
      'too-many',
    ],
    [
      'a reason in words',
      '<cas_ReasonForIncomingReferral>moved</cas_ReasonForIncomingReferral>',
      'cas_ReasonForIncomingReferral',
      'not-a-code',
    ],
    [
      'a country in words',
      '<prs_MailingCountry>Serbia</prs_MailingCountry>',
      'prs_MailingCountry',
      'not-a-code',
    ],
    [
      'a telephone number in national form',
      '<prs_HomePhone>01 234567</prs_HomePhone>',
      'prs_HomePhone',
      'not-e164',
    ],
    [
      'a time for a date',
      '<cas_IncomingReferralDate>2026-02-17T10:00</cas_IncomingReferralDate>',
      'cas_IncomingReferralDate',
      'not-a-date',
    ],
  ])('refuses a submission with %s', (_what, elements, field, reason) => {
    expect(problemsOf(submission(elements))).toStrictEqual([{ field, reason }])
  })

  it('refuses an attribute of the submission that it does not know', () => {
    const xml = submission('<prs_Title>x</prs_Title>').replace('<data', '<data encrypted="yes"')
    expect(problemsOf(xml)).toStrictEqual([{ field: 'data', reason: 'unknown-attribute' }])
  })

  it('never repeats a value or an unknown name', () => {
    const elements = [
      `<${SECRET}>${SECRET}</${SECRET}>`,
      `<prs_Gender>${SECRET}</prs_Gender>`,
      `<prs_Birthdate>${SECRET}</prs_Birthdate>`,
      `<prs_Title ${SECRET}="${SECRET}"/>`,
      `<vic_TypeOfExploitation>${SECRET}</vic_TypeOfExploitation>`,
      `<prs_Email><${SECRET}/></prs_Email>`,
      `<meta><${SECRET}/></meta>`,
    ]
    for (const xml of [...elements, elements.join('')].map(submission)) {
      const result = read(xml)
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result)).not.toContain(SECRET)
    }
  })
})
