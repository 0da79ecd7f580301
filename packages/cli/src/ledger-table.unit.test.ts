import { describe, expect, it } from 'vitest'
import { ledgerTable } from './ledger-table.ts'
import {
  answered,
  day,
  holding,
  ledgerWith,
  passedOn,
  standings,
} from './test-support/sample-ledger.ts'

const linesOf = (...asked: Parameters<typeof ledgerWith>) =>
  ledgerTable(ledgerWith(...asked)).split('\n')

describe('the ledger as a table', () => {
  it('names the case, whose log it is and when', () => {
    expect(linesOf([])[0]).toBe(
      'Ledger of case AAAAAAAAAAAAAAAAAAAAAA as held by at.vienna-cso at 2026-03-20 10:30',
    )
  })

  it('has a row for each holding, with its columns under their headings', () => {
    const [header = '', row = ''] = linesOf([holding()]).slice(2)
    const under = (title: string, length: number) =>
      row.slice(header.indexOf(title)).slice(0, length)
    expect(under('holder', 15)).toBe('rs.belgrade-cso')
    expect(under('section', 7)).toBe('contact')
    expect(under('from', 13)).toBe('at.vienna-cso')
    expect(under('given', 16)).toBe('2026-03-02 10:30')
    expect(under('for ', 8)).toBe('handover')
    expect(under('basis', 20)).toBe('consent consent_, c1')
    expect(under('until', 16)).toBe('2026-03-31 10:30')
    expect(under('onward', 2)).toBe('no')
    expect(under('standing', 99)).toBe('held, covered')
  })

  it.each<[keyof typeof standings, string]>([
    ['narrowed', 'held, narrowed since 2026-03-05 10:30; answer awaited'],
    ['withdrawn', 'held, withdrawn since 2026-03-05 10:30; answer overdue'],
    ['ended', 'held, ended; nobody is asked'],
    ['suspended', 'held, suspended since 2026-03-05 10:30; nobody is asked'],
    ['neverCovered', 'held, never covered; nobody is asked'],
    ['erased', 'erased under answer__ at 2026-03-09 10:30'],
    ['restricted', 'restricted under answer__ at 2026-03-09 10:30'],
    ['retained', 'retained under answer__: code-7, until 2026-03-30 10:30'],
    ['retainedSilently', 'retained under answer__: why is unknown, end unknown'],
    ['unknown', 'unknown: its basis is not held here'],
    ['answerSilent', 'unknown: the answer does not name it'],
    ['notReceived', 'granted, and did not come with the copy'],
    ['erasedHere', 'erased here under answer__ at 2026-03-09 10:30: courtOrder'],
    ['underWay', 'held, covered (copy relayed, arrival unknown)'],
    ['refused', 'held, covered (copy refused)'],
  ])('says of what is %s: %s', (name, said) => {
    const [, row = ''] = linesOf([holding(standings[name])]).slice(2)
    expect(row.endsWith(`  no      ${said}`)).toBe(true)
  })

  it.each<[object, string]>([
    [{ kind: 'notice', about: answered.under }, 'notice of answer__'],
    [{ kind: 'vitalInterests' }, 'vital interests'],
  ])('says on which basis without consent: %j', (basis, said) => {
    expect(linesOf([holding({ basis })])[3]).toContain(`  ${said}  `)
  })

  it('does not know whether what may be passed on was', () => {
    expect(linesOf([holding({ onward: true })])[3]).toContain('  may, unknown whether  ')
  })

  it('has what others passed on of what was written here, with what became of it', () => {
    const lines = linesOf([], { passedOn: [passedOn(standings.withdrawn)] })
    expect(lines.slice(4)).toStrictEqual([
      'passed on by others of what was written here',
      '  contact to mk.skopje-cso by rs.belgrade-cso at 2026-03-03 10:30, for handover, until 2026-03-31 10:30: held, withdrawn since 2026-03-05 10:30; answer overdue',
      '',
    ])
  })

  it('has what was written here, who was told without a section, and what went without consent', () => {
    const own = { section: 'health', event: answered.under, type: 'CaseOpened', recordedAt: day(1) }
    const erased = { kind: 'erasedHere', ...answered, authority: 'personAsked' }
    const lines = linesOf([], {
      own: [own, { ...own, section: 'risk', erased }],
      toldOnly: ['at.nrm-office'],
      withoutConsent: [
        {
          event: answered.under,
          recordedAt: day(3),
          to: 'police',
          basis: 'legalObligation',
          citation: 'law-1',
          sections: ['health', 'risk'],
          until: day(30),
        },
      ],
    })
    expect(lines.slice(4)).toStrictEqual([
      'written here',
      '  health of 2026-03-01 10:30: held',
      '  risk of 2026-03-01 10:30: erased under answer__ at 2026-03-09 10:30: personAsked',
      '',
      'told of the case without a section',
      '  at.nrm-office',
      '',
      'disclosed without consent',
      '  health, risk to police: legal obligation, law-1, until 2026-03-30 10:30',
      '',
    ])
  })
})
