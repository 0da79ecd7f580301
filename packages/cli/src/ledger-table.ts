import type { LedgerHolding, LedgerResponse } from '@trm/contracts'
import { layOut } from './lay-out.ts'

/**
 * A ledger as a table for a terminal: who holds which section, from whom, what for, on which basis, until when
 * and what has become of it. Never a personal value.
 */
export function ledgerTable(ledger: LedgerResponse): string {
  const header = [
    'holder',
    'section',
    'from',
    'given',
    'for',
    'basis',
    'until',
    'onward',
    'standing',
  ]
  const { passedOn, own, toldOnly, departed, withoutConsent } = ledger
  const lines = [
    `Ledger of case ${ledger.case} as held by ${ledger.organisation} at ${minuteOf(ledger.at)}`,
    '',
    ...layOut([header, ...ledger.holdings.map(rowOf)]),
    '',
    ...titled('passed on by others of what was written here', passedOn.map(passedOnLine)),
    ...titled('written here', own.map(ownLine)),
    ...titled('told of the case without a section', toldOnly),
    ...titled('left the network and cannot answer', departed.map(departedLine)),
    ...titled('disclosed without consent', withoutConsent.map(basisLine)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** Who took its cases on is for people to find out. */
function departedLine({ organisation, since, toAsk }: LedgerResponse['departed'][number]): string {
  const whom = toAsk.length === 0 ? 'whoever is known there' : toAsk.join(', ')
  return `${organisation} since ${minuteOf(since)}; ask ${whom} who took its cases on`
}

function rowOf(holding: LedgerHolding): string[] {
  const { holder, section, author, recordedAt, purpose, until, onward } = holding
  return [
    holder,
    section,
    author,
    minuteOf(recordedAt),
    purpose,
    basisOf(holding.basis),
    minuteOf(until),
    onward ? 'may, unknown whether' : 'no',
    `${standingOf(holding)}${deliveryOf(holding)}`,
  ]
}

/** What is known here stands above what both sides see. */
function standingOf({ here, standing }: Pick<LedgerHolding, 'here' | 'standing'>): string {
  const now = here ?? standing
  switch (now.kind) {
    case 'covered':
      return 'held, covered'
    case 'uncovered': {
      const since = now.since === undefined ? '' : ` since ${minuteOf(now.since.at)}`
      return `held, ${reasons[now.because]}${since}; ${answers[now.answer]}`
    }
    case 'erased':
    case 'restricted':
      return `${now.kind} under ${shortOf(now.under)} at ${minuteOf(now.at)}`
    case 'retained': {
      const citation = now.citation ?? 'why is unknown'
      const until = now.until === undefined ? 'end unknown' : `until ${minuteOf(now.until)}`
      return `retained under ${shortOf(now.under)}: ${citation}, ${until}`
    }
    case 'erasedHere':
      return `erased here under ${shortOf(now.under)} at ${minuteOf(now.at)}: ${now.authority}`
    case 'notReceived':
      return 'granted, and did not come with the copy'
    case 'unknown':
      return `unknown: ${unknowns[now.because]}`
  }
}

const reasons = {
  narrowed: 'narrowed',
  withdrawn: 'withdrawn',
  ended: 'ended',
  suspended: 'suspended',
  neverCovered: 'never covered',
} as const

const answers = {
  awaited: 'answer awaited',
  overdue: 'answer overdue',
  notAsked: 'nobody is asked',
} as const

const unknowns = {
  basisNotHeld: 'its basis is not held here',
  answerSilent: 'the answer does not name it',
} as const

function deliveryOf({ delivery }: LedgerHolding): string {
  if (delivery === 'stored' || delivery === 'received') return ''
  return delivery === 'refused' ? ' (copy refused)' : ` (copy ${delivery}, arrival unknown)`
}

function basisOf(basis: LedgerHolding['basis']): string {
  if (basis.kind === 'consent') return `consent ${shortOf(basis.consent)}, ${basis.clause}`
  return basis.kind === 'notice' ? `notice of ${shortOf(basis.about)}` : otherBases[basis.kind]
}

const otherBases = {
  noPersonalData: 'no personal data',
  legalObligation: 'legal obligation',
  publicInterest: 'public interest',
  vitalInterests: 'vital interests',
} as const

function passedOnLine(passed: LedgerResponse['passedOn'][number]): string {
  const { section, holder, by, recordedAt, purpose, until } = passed
  const place = `${section} to ${holder} by ${by} at ${minuteOf(recordedAt)}`
  return `${place}, for ${purpose}, until ${minuteOf(until)}: ${standingOf(passed)}`
}

function ownLine({ section, recordedAt, erased }: LedgerResponse['own'][number]): string {
  const standing =
    erased === undefined
      ? 'held'
      : `erased under ${shortOf(erased.under)} at ${minuteOf(erased.at)}: ${erased.authority}`
  return `${section} of ${minuteOf(recordedAt)}: ${standing}`
}

function basisLine({
  to,
  basis,
  citation,
  sections,
  until,
}: LedgerResponse['withoutConsent'][number]): string {
  return `${sections.join(', ')} to ${to}: ${otherBases[basis]}, ${citation}, until ${minuteOf(until)}`
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), '']
}

/** The first characters of an event id: enough to find it in a case. */
function shortOf(event: string): string {
  return event.slice(0, 8)
}

function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}
