import { languages } from '@trm/domain'
import type { OrganisationList } from '@trm/contracts'
import { labelOf } from '@trm/labels'
import { describe, expect, it } from 'vitest'
import { ledgerPage } from './ledger-page.ts'
import {
  answered,
  day,
  holding,
  ledgerWith,
  passedOn,
  standings,
} from './test-support/sample-ledger.ts'

const listed = (id: string, names: object) => ({
  id,
  kind: 'cso',
  participant: id.slice(0, 2),
  names,
})
const organisations = [
  listed('at.vienna-cso', { en: 'Vienna CSO', de: 'Wiener Beratungsstelle' }),
  listed('rs.belgrade-cso', { en: 'Belgrade CSO', sr: 'Београдска организација' }),
  listed('xk.pristina-cso', { en: 'Pristina CSO' }),
  listed('al.tirana-cso', { en: 'Tirana\u001b[2J CSO' }),
] as unknown as OrganisationList['organisations']

const pageOf = (
  holdings: readonly object[],
  parts: Parameters<typeof ledgerWith>[1] = {},
  language: Parameters<typeof ledgerPage>[2] = 'en',
) => ledgerPage(ledgerWith(holdings, parts), organisations, language)
const fateOf = (name: keyof typeof standings) =>
  pageOf([holding(standings[name])])
    .split('\n')
    .find((line) => line.startsWith('    What has become'))
    ?.slice('    What has become of it: '.length)

describe('the page for the person', () => {
  it('says who holds what, from whom, what for, until when, and who has not answered', () => {
    expect(pageOf([holding(), holding({ ...standings.withdrawn, section: 'identity' })])).toBe(
      `Who holds what about you
As of: March 20, 2026
According to the records of: Vienna CSO (Austria)

Belgrade CSO (Serbia)

  Contact
    Received from: Vienna CSO (Austria), March 2, 2026
    What for: Handover to another organisation
    On what basis: Your consent
    Until: March 31, 2026
    May not be passed on
    What has become of it: Held, as allowed

  Identity
    Received from: Vienna CSO (Austria), March 2, 2026
    What for: Handover to another organisation
    On what basis: Your consent
    Until: March 31, 2026
    May not be passed on
    What has become of it: You took it back, March 5, 2026; The answer is overdue

Who has not answered yet
  Belgrade CSO (Serbia): The answer is overdue

The wording of this page has not been reviewed yet
`,
    )
  })

  it('says who was passed on what she told, by whom, and that it has not answered', () => {
    const page = pageOf([], { passedOn: [passedOn(standings.withdrawn)] })
    expect(page).toContain(`
Organisation that is not listed: mk.skopje-cso (North Macedonia)

  Contact
    Received from: Belgrade CSO (Serbia), March 3, 2026
    What for: Handover to another organisation
    Until: March 31, 2026
    May not be passed on
    What has become of it: You took it back, March 5, 2026; The answer is overdue

Who has not answered yet
  Organisation that is not listed: mk.skopje-cso (North Macedonia): The answer is overdue
`)
  })

  it.each<[keyof typeof standings, string]>([
    ['covered', 'Held, as allowed'],
    ['narrowed', 'You took it back, March 5, 2026; The answer is awaited'],
    ['ended', 'The permission has run out, March 31, 2026; No answer was asked for'],
    ['suspended', 'Your consent is suspended, March 5, 2026; No answer was asked for'],
    ['neverCovered', 'Held without a permission that covers it; No answer was asked for'],
    ['erased', 'Erased, as the organisation signed, March 9, 2026'],
    ['restricted', 'Not used any more, as the organisation signed, March 9, 2026'],
    [
      'retained',
      'Kept, as the organisation signed, March 9, 2026; Where that is written: code-7; Until: March 30, 2026',
    ],
    ['retainedSilently', 'Kept, as the organisation signed, March 9, 2026; Why is not known'],
    ['unknown', 'What has become of it is not known'],
    ['answerSilent', 'What has become of it is not known'],
    ['notReceived', 'It never arrived there'],
    ['erasedHere', 'Erased, March 9, 2026: Court order'],
    ['underWay', 'It is not known whether it arrived'],
    ['refused', 'It never arrived there'],
  ])('says of what is %s: %s', (name, said) => {
    expect(fateOf(name)).toBe(said)
  })

  it('says that nobody owes an answer where nobody does', () => {
    const nobody = '\n\nWho has not answered yet\n  Nobody\n'
    expect(pageOf([holding()])).toContain(nobody)
    expect(pageOf([holding(standings.suspended)])).toContain(nobody)
  })

  it('shows once what reads the same, and twice what was given on two days', () => {
    const twice = (...parts: readonly object[]) =>
      pageOf(parts.map((each) => holding(each))).split('  Contact\n').length - 1
    expect(twice({}, { event: answered.under })).toBe(1)
    expect(twice({}, { recordedAt: day(3) })).toBe(2)
  })

  it('does not know to whom a thing went that may be passed on', () => {
    expect(pageOf([holding({ onward: true })])).toContain(
      '\n    May be passed on; to whom is not known here\n',
    )
  })

  it('has what the organisation wrote itself, who knows of the case, and what went without consent', () => {
    const own = { section: 'health', event: answered.under, type: 'CaseOpened', recordedAt: day(1) }
    const erased = { kind: 'erasedHere', ...answered, authority: 'personAsked' }
    const page = pageOf([], {
      own: [own, own, { ...own, section: 'risk', erased }],
      toldOnly: ['rs.belgrade-cso'],
      withoutConsent: [
        {
          event: answered.under,
          recordedAt: day(3),
          to: 'police',
          basis: 'vitalInterests',
          citation: 'law-1',
          sections: ['health', 'risk'],
          until: day(30),
        },
      ],
    })
    expect(page).toContain(`
Written by this organisation itself
  Health: Held
  Risk: Erased, March 9, 2026: At the person's request

Know of your case, and were given no details
  Belgrade CSO (Serbia)

Passed on without your consent, March 3, 2026
  Health, Risk
  Police
  On what basis: Vital interests
  Where that is written: law-1
  Until: March 30, 2026
`)
  })
})

