import type { SectionName } from '@trm/domain'
import { describe, expect, it } from 'vitest'
import { sectionSchemas } from './index.ts'

/** Problems of a value, one `path: problem` a line. */
function problemsOf(section: SectionName, value: unknown): readonly string[] {
  const parsed = sectionSchemas[section].safeParse(value)
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

describe('members of a section', () => {
  const refused: readonly [string, SectionName, unknown, string][] = [
    ['a control character', 'identity', { firstName: 'A\u0000' }, 'firstName: malformed'],
    ['a lone surrogate in a name', 'identity', { firstName: 'x\ud800' }, 'firstName: malformed'],
    ['a line end in a name', 'identity', { firstName: 'A\nB' }, 'firstName: malformed'],
    [
      'a control character in a long text',
      'notes',
      { reasonForCaseClosure: 'x\u0085' },
      'reasonForCaseClosure: malformed',
    ],
    [
      'a lone surrogate',
      'notes',
      { reasonForCaseClosure: 'x\udc00' },
      'reasonForCaseClosure: malformed',
    ],
    ['an empty text', 'identity', { firstName: '' }, 'firstName: empty'],
    ['a blank text', 'identity', { firstName: ' \u00a0' }, 'firstName: empty'],
    ['a long text', 'identity', { firstName: 'x'.repeat(101) }, 'firstName: too-long'],
    ['null', 'identity', { firstName: null }, 'firstName: wrong-type'],
    ['a day that does not exist', 'identity', { birthdate: '2001-02-29' }, 'birthdate: not-a-date'],
    [
      'a date with a time',
      'identity',
      { birthdate: '2001-02-28T00:00:00Z' },
      'birthdate: not-a-date',
    ],
    ['a tick in words', 'identity', { deceased: 'no' }, 'deceased: wrong-type'],
    ['a code in other case', 'identity', { gender: 'feminine' }, 'gender: not-a-code'],
    ['an inherited name as code', 'identity', { gender: 'constructor' }, 'gender: not-a-code'],
    [
      'a country that is none',
      'demographics',
      { citizenships: ['ZZ'] },
      'citizenships.0: not-a-code',
    ],
    [
      'a country in other case',
      'demographics',
      { citizenships: ['rs'] },
      'citizenships.0: not-a-code',
    ],
    ['a code twice', 'demographics', { citizenships: ['RS', 'RS'] }, 'citizenships: duplicate'],
    ['no code', 'demographics', { citizenships: [] }, 'citizenships: empty'],
    ['codes in a text', 'demographics', { citizenships: 'RS;AT' }, 'citizenships: wrong-type'],
    [
      'srb, which is no language',
      'demographics',
      { primaryLanguage: 'srb' },
      'primaryLanguage: not-a-code',
    ],
    [
      'a three-letter country on a letter',
      'contact',
      { mailing: { country: 'SRB' } },
      'mailing.country: not-a-code',
    ],
    ['an empty group', 'contact', { mailing: {} }, 'mailing: empty'],
    [
      'an unknown member of a group',
      'contact',
      { mailing: { planet: 'x' } },
      'mailing: unknown-field',
    ],
    ['a number with spaces', 'contact', { homePhone: '+381 21 555' }, 'homePhone: not-e164'],
    ['a number of 16 digits', 'contact', { homePhone: '+1234567890123456' }, 'homePhone: not-e164'],
    ['a number that begins with 0', 'contact', { homePhone: '0043123' }, 'homePhone: not-e164'],
    ['a number with a line end', 'contact', { homePhone: '+381215\n' }, 'homePhone: not-e164'],
    ['two addresses', 'contact', { email: 'a@example.org, b@example.org' }, 'email: not-an-email'],
    ['an address without a host', 'contact', { email: 'a@' }, 'email: not-an-email'],
    [
      'a latitude beyond the pole',
      'contact',
      { mailing: { latitude: 90.1 } },
      'mailing.latitude: out-of-range',
    ],
    ['infinity', 'contact', { mailing: { latitude: Infinity } }, 'mailing.latitude: wrong-type'],
    ['half a child', 'family', { numberOfChildren: 1.5 }, 'numberOfChildren: wrong-type'],
    ['a negative number', 'family', { numberOfChildren: -1 }, 'numberOfChildren: out-of-range'],
    [
      'too many items',
      'notes',
      { comments: Array(201).fill({ comment: 'x' }) },
      'comments: too-many',
    ],
    ['an empty item', 'notes', { comments: [{}] }, 'comments.0: empty'],
    [
      'a short digest',
      'documents',
      { documents: [{ digest: 'AAAA' }] },
      'documents.0.digest: malformed',
    ],
    [
      'a large attachment',
      'documents',
      { documents: [{ lengthBytes: 20_971_521 }] },
      'documents.0.lengthBytes: out-of-range',
    ],
  ]

  it.each(refused)('refuse %s', (_what, section, value, problem) => {
    expect(problemsOf(section, value)).toContain(problem)
  })

  it('refuse megabytes by their length, before anything else looks at them', () => {
    const value = 'x'.repeat(10_000_000)
    expect(problemsOf('identity', { firstName: value })).toStrictEqual(['firstName: too-long'])
    expect(problemsOf('notes', { caseOwner: value })).toStrictEqual(['caseOwner: too-long'])
    expect(problemsOf('contact', { email: value })).toStrictEqual(['email: too-long'])
    expect(problemsOf('contact', { homePhone: value })).toStrictEqual(['homePhone: not-e164'])
    expect(problemsOf('notes', { comments: [{ comment: value }] })).toStrictEqual([
      'comments.0.comment: too-long',
    ])
  })

  const accepted: readonly [string, SectionName, unknown][] = [
    [
      'letters of every script',
      'identity',
      { firstName: 'Љубишка', secondName: 'Mirosavljević-Kovač' },
    ],
    ['lines and tabs in a long text', 'notes', { comments: [{ comment: 'one\r\n\ttwo' }] }],
    ['a text of exactly its length', 'identity', { firstName: 'x'.repeat(100) }],
    ['a leap day', 'identity', { birthdate: '2004-02-29' }],
    [
      'both lengths of codes',
      'demographics',
      { citizenships: ['RS', 'AUT'], primaryLanguage: 'srp' },
    ],
    ['XK', 'contact', { mailing: { country: 'XK' } }],
    ['both names of a language', 'needs', { languages: ['sqi', 'alb', 'sq'] }],
    ['a number without plus', 'contact', { homePhone: '447700900142' }],
    ['an internationalised address', 'contact', { email: 'ljubiška@primer.срб' }],
    ['the poles', 'contact', { mailing: { latitude: -90, longitude: 180 } }],
    ['nothing but a false', 'identity', { deceased: false }],
  ]

  it.each(accepted)('accept %s and leave it as it is', (_what, section, value) => {
    expect(sectionSchemas[section].parse(value)).toStrictEqual(value)
  })
})
