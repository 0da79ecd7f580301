import { invariant, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import type { CaseCommand } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { dueCommands } from '../case/due.ts'
import { mayAuthor, mayReceive } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, EventDraft, Grant } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import {
  commandDefinitions,
  commandTypes,
  eventDefinitions,
  processes,
  type CommandType,
  type ProcessName,
} from '../definition/catalogue.ts'
import { startOfDay } from '../definition/untimed.ts'
import type { PlannedDisclosure } from '../disclosure/minimise.ts'
import { planDisclosures, reviewGrant } from './disclosing.ts'
import type { GrantFlaw } from '../disclosure/grant-flaw.ts'
import type { AgeStatus } from '../vocabulary/lists.ts'
import { story } from './case-events.ts'
import { choicesFrom, randomCommand, type Choose, type Situation } from './random-command.ts'
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
  theCase,
  vienna,
  viennaOffice,
} from './world.ts'

/** One thing that happens: an organisation does something it may do, or receives what waits for it. */
type Move = {
  readonly actor: number
  readonly choice: number
  /** Anything that is possible, or a step of the processes that the history is about, or a delivery. */
  readonly kind: 'act' | 'advance' | 'receive'
  readonly minutes: number
}

/** What each organisation holds of one case in the end, when everything has been delivered. */
export type History = {
  readonly organisations: readonly OrganisationId[]
  readonly logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>
  /** Copies that crossed with something that their reader knew already, and that it did not take. */
  readonly refused: readonly Refusal[]
}

type Refusal = {
  readonly to: OrganisationId
  readonly event: CaseEvent
  readonly flaw: GrantFlaw
}

type Setting = {
  readonly plot: Plot
  readonly ageStatus: AgeStatus
  /** By how many minutes the clock of each organisation is off. */
  readonly skews: readonly number[]
}

/** Which processes a history is about, and organisations of the kinds that they happen between. */
type Plot = {
  readonly about: readonly ProcessName[]
  readonly between: readonly OrganisationId[]
}

const ORGANISATIONS_MAX = 5

const plots: readonly Plot[] = [
  { about: ['handover'], between: [vienna, belgrade] },
  { about: ['handover', 'return'], between: [vienna, belgrade] },
  { about: ['handover', 'return'], between: [vienna, belgrade, skopje] },
  { about: ['handover', 'consent', 'sharing', 'closing'], between: [vienna, belgrade, skopje] },
  { about: ['notification', 'opening'], between: [vienna, belgrade, viennaOffice, police] },
  { about: ['residence', 'opening'], between: [vienna, belgrade, migration, police] },
  { about: ['testimony'], between: [vienna, court] },
  { about: ['testimony'], between: [vienna, belgrade, skopje, court, police] },
  { about: ['children', 'handover', 'return'], between: [vienna, belgrade, guardianship] },
  { about: ['children'], between: [vienna, belgrade, viennaOffice, belgradeOffice] },
  { about: ['relay'], between: [vienna, belgrade, skopje] },
  { about: ['corrections', 'consent'], between: [vienna, belgrade, court] },
  {
    about: ['complaints', 'corrections'],
    between: [vienna, belgrade, viennaOffice, court, skopje],
  },
]

/** Long enough for every period to run out, in minutes. */
const WEEKS = 50_000

const move: fc.Arbitrary<Move> = fc.record({
  actor: fc.nat(ORGANISATIONS_MAX - 1),
  choice: fc.nat(0xffff),
  kind: fc.constantFrom('act', 'advance', 'advance', 'advance', 'receive', 'receive', 'receive'),
  minutes: fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(0, 1, 2, 30) },
    { weight: 1, arbitrary: fc.constant(WEEKS) },
  ),
})

