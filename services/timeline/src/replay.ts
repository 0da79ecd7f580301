import {
  isErasureOf,
  organisationsIn,
  verifyEvent,
  type CaseLog,
  type LoadedCase,
  type LoggedEvent,
} from '@trm/case-log'
import type { ReplayedEvent, ReplayedSection, ReplaySummary } from '@trm/contracts'
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
import type { EventId, OrganisationId } from '@trm/kernel'
import type { Directory, Vault } from '@trm/ports'
import type { DeliveryOutcomes } from './delivery-outcomes.ts'

export type Replay = {
  readonly events: readonly ReplayedEvent[]
  readonly summary: ReplaySummary
}

/**
 * Replays a case from the log of one organisation: every signature is checked anew, every disclosure is
 * judged by the consents and the trust lists of its time, every chain is counted. Nothing of an earlier verdict is reused.
 */
export async function replayCase(
  loaded: LoadedCase,
  tools: {
    readonly caseLog: CaseLog
    readonly directory: Directory
    readonly vault: Vault
    readonly outcomes: DeliveryOutcomes
  },
): Promise<Replay> {
  const entries = new Map(loaded.entries.map((entry) => [entry.event.id, entry] as const))
  const order = inCausalOrder(loaded.entries.map(({ event }) => event))
  const numbers = new Map(order.map((event, index) => [event.id, index + 1] as const))
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
      sections: await sectionsOf(entry, loaded, numbers, tools),
    })
    state = evolve(state, event)
  }
  return { events, summary: summarise(events, order, self) }
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

/** Held or erased is what the vault says; which event erased it is what the log says. */
async function sectionsOf(
  entry: LoggedEvent,
  loaded: LoadedCase,
  numbers: ReadonlyMap<EventId, number>,
  { vault, caseLog }: { readonly vault: Vault; readonly caseLog: CaseLog },
): Promise<readonly ReplayedSection[]> {
  const sections: ReplayedSection[] = []
  for (const { name, keyId } of entry.stored.sections) {
    const isHeld = (await vault.findSectionKey(keyId)) !== undefined
    const under = isHeld ? undefined : erasedUnder(entry, name, loaded, numbers, caseLog.self)
    sections.push(
      isHeld
        ? { name, status: 'held' }
        : { name, status: 'erased', ...(under !== undefined && { erasedUnder: under }) },
    )
  }
  return sections
}

/** The first event after it by which this organisation says that it erased the section: its answer, or its record. */
function erasedUnder(
  entry: LoggedEvent,
  name: SectionName,
  { entries, state }: LoadedCase,
  numbers: ReadonlyMap<EventId, number>,
  self: OrganisationId,
): number | undefined {
  const own = numbers.get(entry.event.id) ?? 0
  const answers = state.erasures
    .filter(({ by, sections }) => by === self && sections.includes(name))
    .flatMap(({ event }) => numbers.get(event) ?? [])
    .filter((number) => number > own)
  // What is erased by a record is what lay in the log before it, whatever the clocks said.
  const records = entries
    .filter((record) => record.revision > entry.revision && isErasureOf(record, name))
    .flatMap(({ event }) => numbers.get(event.id) ?? [])
  return [...answers, ...records].toSorted((left, right) => left - right)[0]
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
