import { caseCommand } from '@trm/contracts'
import {
  commandDefinitions,
  commandTypes,
  decide,
  dueCommands,
  eventDefinitions,
  foldCase,
  disclosersToTaker,
  isHolder,
  isUnderHold,
  mayAuthor,
  mayReceive,
  planDisclosures,
  reviewGrant,
  sectionsToAnswerFor,
  sectionsToErase,
  startOfDay,
  type CaseCommand,
  type CaseEvent,
  type Organisations,
  type CaseState,
  type CommandContext,
  type CommandType,
  type FactsByType,
  type NarrowingState,
  type OrganisationKind,
  type PolicyPack,
  type SectionName,
} from '@trm/domain'
import { importHtcds } from '@trm/htcds'
import {
  fail,
  invariant,
  isEventId,
  ok,
  participantOf,
  plusMilliseconds,
  toInstant,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { copyFor, isUnder, placeInChain } from './copies.ts'
import type { GivenCommand, Outlook, World } from './world.ts'

type Options = {
  readonly kinds: ReadonlyMap<OrganisationId, OrganisationKind>
  readonly policies: ReadonlyMap<string, PolicyPack>
}

const THE_CASE = 'thisCaseIsOnlyATestCaA' as CaseReference
/** What is no case has a reference of its own, which leads to nothing. */
const NO_CASE = 'thisIsNoCaseAnywhere_A' as CaseReference

/** Several organisations in one process, by the rules of the domain alone: no signature, no server. */
export function memoryWorld({ kinds, policies }: Options): World {
  const logs = new Map<string, CaseEvent[]>()
  /** What an organisation has destroyed: of each, the event and the section. */
  const destroyed = new Set<string>()
  const values = new Map<string, object>()
  /** Whose agent is away, with what was sent to it meanwhile. */
  const away = new Map<OrganisationId, CaseEvent[]>()
  let now: Instant = toInstant(new Date('2026-03-01T10:00:00Z'))
  let events = 0
  const logOf = (self: OrganisationId, reference = THE_CASE) => {
    const place = `${self} ${reference}`
    const log = logs.get(place) ?? []
    logs.set(place, log)
    return log
  }

  /** All are listed, and no list keeps anything of their standing. */
  const organisations: Organisations = (id) => {
    const kind = kinds.get(id)
    const facts = {
      licence: 'notStated',
      agreement: 'notStated',
      membership: 'notStated',
      vetting: 'notStated',
    } as const
    return kind === undefined ? undefined : { kind, isListed: true, facts }
  }

  function contextOf(self: OrganisationId): CommandContext {
    const policy = policies.get(participantOf(self))
    invariant(policy !== undefined, 'memory world: every Participant has a policy')
    return { now, self, policy, kindOf: (organisation) => kinds.get(organisation) }
  }

  function give({ at, command, isOutside }: GivenCommand): Result<string, string> {
    const reference = isOutside ? NO_CASE : THE_CASE
    const log = logOf(at, reference)
    const filled = fillIn(command, at)
    if (!filled.ok) return filled
    const state = foldCase(log)
    const decided = decide(state, filled.value, contextOf(at))
    if (!decided.ok) return fail(decided.failure.kind)
    const draft = decided.value
    const kind = kinds.get(at)
    if (kind === undefined || !mayAuthor(kind, draft.type)) return fail('not-entitled')
    const wrong = draft.recipients.find(({ to }) => !mayRead(to, draft.type))
    if (wrong !== undefined) return fail('recipient-not-entitled')
    const plan = planDisclosures(draft, state, at, now, organisations)
    if (!plan.ok) return fail(plan.failure.kind)
    const grants = plan.value.map(({ grant }) => placeInChain(grant, at, log))
    const id = nextId()
    const written = Object.entries(draft.sections).map(([name, value]) => {
      values.set(`${id} ${name}`, value)
      return { name, digest: `${name} of ${id}` }
    })
    const sections = draft.type === 'EventShared' ? passedOn(at, draft.facts, log) : written
    if (sections === undefined) return fail('nothing-to-share')
    const event = {
      id,
      case: reference,
      author: at,
      recordedAt: eventDefinitions[draft.type].isUntimed ? startOfDay(now) : now,
      ...draft,
      sections,
      grants,
    } as unknown as CaseEvent
    log.push(event)
    for (const { to } of grants) receive(to, copyFor(to, event))
    obey(at)
    return ok(id)
  }

  /** The sections of the original as they were committed to; undefined where one of them was erased. */
  function passedOn(
    self: OrganisationId,
    { event, sections }: FactsByType['EventShared'],
    log: readonly CaseEvent[],
  ): CaseEvent['sections'] | undefined {
    if (sections.some((name) => destroyed.has(`${self} ${event} ${name}`))) return undefined
    return log
      .find(({ id }) => id === event)
      ?.sections.filter(({ name }) => sections.includes(name))
  }

  function mayRead(to: OrganisationId, type: CaseEvent['type']): boolean {
    const kind = kinds.get(to)
    return kind !== undefined && mayReceive(kind, type)
  }

  function receive(self: OrganisationId, copy: CaseEvent): void {
    const [grant] = copy.grants
    invariant(grant !== undefined, 'memory world: a copy has a grant')
    const waiting = away.get(self)
    if (waiting !== undefined) {
      waiting.push(copy)
      return
    }
    const log = logOf(self, copy.case)
    const flaw = reviewGrant(
      { event: copy, grant, at: copy.recordedAt },
      foldCase(log),
      organisations,
    )
    if (flaw !== undefined) throw new Error(`${self} refuses ${copy.type}: ${flaw.kind}`)
    log.push(copy)
    obey(self)
  }

  /** What an agent does by itself when something was erased, taken back, or held and is held no more. */
  function obey(self: OrganisationId): void {
    if (away.has(self)) return
    const log = logOf(self)
    for (const [place, event] of log.entries())
      if (event.type === 'PersonalDataErased' && event.author === self)
        for (const earlier of log.slice(0, place)) destroy(self, earlier, event.facts.sections)
    const state = foldCase(log)
    const [ending] = dueCommands(state, contextOf(self)).filter(({ type }) => atOnce.has(type))
    if (ending !== undefined) {
      // What follows from it sees to the rest.
      const ended = give({ at: self, command: ending, isOutside: false })
      invariant(ended.ok, 'memory world: what has happened is told')
      return
    }
    for (const [id, narrowing] of Object.entries(state.narrowings))
      if (isHolder(state, narrowing, self)) answer(self, id as EventId, narrowing, state)
  }

  function answer(
    self: OrganisationId,
    id: EventId,
    narrowing: NarrowingState,
    state: CaseState,
  ): void {
    const toErase = sectionsToErase(state, narrowing, self)
    const free = toErase.filter((section) => !isUnderHold(state, [section], { self, now }))
    for (const event of logOf(self))
      if (isUnder(event, narrowing, state, self)) destroy(self, event, free)
    const answerFor = (erase: readonly SectionName[]) =>
      erase.length === 0
        ? 'restricted'
        : erase.every((section) => free.includes(section))
          ? 'erased'
          : 'retained'
    const isOwed = (earlier: string | undefined, due: string) =>
      earlier === undefined || (earlier === 'retained' && due === 'erased')
    const answers =
      narrowing.by === self
        ? disclosersToTaker(state, narrowing).map((to): [string | undefined, CaseCommand] => [
            narrowing.answeredTo?.[to],
            {
              type: 'AnswerAsTaker',
              narrowing: id,
              to,
              answer: answerFor(sectionsToErase(state, narrowing, self, to)),
            },
          ])
        : [
            [
              narrowing.answers[self],
              {
                type: 'AnswerAsHolder',
                narrowing: id,
                answer: answerFor(toErase),
                sections: sectionsToAnswerFor(state, narrowing, self),
              },
            ] satisfies [string | undefined, CaseCommand],
          ]
    for (const [earlier, command] of answers) {
      if (!('answer' in command) || !isOwed(earlier, command.answer)) continue
      // What follows from one answer may be the others already.
      const decided = decide(foldCase(logOf(self)), command, contextOf(self))
      if (!decided.ok && decided.failure.kind === 'already-answered') continue
      const answered = give({ at: self, command, isOutside: false })
      invariant(answered.ok, 'memory world: a holder answers')
    }
  }

  function destroy(self: OrganisationId, event: CaseEvent, sections: readonly string[]): void {
    for (const section of sections) destroyed.add(`${self} ${event.id} ${section}`)
  }

  function fillIn(
    { record, share = [], ...rest }: GivenCommand['command'],
    at: OrganisationId,
  ): Result<CaseCommand, string> {
    if (rest.type === 'OpenCase') {
      const imported = importHtcds(record)
      if (!imported.ok) return fail('record-invalid')
      return ok({ ...rest, sections: imported.value.sections } as CaseCommand)
    }
    const body = caseCommand.safeParse({
      ...rest,
      ...(Array.isArray(share) && share.length > 0 && { share }),
    })
    const isOwn = byThemselves.has(rest.type)
    if (!body.success && !isOwn) throw new Error(`${rest.type}: ${z.prettifyError(body.error)}`)
    if (commandDefinitions[rest.type as CommandType].sections.length === 0)
      return ok(rest as CaseCommand)
    const own = (share as readonly string[]).map((name) => [name, latest(at, name)] as const)
    const missing = own.find(([, value]) => value === undefined)
    if (missing !== undefined) return fail('nothing-to-share')
    const sections = { ...Object.fromEntries(own), ...(rest['sections'] as object | undefined) }
    return ok({ ...rest, sections } as unknown as CaseCommand)
  }

  function latest(at: OrganisationId, name: string): object | undefined {
    const event = logOf(at).findLast(
      ({ type, author, sections }) =>
        author === at && type !== 'EventShared' && sections.some((each) => each.name === name),
    )
    if (event === undefined || destroyed.has(`${at} ${event.id} ${name}`)) return undefined
    return values.get(`${event.id} ${name}`)
  }

  function look(self: OrganisationId): Outlook {
    const log = logOf(self)
    const outside = logOf(self, NO_CASE)
    return {
      knows: log.map(({ type }) => type),
      reads: readsOf(self, log),
      outside: { knows: outside.map(({ type }) => type), reads: readsOf(self, outside) },
      state: foldCase(log),
    }
  }

  function readsOf(self: OrganisationId, log: readonly CaseEvent[]): readonly string[] {
    const state = foldCase(log)
    const reads = log.flatMap((event) =>
      event.sections.flatMap(({ name }) => {
        if (destroyed.has(`${self} ${event.id} ${name}`)) return []
        // What one passed on oneself is the original, which is here already with what holds for it.
        if (event.type === 'EventShared' && event.author === self) return []
        if (event.author === self) return [name]
        const own = event.grants.find(({ to }) => to === self)
        if (own === undefined) return []
        const grant = { ...own, sections: [name] }
        return reviewGrant({ event, grant, at: now }, state, organisations) === undefined
          ? [name]
          : []
      }),
    )
    return [...new Set(reads)]
  }

  function nextId(): EventId {
    const id = createHash('sha256').update(String(++events)).digest('base64url')
    invariant(isEventId(id), 'memory world: event id')
    return id
  }

  return {
    now: () => now,
    pass(milliseconds) {
      now = plusMilliseconds(now, milliseconds)
      // A hold may be over by now.
      for (const organisation of kinds.keys()) obey(organisation)
      return Promise.resolve()
    },
    stop(organisation) {
      away.set(organisation, [])
      return Promise.resolve()
    },
    start(organisation) {
      const waiting = away.get(organisation) ?? []
      away.delete(organisation)
      for (const copy of waiting) receive(organisation, copy)
      return Promise.resolve()
    },
    find(organisation, type) {
      const found = logOf(organisation).findLast(
        (event) => event.author === organisation && event.type === type,
      )
      invariant(found !== undefined, 'memory world: an event that was written')
      return Promise.resolve(found.id)
    },
    give(given) {
      // Nothing happens in no time: causes come before their effects in any order of ids.
      now = plusMilliseconds(now, 1)
      return Promise.resolve(give(given))
    },
    look: (organisation) => Promise.resolve(look(organisation)),
  }
}

/** What an agent does about what has happened, and not because time has passed. */
const atOnce: ReadonlySet<CommandType> = new Set<CommandType>([
  'EndSharing',
  'PassOnCorrection',
  'SuspendDataConsent',
  'NarrowRefusedClause',
  'ResumeDataConsent',
])

const byThemselves: ReadonlySet<string> = new Set(
  commandTypes.filter((type) => commandDefinitions[type].givenBy !== 'caseworker'),
)
