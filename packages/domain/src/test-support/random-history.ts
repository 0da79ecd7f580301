import { invariant, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import type { CommandType } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, EventDraft, Grant } from '../case/events.ts'
import { planDisclosures, type PlannedDisclosure } from '../disclosure/minimise.ts'
import { reviewGrant } from '../disclosure/review-grant.ts'
import { everybody, story } from './case-events.ts'
import { possibleCommands } from './possible-commands.ts'
import { as, at, idOf, theCase, vienna } from './world.ts'

/** One thing that happens: an organisation does something it may do, or receives what waits for it. */
export type Move = {
  readonly actor: number
  readonly choice: number
  /** Anything that is possible, or a step that brings a handover forward, or a delivery. */
  readonly kind: 'act' | 'handOver' | 'receive'
  readonly minutes: number
}

/** What each organisation holds of one case in the end, when everything has been delivered. */
export type History = {
  readonly organisations: readonly OrganisationId[]
  readonly logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>
  /** Copies that their recipient would have refused, for another reason than a narrowing on its way. */
  readonly refused: number
}

const move: fc.Arbitrary<Move> = fc.record({
  actor: fc.nat(3),
  choice: fc.nat(999),
  kind: fc.constantFrom('act', 'handOver', 'handOver', 'receive', 'receive'),
  minutes: fc.nat(2),
})

/** Histories of two to four organisations whose clocks differ by some minutes. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    count: fc.integer({ min: 2, max: 4 }),
    skews: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
    moves: fc.array(move, { minLength: 10, maxLength: 120, size: 'max' }),
  })
  .map(({ count, skews, moves }) => play(everybody.slice(0, count), skews, moves))

/** Plays the moves by the rules: what is refused does not happen. */
export function play(
  organisations: readonly OrganisationId[],
  skews: readonly number[],
  moves: readonly Move[],
): History {
  const logs = new Map<OrganisationId, CaseEvent[]>(
    organisations.map((self) => [self, self === vienna ? [story.opened, story.presumed] : []]),
  )
  const waiting: { readonly to: OrganisationId; readonly event: CaseEvent }[] = []
  let minute = 0
  let refused = 0

  const logOf = (self: OrganisationId): CaseEvent[] => {
    const log = logs.get(self)
    invariant(log !== undefined, 'random-history: organisation takes part')
    return log
  }

  function act(self: OrganisationId, { choice, kind }: Move, now: number): void {
    const state = foldCase(logOf(self))
    const others = organisations.filter((other) => other !== self)
    const possible = possibleCommands(state, self, others).flatMap((command) => {
      if (kind === 'handOver' && !handingOver.has(command.type)) return []
      const decided = decide(state, command, as(self, now))
      if (!decided.ok) return []
      const plan = planDisclosures(decided.value, state, self, at(now))
      return plan.ok ? [{ draft: decided.value, plan: plan.value }] : []
    })
    const types = [...new Set(possible.map(({ draft }) => draft.type))]
    const ofType = possible.filter(({ draft }) => draft.type === types[choice % types.length])
    const chosen = ofType[Math.floor(choice / types.length) % ofType.length]
    if (chosen === undefined) return
    const event = eventOf(chosen.draft, chosen.plan, self, now, logOf(self), nextId(logs))
    logOf(self).push(event)
    for (const { to } of event.grants) waiting.push({ to, event })
  }

  function receive(self: OrganisationId): void {
    const place = waiting.findIndex(({ to }) => to === self)
    const [next] = place < 0 ? [] : waiting.splice(place, 1)
    if (next === undefined) return
    const copy = copyFor(self, next.event, foldCase(logOf(next.event.author)))
    const [grant] = copy.grants
    invariant(grant !== undefined, 'random-history: a copy has a grant')
    const flaw = reviewGrant({ event: copy, grant, at: copy.recordedAt }, foldCase(logOf(self)))
    const isOnItsWay = flaw?.kind === 'not-covered' && flaw.rule === 'section-narrowed'
    if (flaw !== undefined && !isOnItsWay) refused++
    logOf(self).push(copy)
  }

  for (const move of [consent, ...moves]) {
    const place = move.actor % organisations.length
    const self = organisations[place]
    invariant(self !== undefined, 'random-history: organisation takes part')
    minute += move.minutes
    if (move.kind === 'receive') receive(self)
    else act(self, move, minute + (skews[place] ?? 0))
  }
  while (waiting[0] !== undefined) receive(waiting[0].to)
  return { organisations, logs, refused }
}

/** Evenly by type, so that steps far down the road are taken as well. */
const handingOver: ReadonlySet<CommandType> = new Set<CommandType>([
  'OfferReferral',
  'AcceptReferral',
  'ExchangeContact',
  'AssessRisk',
  'PlanReturnTravel',
  'ConfirmDeparture',
  'ConfirmArrival',
  'StartSupport',
  'GiveFeedback',
])

/** What every case begins with, so that the moves have something to do. */
const consent: Move = { actor: 0, choice: 0, kind: 'act', minutes: 5 }

/** As readable as ids go, and in another order than time. */
function nextId(logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>) {
  const count = new Set([...logs.values()].flat().map(({ id }) => id)).size
  return idOf(`${(count * 7919) % 1009}-${count}`)
}

function eventOf(
  draft: EventDraft,
  plan: readonly PlannedDisclosure[],
  author: OrganisationId,
  now: number,
  log: readonly CaseEvent[],
  id: CaseEvent['id'],
): CaseEvent {
  const grants = plan.map(({ grant }): Grant => {
    const sent = log.filter(
      (event) => event.author === author && event.grants.some(({ to }) => to === grant.to),
    )
    const last = sent.at(-1)
    return { ...grant, seq: sent.length + 1, ...(last !== undefined && { prev: last.id }) }
  })
  const sections = Object.keys(draft.sections).map((name) => ({ name, digest: `${name} of ${id}` }))
  const { type, facts, clauses, occurredAt } = draft
  const known = { id, type, facts, clauses, occurredAt, author, grants, sections }
  return { ...known, case: theCase, recordedAt: at(now) } as CaseEvent
}

/** What travels: the own grant, the clauses that concern the reader, the sections that still may go. */
function copyFor(
  reader: OrganisationId,
  event: CaseEvent,
  state: ReturnType<typeof foldCase>,
): CaseEvent {
  const grant = event.grants.find(({ to }) => to === reader)
  invariant(grant !== undefined, 'random-history: a delivery stands on a grant')
  const mayGo = (section: Grant['sections'][number]) =>
    reviewGrant(
      { event, grant: { ...grant, sections: [section] }, at: event.recordedAt },
      state,
    ) === undefined
  return {
    ...event,
    grants: [grant],
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === reader || recipient === reader,
    ),
    sections: event.sections.filter(({ name }) => grant.sections.includes(name) && mayGo(name)),
  }
}
