import { ledgerResponse, type LedgerHolding, type LedgerResponse } from '@trm/contracts'

const idOf = (start: string) => `${start.padEnd(42, '_')}A`
const consent = idOf('consent')
export const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T10:30:00.000Z`
/** Of an answer, or of what was recorded here. */
export const answered = { under: idOf('answer'), at: day(9) }

/** The contact that Vienna gave to Belgrade, with some of it otherwise. */
export function holding(parts: object = {}): object {
  return {
    section: 'contact',
    event: idOf('contact'),
    type: 'ContactExchanged',
    recordedAt: day(2),
    holder: 'rs.belgrade-cso',
    author: 'at.vienna-cso',
    purpose: 'handover',
    basis: { kind: 'consent', consent, clause: 'c1' },
    until: day(31),
    onward: false,
    delivery: 'stored',
    standing: { kind: 'covered' },
    ...parts,
  }
}

/** The contact of Vienna's that Belgrade passed on to Skopje, with some of it otherwise. */
export function passedOn(parts: object = {}): object {
  return {
    section: 'contact',
    event: idOf('shared'),
    of: idOf('contact'),
    recordedAt: day(3),
    holder: 'mk.skopje-cso',
    by: 'rs.belgrade-cso',
    purpose: 'handover',
    until: day(31),
    standing: { kind: 'covered' },
    ...parts,
  }
}

/** A ledger of Vienna's, checked against the contract. */
export function ledgerWith(
  holdings: readonly object[],
  parts: Partial<Record<keyof LedgerResponse, unknown>> = {},
): LedgerResponse {
  return ledgerResponse.parse({
    case: 'AAAAAAAAAAAAAAAAAAAAAA',
    organisation: 'at.vienna-cso',
    at: day(20),
    holdings,
    passedOn: [],
    own: [],
    toldOnly: [],
    departed: [],
    withoutConsent: [],
    ...parts,
  })
}

const since = { event: idOf('narrowed'), at: day(5) }
const uncovered = (because: string, answer: string, more: object = {}) => ({
  kind: 'uncovered',
  because,
  answer,
  ...more,
})

/** Every standing that there is, by what it is called in a test. */
export const standings = {
  covered: { standing: { kind: 'covered' } },
  narrowed: { standing: uncovered('narrowed', 'awaited', { since }) },
  withdrawn: { standing: uncovered('withdrawn', 'overdue', { since }) },
  ended: { standing: uncovered('ended', 'notAsked') },
  suspended: { standing: uncovered('suspended', 'notAsked', { since }) },
  neverCovered: { standing: uncovered('neverCovered', 'notAsked') },
  erased: { standing: { kind: 'erased', ...answered } },
  restricted: { standing: { kind: 'restricted', ...answered } },
  retained: { standing: { kind: 'retained', ...answered, citation: 'code-7', until: day(30) } },
  retainedSilently: { standing: { kind: 'retained', ...answered } },
  unknown: { standing: { kind: 'unknown', because: 'basisNotHeld' } },
  answerSilent: { standing: { kind: 'unknown', because: 'answerSilent' } },
  notReceived: { here: { kind: 'notReceived' } },
  erasedHere: { here: { kind: 'erasedHere', ...answered, authority: 'courtOrder' } },
  underWay: { delivery: 'relayed' },
  refused: { delivery: 'refused' },
} as const satisfies Readonly<Record<string, Partial<Record<keyof LedgerHolding, unknown>>>>
