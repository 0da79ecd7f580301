import {
  organisationsIn,
  verifyEvent,
  withoutConsentMarks,
  type CaseLog,
  type InspectedSection,
  type LoadedCase,
  type LoggedEvent,
} from '@trm/case-log'
import type {
  ReplayedEvent,
  ReplayedSection,
  ReplaySummary,
  WithoutConsentMark,
} from '@trm/contracts'
import {
  emptyCase,
  evolve,
  inCausalOrder,
  reviewGrant,
  type CaseEvent,
  type CaseState,
  type Grant,
  type SectionName,
} from '@trm/domain'
import { assertNever, type Instant, type OrganisationId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import type { DeliveryOutcomes } from './delivery-outcomes.ts'

export type Replay = {
  readonly events: readonly ReplayedEvent[]
  /** What was, or is to be, disclosed without consent. */
  readonly withoutConsent: readonly WithoutConsentMark[]
  readonly summary: ReplaySummary
}

/**
 * Replays a case from the log of one organisation: every signature is checked anew, every disclosure is
 * judged by the consents and the trust lists of its time, every chain is counted. Nothing of an earlier verdict is reused.
 * Whether a section is held is tried by opening it; its value is shown to nobody.
 */
export async function replayCase(
  loaded: LoadedCase,
  tools: {
    readonly caseLog: CaseLog
    readonly directory: Directory
    readonly outcomes: DeliveryOutcomes
    readonly now: Instant
  },
): Promise<Replay> {
  const entries = new Map(loaded.entries.map((entry) => [entry.event.id, entry] as const))
  const order = inCausalOrder(loaded.entries.map(({ event }) => event))
  const inspected = await tools.caseLog.inspect(loaded, tools.now)
  const sections = Map.groupBy(inspected, ({ entry }) => entry.event.id)
  const { self } = tools.caseLog
  const events: ReplayedEvent[] = []
  let state: CaseState = emptyCase
  for (const [index, event] of order.entries()) {
    const entry = entries.get(event.id)
    if (entry === undefined) continue
    const judged = state
    events.push({
      number: index + 1,
      event: event.id,
      type: event.type,
      author: event.author,
      recordedAt: event.recordedAt,
      occurredAt: event.occurredAt,
      signature: await signatureOf(entry, tools.directory),
      grants: event.grants.map((grant) => ({
        to: grant.to,
        purpose: grant.purpose,
        sections: grant.sections,
        basis: grant.basis,
        verdict: verdictOn(event, grant, judged, tools.directory),
        delivery: event.author === self ? tools.outcomes.of(event.id, grant.to) : 'received',
      })),
      sections: (sections.get(event.id) ?? []).map(shown),
    })
    state = evolve(state, event)
  }
  const withoutConsent = withoutConsentMarks(loaded)
  return { events, withoutConsent, summary: summarise(events, order, self) }
}

async function signatureOf(
  entry: LoggedEvent,
  directory: Directory,
): Promise<ReplayedEvent['signature']> {
  const verified = await verifyEvent(entry.stored.jws, directory)
  return verified.ok && verified.value.id === entry.event.id ? verified.value.standing : 'invalid'
}

function verdictOn(event: CaseEvent, grant: Grant, state: CaseState, directory: Directory): string {
  const question = { event, grant, at: event.recordedAt }
  const flaw = reviewGrant(question, state, organisationsIn(directory))
  if (flaw === undefined) return 'ok'
  return flaw.kind === 'not-covered' ? flaw.rule : flaw.kind
}

/** What there is of a section, without its value: what the vault says, what the log says of it, and what she consents to. */
function shown({ section: name, status }: InspectedSection): ReplayedSection {
  switch (status.kind) {
    case 'open':
      return { name, status: 'held' }
    case 'withheld':
      return { name, status: 'withheld', rule: status.rule }
    case 'erased':
      return status.under.kind === 'unrecorded'
        ? { name, status: 'erased-unrecorded', askedUnder: status.under.asked.number }
        : { name, status: 'erased', erasedUnder: status.under.number }
    case 'never-collected':
      return { name, status: 'never-collected' }
    case 'cannot-open':
      return { name, status: 'cannot-open', fault: status.fault }
    default:
      return assertNever(status, 'replay: unknown status of a section')
  }
}

function summarise(
  events: readonly ReplayedEvent[],
  order: readonly CaseEvent[],
  self: OrganisationId,
): ReplaySummary {
  const grants = events.flatMap((event) => event.grants)
  const sound = grants.filter(({ verdict }) => verdict === 'ok')
  const uncovered = order.flatMap((event) => heldBeyondGrant(event, self))
  return {
    events: events.length,
    signaturesValid: events.filter(({ signature }) => signature === 'valid').length,
    disclosures: grants.length,
    disclosuresWithBasis: sound.length,
    overDisclosures: grants.length - sound.length + uncovered.length,
    chainGaps: countGaps(order),
  }
}

function heldBeyondGrant(event: CaseEvent, self: OrganisationId): readonly SectionName[] {
  if (event.author === self) return []
  const granted = event.grants.find(({ to }) => to === self)?.sections ?? []
  return event.sections.map(({ name }) => name).filter((name) => !granted.includes(name))
}

function countGaps(order: readonly CaseEvent[]): number {
  const chains = new Map<string, Set<number>>()
  for (const { author, grants } of order) {
    for (const { to, seq } of grants) {
      const key = `${author} ${to}`
      chains.set(key, (chains.get(key) ?? new Set()).add(seq))
    }
  }
  let gaps = 0
  for (const places of chains.values()) gaps += Math.max(...places) - places.size
  return gaps
}