/** Histories of two to five organisations whose clocks differ by some minutes. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    plot: fc.constantFrom(...plots),
    ageStatus: fc.constantFrom<AgeStatus>('verifiedAdult', 'verifiedAdult', 'presumedChild'),
    skews: fc.array(fc.integer({ min: -3, max: 3 }), {
      minLength: ORGANISATIONS_MAX,
      maxLength: ORGANISATIONS_MAX,
    }),
    moves: fc.array(move, { minLength: 20, maxLength: 200, size: 'max' }),
  })
  .map(({ moves, ...setting }) => play(setting, moves))

/** Plays the moves by the rules: what is refused does not happen. */
function play({ plot, ageStatus, skews }: Setting, moves: readonly Move[]): History {
  const organisations = plot.between
  const opened = { ...story.opened, facts: { ageStatus } }
  const logs = new Map<OrganisationId, CaseEvent[]>(
    organisations.map((self) => [self, self === vienna ? [opened, story.presumed] : []]),
  )
  const waiting: { readonly to: OrganisationId; readonly event: CaseEvent }[] = []
  const refused: Refusal[] = []
  let minute = 5

  const logOf = (self: OrganisationId): CaseEvent[] => {
    const log = logs.get(self)
    invariant(log !== undefined, 'random-history: organisation takes part')
    return log
  }

  // Folding is most of what a history costs, and a log that nothing was added to has the same fold.
  const folds = new Map<OrganisationId, { readonly events: number; readonly state: CaseState }>()
  const stateOf = (self: OrganisationId): CaseState => {
    const log = logOf(self)
    const known = folds.get(self)
    if (known?.events === log.length) return known.state
    const state = foldCase(log)
    folds.set(self, { events: log.length, state })
    return state
  }

  function act(
    self: OrganisationId,
    types: readonly CommandType[],
    { choice, now }: { readonly choice: number; readonly now: number },
  ): void {
    const step = chooseStep(types, situationOf(self, now), choicesFrom(choice))
    if (step !== undefined) record(step, self, now)
  }

  /** What an agent does by itself as soon as there is reason to, before anything else leaves. */
  function actAtOnce(self: OrganisationId, now: number): void {
    for (const command of dueCommands(stateOf(self), as(self, now))) {
      const step = urgent.has(command.type) ? stepOf(command, situationOf(self, now)) : undefined
      if (step !== undefined) record(step, self, now)
    }
  }

  function situationOf(self: OrganisationId, now: number): Situation {
    const others = organisations.filter((other) => other !== self)
    return { state: stateOf(self), others, self, minute: now }
  }

  function record(step: Step, self: OrganisationId, now: number): void {
    const log = logOf(self)
    const event = eventOf(step, self, now, log, nextId(logs))
    log.push(event)
    for (const { to } of event.grants) waiting.push({ to, event })
  }

  function receive(self: OrganisationId): void {
    const place = waiting.findIndex(({ to }) => to === self)
    const [next] = place < 0 ? [] : waiting.splice(place, 1)
    if (next === undefined) return
    const copy = copyFor(self, next.event, stateOf(next.event.author))
    const [grant] = copy.grants
    invariant(grant !== undefined, 'random-history: a copy has a grant')
    const flaw = reviewGrant({ event: copy, grant, at: copy.recordedAt }, stateOf(self))
    if (flaw === undefined) logOf(self).push(copy)
    else refused.push({ to: self, event: next.event, flaw })
  }

  const steps = new Set(plot.about.flatMap((name) => Object.keys(processes[name].commands)))
  const onwards = possible.filter((type) => steps.has(type) && !turningBack.has(type))
  act(vienna, ['GiveDataConsent'], { choice: skews[0] ?? 0, now: minute })
  for (const { actor, choice, kind, minutes } of moves) {
    const place = actor % organisations.length
    const self = organisations[place]
    invariant(self !== undefined, 'random-history: organisation takes part')
    minute += minutes
    const now = minute + (skews[place] ?? 0)
    if (kind === 'receive') receive(self)
    else act(self, kind === 'advance' ? onwards : possible, { choice, now })
    actAtOnce(self, now)
  }
  while (waiting[0] !== undefined) receive(waiting[0].to)
  return { organisations, logs, refused }
}

