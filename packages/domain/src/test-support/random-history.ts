import { invariant, type EventId, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import type { CommandContext } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { mayAuthor, mayReceive } from '../case/entitlement.ts'
import type { CaseEvent, EventDraft } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseState } from '../case/state.ts'
import { commandTypes, type CommandType } from '../definition/catalogue.ts'
import { planDisclosures, type PlannedDisclosure } from '../disclosure/minimise.ts'
import { reviewGrant, type GrantFlaw } from '../disclosure/review-grant.ts'
import { story } from './case-events.ts'
import { copyFor, eventOf } from './delivery.ts'
import { possibleCommand, type Choose } from './possible-commands.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  court,
  guardianship,
  idOf,
  migration,
  police,
  skopje,
  vienna,
  viennaOffice,
} from './world.ts'

/** One thing that happens: an organisation does something it may do, or receives what waits for it. */
type Move = {
  readonly actor: number
  readonly kind: 'act' | 'receive'
  /** What chance there is: everything that is chosen is chosen with it. */
  readonly seed: number
  readonly minutes: number
}

/** What each organisation holds of one case in the end, when everything has been delivered. */
export type History = {
  readonly organisations: readonly OrganisationId[]
  readonly logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>
  /** Copies that their recipient would refuse, for another reason than that something was taken back. */
  readonly refused: readonly { readonly event: CaseEvent; readonly flaw: GrantFlaw }[]
}

/** Who takes part: two services at least, and authorities that have powers over the case. */
const casts: readonly (readonly OrganisationId[])[] = [
  [vienna, belgrade, viennaOffice, police, court],
  [vienna, belgrade, skopje, viennaOffice, belgradeOffice],
  [vienna, guardianship, viennaOffice, migration, court],
]

const move: fc.Arbitrary<Move> = fc.record({
  actor: fc.nat(4),
  kind: fc.constantFrom('act', 'act', 'receive', 'receive', 'receive'),
  seed: fc.nat(1_000_000),
  minutes: fc.nat(3),
})

/** Histories of two to five organisations whose clocks differ by some minutes. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    cast: fc.constantFrom(...casts),
    count: fc.constantFrom(2, 3, 5, 5, 5),
    skews: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 }),
    moves: fc.array(move, { minLength: 60, maxLength: 240, size: 'max' }),
  })
  .map(({ cast, count, skews, moves }) => play(cast.slice(0, count), skews, moves))

/** A case is opened once, and what is no case has no history. */
const tried = commandTypes.filter(
  (type) => type !== 'OpenCase' && type !== 'PassFutureCrimeInformation',
)
const ATTEMPTS_MAX = 6

const ending: readonly CommandType[] = [
  'WithdrawDataConsent',
  'NarrowDataConsent',
  'ExpireDataConsent',
  'DeclineReferral',
  'ExpireReferral',
  'WithdrawReferral',
  'RecordParticipationRefusal',
  'RecordIdentificationDeclined',
  'CloseNotification',
  'DoNotIdentify',
  'DeclareRecusal',
]
const leadingOn: readonly CommandType[] = [
  'OfferReferral',
  'AcceptReferral',
  'ExchangeContact',
  'AssessRisk',
  'PlanReturnTravel',
  'ConfirmDeparture',
  'ConfirmArrival',
  'StartSupport',
  'ReviewSupport',
  'EndSupport',
  'RecordTripConsent',
  'PlanTrip',
  'RecordDeparture',
  'RecordArrival',
  'CloseCase',
  'ReopenCase',
]

/** What ends something comes seldom, so that there is something to end; what is far away comes at once. */
const weights: ReadonlyMap<CommandType, number> = new Map([
  ...ending.map((type) => [type, 0.15] as const),
  ...leadingOn.map((type) => [type, 8] as const),
])

type Waiting = { readonly to: OrganisationId; readonly event: CaseEvent }
type Step = { readonly draft: EventDraft; readonly plan: readonly PlannedDisclosure[] }