describe('the names on the page', () => {
  it('are in her language where there are any, and in English where there are none', () => {
    expect(pageOf([], {}, 'de')).toContain('Wiener Beratungsstelle (Österreich)')
    expect(pageOf([holding()], {}, 'sr-Cyrl')).toContain('\nБеоградска организација (Србија)\n')
    expect(pageOf([holding()], {}, 'sr-Latn')).toContain('\nBeogradska organizacija (Srbija)\n')
    expect(pageOf([holding()], {}, 'sq')).toContain('\nBelgrade CSO (Serbia)\n')
  })

  it('show an organisation that nobody lists as such', () => {
    expect(pageOf([holding({ holder: 'mk.skopje-cso' })])).toContain(
      '\nOrganisation that is not listed: mk.skopje-cso (North Macedonia)\n',
    )
  })

  it('have Kosovo* with its footnote, once, in her language', () => {
    const page = pageOf([holding({ holder: 'xk.pristina-cso' })], {}, 'hr')
    expect(page).toContain('\nPristina CSO (Kosovo*)\n')
    expect(page.split('\n* Ovim se nazivom').length).toBe(2)
    expect(pageOf([holding()], {}, 'hr')).not.toContain('\n* ')
  })

  it('steer no terminal', () => {
    expect(pageOf([holding({ holder: 'al.tirana-cso' })])).not.toContain('\u001b')
  })
})

describe.each(languages.codes)('the page in %s', (language) => {
  const everything = Object.values(standings).map((each) => holding(each))
  const page = pageOf(everything, { toldOnly: ['xk.pristina-cso'] }, language)

  it('has no code, and no id', () => {
    for (const raw of [/[a-z][A-Z]/, /answer_|narrowed_|contact_/, /\b[a-z]{2}\.[a-z]+-cso/])
      expect(page).not.toMatch(raw)
  })

  it('is in that language: nothing falls back to English', () => {
    const english = pageOf(everything, { toldOnly: ['xk.pristina-cso'] })
    const shared = page
      .split('\n')
      .filter((line) => line !== '' && english.split('\n').includes(line))
    if (language !== 'en')
      expect(shared.filter((line) => !line.includes('CSO ('))).toStrictEqual([])
  })

  it('says that its wording has not been reviewed', () => {
    const { label } = labelOf('ledgerTexts', 'notReviewed', language)
    expect(page).toContain(`\n\n${label}\n`)
  })
})