/** What an agent records by itself as soon as it learns why. */
const urgent: ReadonlySet<CommandType> = new Set<CommandType>([
  'SuspendDataConsent',
  'NarrowRefusedClause',
  'EndSharing',
])

/** What ends a process early. It is tried like everything else, but would end most histories at once. */
const turningBack: ReadonlySet<CommandType> = new Set<CommandType>([
  'WithdrawDataConsent',
  'RecordDataConsentRefused',
  'ExpireDataConsent',
  'ExpireConsentClause',
  'DeclineReferral',
  'WithdrawReferral',
  'ExpireReferral',
  'RecordReferralImpossible',
  'RecordParticipationRefusal',
  'RecordIdentificationDeclined',
  'ExpireRelay',
  'ChangeAgeStatus',
])

/** Everything but what stands under a reference that nobody has used, and so in no history of a case. */
const possible = commandTypes.filter(
  (type) => type !== 'OpenCase' && type !== 'PassFutureCrimeInformation',
)

type Step = { readonly draft: EventDraft; readonly plan: readonly PlannedDisclosure[] }

/** The first of the commands, in an order by chance, that may be given; what is new comes first. */
function chooseStep(
  types: readonly CommandType[],
  situation: Situation,
  choose: Choose,
): Step | undefined {
  const had = new Set<string>(Object.values(situation.state.known).map(({ type }) => type))
  const isNew = (type: CommandType) =>
    commandDefinitions[type].emits.some((emitted) => !had.has(emitted))
  const mixed = types
    .map((type) => ({
      type,
      rank:
        choose(1000) +
        (isNew(type) ? 0 : 900) +
        (turningBack.has(type) && choose(4) > 0 ? 2000 : 0),
    }))
    .toSorted((one, other) => one.rank - other.rank)
  for (const { type } of mixed) {
    const step = tryStep(type, situation, choose)
    if (step !== undefined) return step
  }
  return undefined
}

/** What an agent does before it signs: decide, look whom the event may come from and go to, and plan. */
function tryStep(type: CommandType, situation: Situation, choose: Choose): Step | undefined {
  const command = randomCommand(type, situation, choose)
  return command === undefined ? undefined : stepOf(command, situation)
}

function stepOf(command: CaseCommand, { state, self, minute }: Situation): Step | undefined {
  const context = as(self, minute)
  const decided = decide(state, command, context)
  if (!decided.ok) return undefined
  const draft = decided.value
  const isEntitled = (organisation: OrganisationId, may: typeof mayAuthor) => {
    const kind = context.kindOf(organisation)
    return kind !== undefined && may(kind, draft.type)
  }
  if (!isEntitled(self, mayAuthor)) return undefined
  if (!draft.recipients.every(({ to }) => to !== self && isEntitled(to, mayReceive)))
    return undefined
  const plan = planDisclosures(draft, state, self, at(minute))
  return plan.ok ? { draft, plan: plan.value } : undefined
}

/** As readable as ids go, and in another order than time. */
function nextId(logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>) {
  const count = new Set([...logs.values()].flat().map(({ id }) => id)).size
  return idOf(`${(count * 7919) % 1009}-${count}`)
}

function eventOf(
  { draft, plan }: Step,
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
  const written = draft.type === 'EventShared' ? draft.facts.event : id
  const names = draft.type === 'EventShared' ? draft.facts.sections : Object.keys(draft.sections)
  const sections = names.map((name) => ({ name, digest: `${name} of ${written}` }))
  const { type, facts, clauses, occurredAt } = draft
  const recordedAt = eventDefinitions[type].isUntimed ? startOfDay(at(now)) : at(now)
  const known = { id, type, facts, clauses, occurredAt, author, grants, sections }
  return { ...known, case: theCase, recordedAt } as CaseEvent
}

/** What travels: the own grant, the clauses that concern the reader, the sections that still may go. */
function copyFor(reader: OrganisationId, event: CaseEvent, state: CaseState): CaseEvent {
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
