import type {
  ReplayedEvent,
  ReplayedGrant,
  ReplayedSection,
  ReplayResponse,
  WithoutConsentMark,
} from '@trm/contracts'
import { assertNever } from '@trm/kernel'
import { layOut } from './lay-out.ts'

/**
 * A case history as a table for a terminal: per event its author, the verdict on its signature, who was
 * given what on which basis, and of each section that cannot be read here why; then what was disclosed
 * without consent. Never a personal value.
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
    ...replay.withoutConsent.map(withoutConsentLine),
    `${String(summary.events)} events, ${String(summary.signaturesValid)} signatures valid; ` +
      `${String(summary.disclosures)} disclosures, ${String(summary.disclosuresWithBasis)} with a ` +
      `standing basis, ${String(summary.overDisclosures)} beyond consent; ` +
      `${String(summary.chainGaps)} gaps in the chains`,
  ]
  return `${lines.join('\n')}\n`
}

/** It stands out: nothing else in a history was done without asking her. */
function withoutConsentLine(mark: WithoutConsentMark): string {
  const { proposed, made, to, basis, sections, until } = mark
  const what =
    made === undefined
      ? `To be disclosed WITHOUT CONSENT, and not confirmed (#${String(proposed.number)})`
      : `Disclosed WITHOUT CONSENT (#${String(proposed.number)}, confirmed #${String(made.number)})`
  return `${what}: ${sections.join(', ')} to ${to}, ${otherBases[basis]}, until ${until}`
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
  const missing = event.sections.flatMap((section) => {
    const words = wordsFor(section)
    return words === undefined ? [] : [{ name: section.name, words }]
  })
  const absent = [...Map.groupBy(missing, ({ words }) => words.join())].map(([, alike]) => [
    alike[0]?.words[0] ?? '',
    alike.map(({ name }) => name).join(', '),
    alike[0]?.words[1] ?? '',
  ])
  const details = [...given, ...absent]
  if (details.length === 0) return [[...first, 'nobody', '', '']]
  return details.map((detail, index) => [...(index === 0 ? first : blank), ...detail])
}

/** What there is instead of a section, and why; undefined where it is held and may be read. */
function wordsFor(section: ReplayedSection): readonly [string, string] | undefined {
  switch (section.status) {
    case 'held':
      return undefined
    case 'withheld':
      return ['withheld here', section.rule]
    case 'erased':
      return ['erased here', `under event #${String(section.erasedUnder)}`]
    case 'erased-unrecorded':
      return ['erased here', `asked by event #${String(section.askedUnder)}, not recorded yet`]
    case 'never-collected':
      return ['never collected', 'nothing was recorded']
    case 'cannot-open':
      return ['✗ cannot be opened', `a fault, and not erased: ${section.fault}`]
    default:
      return assertNever(section, 'replay-table: unknown status of a section')
  }
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