/** Plays the moves by the rules: what is refused does not happen. */
function play(
  organisations: readonly OrganisationId[],
  skews: readonly number[],
  moves: readonly Move[],
): History {
  const logs = new Map<OrganisationId, CaseEvent[]>(
    organisations.map((self) => [self, self === vienna ? [story.opened, story.presumed] : []]),
  )
  const states = new Map<OrganisationId, CaseState>()
  const done = new Map<CommandType, number>()
  const refused: { event: CaseEvent; flaw: GrantFlaw }[] = []
  let waiting: readonly Waiting[] = []
  let minute = 5
  let count = 2

  const logOf = (self: OrganisationId): readonly CaseEvent[] => logs.get(self) ?? []
  const stateOf = (self: OrganisationId): CaseState => {
    const state = states.get(self) ?? foldCase(logOf(self))
    states.set(self, state)
    return state
  }
  const append = (self: OrganisationId, event: CaseEvent): void => {
    logs.get(self)?.push(event)
    states.delete(self)
  }

  /** What has seldom been done is tried first, so that steps far down the road are taken as well. */
  function inSomeOrder(choose: Choose): readonly CommandType[] {
    return tried
      .map((type) => {
        const often = 1 + (done.get(type) ?? 0)
        const weight = weights.get(type) ?? 1
        return { type, rank: (-Math.log((1 + choose(9999)) / 10_000) * often * often) / weight }
      })
      .sort((left, right) => left.rank - right.rank)
      .map(({ type }) => type)
  }

  function act(
    self: OrganisationId,
    now: number,
    seed: number,
    types: (choose: Choose) => readonly CommandType[] = inSomeOrder,
  ): void {
    const choose = chance(seed)
    const state = stateOf(self)
    if (Object.keys(state.known).length === 0) return
    const others = organisations.filter((other) => other !== self)
    for (const type of types(choose)) {
      const step = findStep(type, { state, self, others, minute: now, choose })
      if (step === undefined) continue
      done.set(type, (done.get(type) ?? 0) + 1)
      const event = eventOf(step.draft, step.plan, self, now, logOf(self), idAt(count++))
      append(self, event)
      waiting = [...waiting, ...event.grants.map(({ to }) => ({ to, event }))]
      return
    }
  }

  /** What one author sends arrives in its order; between authors anything may come first. */
  function receive(self: OrganisationId, seed: number): void {
    const authors = [
      ...new Set(waiting.flatMap((each) => (each.to === self ? [each.event.author] : []))),
    ]
    const author = authors[seed % authors.length]
    const next = waiting.find((each) => each.to === self && each.event.author === author)
    if (next === undefined) return
    waiting = waiting.filter((each) => each !== next)
    const copy = copyFor(self, next.event, stateOf(next.event.author))
    const [grant] = copy.grants
    invariant(grant !== undefined, 'random-history: a copy has a grant')
    const flaw = reviewGrant({ event: copy, grant, at: copy.recordedAt }, stateOf(self))
    if (flaw !== undefined && !isTakenBack(flaw)) refused.push({ event: copy, flaw })
    append(self, copy)
  }

  // What every case begins with, so that the moves have something to do.
  act(vienna, minute, 1, () => ['GiveDataConsent'])
  for (const { actor, kind, seed, minutes } of moves) {
    const place = actor % organisations.length
    const self = organisations[place]
    invariant(self !== undefined, 'random-history: organisation takes part')
    minute += minutes
    if (kind === 'receive') receive(self, seed)
    else act(self, minute + (skews[place] ?? 0), seed)
  }
  while (waiting[0] !== undefined) receive(waiting[0].to, 0)
  return { organisations, logs, refused }
}

/** A step of this type that may be taken, if chance finds one. */
function findStep(
  type: CommandType,
  situation: Parameters<typeof possibleCommand>[1],
): Step | undefined {
  const { state, self, minute } = situation
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const command = possibleCommand(type, situation)
    if (command === undefined) return undefined
    const context = contextOf(self, minute)
    const decided = decide(state, command, context)
    if (!decided.ok || !isEntitled(decided.value, context)) continue
    const plan = planDisclosures(decided.value, state, self, at(minute))
    if (plan.ok) return { draft: decided.value, plan: plan.value }
  }
  return undefined
}

/** In these Participants police may grant residence, too: there are not enough organisations otherwise. */
function contextOf(self: OrganisationId, minute: number): CommandContext {
  const context = as(self, minute)
  const residence = {
    ...context.policy.residence,
    grantedBy: ['migrationAuthority', 'police'],
  } as const
  return { ...context, policy: { ...context.policy, residence } }
}

function isEntitled({ type, recipients }: EventDraft, { self, kindOf }: CommandContext): boolean {
  const own = kindOf(self)
  if (own === undefined || !mayAuthor(own, type)) return false
  return recipients.every(({ to }) => {
    const kind = kindOf(to)
    return kind !== undefined && mayReceive(kind, type)
  })
}

/** What was composed in time may meet, on its way, that the person has taken back what it rests on. */
function isTakenBack(flaw: GrantFlaw): boolean {
  return (
    flaw.kind === 'not-covered' &&
    ['section-narrowed', 'consent-withdrawn', 'consent-suspended'].includes(flaw.rule)
  )
}

/** A small generator, good enough to choose (Park and Miller, 1988). */
function chance(seed: number): Choose {
  let state = (seed % 2147483646) + 1
  return (count) => {
    state = (state * 48271) % 2147483647
    return count === 0 ? 0 : state % count
  }
}

/** As readable as ids go, and in another order than time. */
function idAt(count: number): EventId {
  return idOf(`${(count * 7919) % 1009}-${count}`)
}
