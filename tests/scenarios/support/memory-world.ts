import { caseCommand } from '@trm/contracts'
import {
  commandDefinitions,
  decide,
  eventDefinitions,
  foldCase,
  mayAuthor,
  mayReceive,
  planDisclosures,
  reviewGrant,
  sectionsToAnswerFor,
  startOfDay,
  type CaseCommand,
  type CaseEvent,
  type CommandType,
  type Grant,
  type OrganisationKind,
  type PolicyPack,
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
import type { GivenCommand, Outlook, World } from './world.ts'

type Options = {
  readonly kinds: ReadonlyMap<OrganisationId, OrganisationKind>
  readonly policies: ReadonlyMap<string, PolicyPack>
}

const THE_CASE = 'thisCaseIsOnlyATestCaA' as CaseReference

/** Several organisations in one process, by the rules of the domain alone: no signature, no server. */
export function memoryWorld({ kinds, policies }: Options): World {
  const logs = new Map<OrganisationId, CaseEvent[]>()
  const values = new Map<string, object>()
  let now: Instant = toInstant(new Date('2026-03-01T10:00:00Z'))
  let events = 0
  const logOf = (self: OrganisationId) => {
    const log = logs.get(self) ?? []
    logs.set(self, log)
    return log
  }

  function give({ at, command, isOutside }: GivenCommand): Result<string, string> {
    const log = isOutside ? [] : logOf(at)
    const filled = fillIn(command, at)
    if (!filled.ok) return filled
    const state = foldCase(log)
    const policy = policies.get(participantOf(at))
    invariant(policy !== undefined, 'memory world: every Participant has a policy')
    const kindOf = (organisation: OrganisationId) => kinds.get(organisation)
    const decided = decide(state, filled.value, { now, self: at, policy, kindOf })
    if (!decided.ok) return fail(decided.failure.kind)
    const draft = decided.value
    const kind = kinds.get(at)
    if (kind === undefined || !mayAuthor(kind, draft.type)) return fail('not-entitled')
    const wrong = draft.recipients.find(({ to }) => !mayRead(to, draft.type))
    if (wrong !== undefined) return fail('recipient-not-entitled')
    const plan = planDisclosures(draft, state, at, now)
    if (!plan.ok) return fail(plan.failure.kind)
    const grants = plan.value.map(({ grant }) => placeInChain(grant, at, log))
    const id = nextId()
    const sections = Object.entries(draft.sections).map(([name, value]) => {
      values.set(`${id} ${name}`, value)
      return { name, digest: `${name} of ${id}` }
    })
    const event = {
      id,
      case: THE_CASE,
      author: at,
      recordedAt: eventDefinitions[draft.type].isUntimed ? startOfDay(now) : now,
      ...draft,
      sections,
      grants,
    } as unknown as CaseEvent
    log.push(event)
    for (const { to } of grants) receive(to, copyFor(to, event), isOutside)
    answer(at, event)
    return ok(id)
  }

  function mayRead(to: OrganisationId, type: CaseEvent['type']): boolean {
    const kind = kinds.get(to)
    return kind !== undefined && mayReceive(kind, type)
  }

  function receive(self: OrganisationId, copy: CaseEvent, isOutside: boolean): void {
    if (isOutside) return
    const [grant] = copy.grants
    invariant(grant !== undefined, 'memory world: a copy has a grant')
    const flaw = reviewGrant({ event: copy, grant, at: copy.recordedAt }, foldCase(logOf(self)))
    if (flaw !== undefined) throw new Error(`${self} refuses ${copy.type}: ${flaw.kind}`)
    logOf(self).push(copy)
    answer(self, copy)
  }

  /** What an agent does by itself when a consent ends. */
  function answer(self: OrganisationId, { id }: CaseEvent): void {
    const state = foldCase(logOf(self))
    const narrowing = state.narrowings[id]
    if (narrowing === undefined || narrowing.by === self) return
    if (narrowing.answers[self] !== undefined) return
    const sections = sectionsToAnswerFor(state, narrowing, self)
    const answered = give({
      at: self,
      command: { type: 'AnswerAsHolder', narrowing: id, answer: 'erased', sections },
      isOutside: false,
    })
    invariant(answered.ok, 'memory world: a holder answers')
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
      ({ author, sections }) => author === at && sections.some((each) => each.name === name),
    )
    return event === undefined ? undefined : values.get(`${event.id} ${name}`)
  }

  function look(self: OrganisationId): Outlook {
    const log = logOf(self)
    const state = foldCase(log)
    const reads = log.flatMap((event) =>
      event.sections.flatMap(({ name }) => {
        if (event.author === self) return [name]
        const own = event.grants.find(({ to }) => to === self)
        if (own === undefined) return []
        const grant = { ...own, sections: [name] }
        const isErased = state.erasures.some(
          ({ by, sections }) => by === self && sections.includes(name),
        )
        return isErased || reviewGrant({ event, grant, at: now }, state) !== undefined ? [] : [name]
      }),
    )
    return { knows: log.map(({ type }) => type), reads: [...new Set(reads)], state }
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
      return Promise.resolve()
    },
    give(given) {
      // Nothing happens in no time: causes come before their effects in any order of ids.
      now = plusMilliseconds(now, 1)
      return Promise.resolve(give(given))
    },
    look: (organisation) => Promise.resolve(look(organisation)),
  }
}

const byThemselves: ReadonlySet<string> = new Set([
  'AnswerAsHolder',
  'ExpireDataConsent',
  'ExpireReferral',
  'RecordFeedbackOverdue',
  'RaiseReflectionAlarm',
  'ExpireRelay',
  'RecordComplaintOverdue',
  'RecordErasure',
])

function placeInChain(
  grant: Omit<Grant, 'seq' | 'prev'>,
  author: OrganisationId,
  log: readonly CaseEvent[],
): Grant {
  const sent = log.filter(
    (event) => event.author === author && event.grants.some(({ to }) => to === grant.to),
  )
  const last = sent.at(-1)
  return { ...grant, seq: sent.length + 1, ...(last !== undefined && { prev: last.id }) }
}

/** What travels: the own grant, the clauses that concern the reader, the sections that were granted. */
function copyFor(reader: OrganisationId, event: CaseEvent): CaseEvent {
  const grants = event.grants.filter(({ to }) => to === reader)
  const granted = grants.flatMap(({ sections }) => sections)
  return {
    ...event,
    grants,
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === reader || recipient === reader,
    ),
    sections: event.sections.filter(({ name }) => granted.includes(name)),
  }
}
