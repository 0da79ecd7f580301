import type { ReplayResponse } from '@trm/contracts'
import { describe, expect, it } from 'vitest'
import { replayTable } from './replay-table.ts'

const consent = 'A'.repeat(42) + 'E'
const answer = 'B'.repeat(42) + 'E'

const replay = {
  case: 'AAAAAAAAAAAAAAAAAAAAAA',
  organisation: 'rs.belgrade-cso',
  events: [
    {
      number: 1,
      event: consent,
      type: 'DataConsentGiven',
      author: 'at.vienna-cso',
      recordedAt: '2026-03-01T10:00:00.000Z',
      occurredAt: '2026-03-01T10:00:00.000Z',
      signature: 'valid',
      grants: [
        {
          to: 'rs.belgrade-cso',
          purpose: 'handover',
          sections: [],
          basis: { kind: 'consent', consent: 'this', clause: 'c1' },
          verdict: 'ok',
          delivery: 'received',
        },
      ],
      sections: [],
    },
    {
      number: 2,
      event: answer,
      type: 'ContactExchanged',
      author: 'at.vienna-cso',
      recordedAt: '2026-03-02T10:00:00.000Z',
      occurredAt: '2026-03-02T10:00:00.000Z',
      signature: 'compromised',
      grants: [
        {
          to: 'rs.belgrade-cso',
          purpose: 'handover',
          sections: ['identity', 'contact'],
          basis: { kind: 'consent', consent, clause: 'c1' },
          verdict: 'section-not-covered',
          delivery: 'received',
        },
      ],
      sections: [
        { name: 'identity', status: 'held' },
        { name: 'contact', status: 'erased', erasedUnder: 7 },
        { name: 'needs', status: 'erased-unrecorded', askedUnder: 6 },
        { name: 'health', status: 'cannot-open', fault: 'key-missing' },
        { name: 'risk', status: 'withheld', rule: 'section-narrowed' },
        { name: 'notes', status: 'never-collected' },
        { name: 'travel', status: 'never-collected' },
      ],
    },
  ],
  withoutConsent: [
    {
      proposed: { number: 3, event: answer, by: 'rs.belgrade-cso', at: '2026-03-02T10:00:00.000Z' },
      made: { number: 4, event: answer, by: 'rs.belgrade-cso', at: '2026-03-02T11:00:00.000Z' },
      to: 'police',
      basis: 'vitalInterests',
      sections: ['contact'],
      notice: 'toldLater',
      until: '2026-03-03T10:00:00.000Z',
    },
    {
      proposed: { number: 5, event: answer, by: 'rs.belgrade-cso', at: '2026-03-02T12:00:00.000Z' },
      to: 'court',
      basis: 'legalObligation',
      sections: ['identity', 'risk'],
      notice: 'toldBefore',
      until: '2026-03-04T10:00:00.000Z',
    },
  ],
  summary: {
    events: 2,
    signaturesValid: 1,
    disclosures: 2,
    disclosuresWithBasis: 1,
    overDisclosures: 1,
    chainGaps: 3,
  },
} as unknown as ReplayResponse

const lines = replayTable(replay).split('\n')
const lineWith = (text: string) => lines.find((line) => line.includes(text)) ?? ''

describe('the replay as a table', () => {
  it('names the case and whose log it is', () => {
    expect(lines[0]).toBe('Case AAAAAAAAAAAAAAAAAAAAAA as held by rs.belgrade-cso')
  })

  it('numbers the consent that a disclosure stands on', () => {
    expect(lineWith('DataConsentGiven')).toContain('this consent, c1')
    expect(lineWith('ContactExchanged')).toContain('consent #1, c1')
  })

  it('marks a disclosure that breaks a rule, and says which', () => {
    expect(lineWith('ContactExchanged')).toContain('✗ section-not-covered')
    expect(lineWith('DataConsentGiven')).not.toContain('✗')
  })

  it('shows what was erased, and under which event', () => {
    expect(lineWith('erased here')).toMatch(/contact +under event #7$/)
    expect(lines.filter((line) => line.includes('erased here'))).toHaveLength(2)
  })

  it.each([
    ['that is erased, and not recorded yet', /erased here +needs +asked by event #6, not recorded/],
    ['that cannot be opened, as a fault', /✗ cannot be opened +health +a fault, .*: key-missing$/],
    ['that is withheld, by which rule', /withheld here +risk +section-narrowed$/],
    ['that were never collected, in one line', /never collected +notes, travel +nothing was/],
  ])('has words of its own for a section %s', (_what, words) => {
    expect(lines.filter((line) => words.test(line))).toHaveLength(1)
  })

  it('marks what was disclosed without consent, and what is to be', () => {
    expect(lines.filter((line) => line.includes('WITHOUT CONSENT'))).toStrictEqual([
      'Disclosed WITHOUT CONSENT (#3, confirmed #4): contact to police, vital interests, until 2026-03-03T10:00:00.000Z',
      'To be disclosed WITHOUT CONSENT, and not confirmed (#5): identity, risk to court, legal obligation, until 2026-03-04T10:00:00.000Z',
    ])
  })

  it('says what the signatures are worth', () => {
    expect(lineWith('ContactExchanged')).toContain('compromised')
    expect(lines.at(-2)).toBe(
      '2 events, 1 signatures valid; 2 disclosures, 1 with a standing basis, 1 beyond consent; 3 gaps in the chains',
    )
  })

  it('keeps its columns under their headings', () => {
    const column = lineWith('signature').indexOf('signature')
    expect(lineWith('DataConsentGiven').slice(column, column + 5)).toBe('valid')
    expect(lineWith('ContactExchanged').slice(column, column + 11)).toBe('compromised')
  })
})
