import type { ReplayedEvent, ReplayedGrant, ReplayResponse } from '@trm/contracts'
import { layOut } from './lay-out.ts'

/**
 * A case history as a table for a terminal: per event its author, the verdict on its signature, who was
 * given what on which basis, and what was erased under which event. Never a personal value.
 */
export function replayTable(replay: ReplayResponse): string {
  const numbers = new Map(replay.events.map(({ event, number }) => [event, number] as const))
  const rows = replay.events.flatMap((event) => rowsOf(event, numbers))
  const header = ['#', 'recorded', 'event', 'author', 'signature', 'given to', 'sections', 'basis']
  const { summary } = replay
  const lines = [
    `Case ${replay.case} as held by ${replay.organisation}`,
    '',
    ...layOut([header, ...rows]),
    '',
    `${String(summary.events)} events, ${String(summary.signaturesValid)} signatures valid; ` +
      `${String(summary.disclosures)} disclosures, ${String(summary.disclosuresWithBasis)} with a ` +
      `standing basis, ${String(summary.overDisclosures)} beyond consent; ` +
      `${String(summary.chainGaps)} gaps in the chains`,
  ]
  return `${lines.join('\n')}\n`
}

function rowsOf(event: ReplayedEvent, numbers: ReadonlyMap<string, number>): string[][] {
  const first = [
    String(event.number),
    event.recordedAt.slice(0, 19).replace('T', ' '),
    event.type,
    event.author,
    event.signature,
  ]
  const blank = first.map(() => '')
  const given = event.grants.map((grant) => [
    `${grant.to} (${grant.delivery})`,
    grant.sections.join(', ') || 'facts only',
    basisOf(grant, numbers),
  ])
  const erased = event.sections
    .filter(({ status }) => status === 'erased')
    .map(({ name, erasedUnder }) => [
      'erased here',
      name,
      erasedUnder === undefined ? 'no event says why' : `under event #${String(erasedUnder)}`,
    ])
  const details = [...given, ...erased]
  if (details.length === 0) return [[...first, 'nobody', '', '']]
  return details.map((detail, index) => [...(index === 0 ? first : blank), ...detail])
}

function basisOf({ basis, verdict }: ReplayedGrant, numbers: ReadonlyMap<string, number>): string {
  const stands = verdict === 'ok' ? '' : ` ✗ ${verdict}`
  if (basis.kind === 'notice') return `notice of ${eventOf(basis.about, numbers)}${stands}`
  if (basis.kind !== 'consent') return `${otherBases[basis.kind]}${stands}`
  if (basis.consent === 'this') return `this consent, ${basis.clause}${stands}`
  const number = numbers.get(basis.consent)
  const consent = number === undefined ? 'consent not held' : `consent #${String(number)}`
  return `${consent}, ${basis.clause}${stands}`
}

const otherBases = {
  noPersonalData: 'no personal data',
  legalObligation: 'legal obligation',
  publicInterest: 'public interest',
  vitalInterests: 'vital interests',
} as const

function eventOf(id: string, numbers: ReadonlyMap<string, number>): string {
  const number = numbers.get(id)
  return number === undefined ? 'an event not held' : `event #${String(number)}`
}
