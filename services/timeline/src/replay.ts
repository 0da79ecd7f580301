import { verifyEvent, type CaseLog, type LoadedCase, type LoggedEvent } from '@trm/case-log'
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
import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Directory, Vault } from '@trm/ports'
import type { DeliveryOutcomes } from './delivery-outcomes.ts'

/** Whether the author's signature holds, and what its key was worth at that time. */
export type SignatureVerdict = 'valid' | 'not-valid-then' | 'revoked' | 'compromised' | 'invalid'

/** Who was given what of an event, on which basis, and whether that basis stands. */
export type ReplayedGrant = {
  readonly to: OrganisationId
  readonly purpose: Grant['purpose']
  readonly sections: readonly SectionName[]
  readonly basis: Grant['basis']
  /** `ok`, or the rule that the disclosure breaks. */
  readonly verdict: string
  /** As far as this organisation knows; `received` for what it received itself. */
  readonly delivery: 'queued' | 'relayed' | 'stored' | 'refused' | 'received'
}

export type ReplayedSection = {
  readonly name: SectionName
  readonly status: 'held' | 'erased'
  /** The number of the event under which it was erased. */
  readonly erasedUnder?: number
}

/** One line of a case history. Never a personal value. */
export type ReplayedEvent = {
  readonly number: number
  readonly event: EventId
  readonly type: CaseEvent['type']
  readonly author: OrganisationId
  readonly recordedAt: Instant
  readonly occurredAt: Instant
  readonly signature: SignatureVerdict
  readonly grants: readonly ReplayedGrant[]
  readonly sections: readonly ReplayedSection[]
}

export type ReplaySummary = {
  readonly events: number
  readonly signaturesValid: number
  /** Grants: one organisation was given one event. */
  readonly disclosures: number
  readonly disclosuresWithBasis: number
  /** Grants that a rule forbids, and sections held that no grant covers. */
  readonly overDisclosures: number
  /** Places missing in the chains between an author and its recipients. */
  readonly chainGaps: number
}

export type Replay = {
  readonly events: readonly ReplayedEvent[]
  readonly summary: ReplaySummary
}

/**
 * Replays a case from the log of one organisation: every signature is checked anew, every disclosure is
 * judged by the consents of its time, every chain is counted. Nothing of an earlier verdict is reused.
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
        verdict: verdictOn(event, grant, judged),
        delivery: event.author === self ? tools.outcomes.of(event.id, grant.to) : 'received',
      })),
      sections: await sectionsOf(entry, loaded.state, numbers, tools),
    })
    state = evolve(state, event)
  }
  return { events, summary: summarise(events, order, self) }
}

async function signatureOf(entry: LoggedEvent, directory: Directory): Promise<SignatureVerdict> {
  const verified = await verifyEvent(entry.stored.jws, directory)
  return verified.ok && verified.value.id === entry.event.id ? verified.value.standing : 'invalid'
}

function verdictOn(event: CaseEvent, grant: Grant, state: CaseState): string {
  const flaw = reviewGrant({ event, grant, at: event.recordedAt }, state)
  if (flaw === undefined) return 'ok'
  return flaw.kind === 'not-covered' ? flaw.rule : flaw.kind
}

/** Held or erased is what the vault says; which event erased it is what the log says. */
async function sectionsOf(
  { stored, event }: LoggedEvent,
  state: CaseState,
  numbers: ReadonlyMap<EventId, number>,
  { vault, caseLog }: { readonly vault: Vault; readonly caseLog: CaseLog },
): Promise<readonly ReplayedSection[]> {
  const sections: ReplayedSection[] = []
  for (const { name, keyId } of stored.sections) {
    const isHeld = (await vault.findSectionKey(keyId)) !== undefined
    const number = numbers.get(event.id) ?? 0
    const erasure = state.erasures.find(
      ({ by, sections: erased, event: under }) =>
        by === caseLog.self && erased.includes(name) && (numbers.get(under) ?? 0) > number,
    )
    const under = erasure === undefined ? undefined : numbers.get(erasure.event)
    sections.push(
      isHeld
        ? { name, status: 'held' }
        : { name, status: 'erased', ...(under !== undefined && { erasedUnder: under }) },
    )
  }
  return sections
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
