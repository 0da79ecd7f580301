import { invariant, type EventId, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import type { CaseCommand } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { dueCommands } from '../case/due.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, EventDraft, Grant } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import {
  disclosersToTaker,
  isHolder,
  narrowedClauses,
  sectionsToAnswerFor,
} from '../consent/holder.ts'
import { sectionsToErase } from '../consent/legal-hold.ts'
import { overtakenSections } from '../consent/overtaken.ts'
import type { NarrowingState } from '../consent/state.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { planDisclosures, reviewGrant } from './disclosing.ts'
import { story } from './case-events.ts'
import {
  consentOf,
  copyFor,
  correctionOf,
  kinds,
  letter,
  lied,
  liedClause,
  type Move,
  refusalOf,
  sections,
  takeBack,
} from './consent-history-parts.ts'
import { choicesFrom, pick, type Choose } from './random-command.ts'
import { as, at, belgrade, idOf, skopje, stranger, theCase, vienna } from './world.ts'

// Histories that are about nothing but disclosing, passing on and taking back, with liars among those who sign.

/** Who does as the rules say. Skopje does, too, and makes things up besides. */
export const honest: readonly OrganisationId[] = [vienna, belgrade, skopje]
const liars = [skopje, stranger] as const

/** A section that was opened, and what its holder held before. */
export type Opening = {
  readonly self: OrganisationId
  readonly event: CaseEvent
  readonly grant: Grant
  readonly section: string
  readonly before: readonly CaseEvent[]
}

export type ConsentHistory = {
  readonly logs: ReadonlyMap<OrganisationId, readonly CaseEvent[]>
  readonly openings: readonly Opening[]
  /** What each holds the key to, as "event section". */
  readonly keys: ReadonlyMap<OrganisationId, ReadonlySet<string>>
}

export const consentHistories: fc.Arbitrary<ConsentHistory> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      choice: fc.nat(0xffff),
      minutes: fc.constantFrom(1, 1, 1, 1, 1, 5, 5, 40),
    }),
    { minLength: 15, maxLength: 45, size: 'max' },
  )
  .map(play)

function play(moves: readonly Move[]): ConsentHistory {
  const logs = new Map<OrganisationId, CaseEvent[]>(
    [...honest, stranger].map((self) => [
      self,
      self === vienna ? [story.opened, story.presumed] : [],
    ]),
  )
  const keys = new Map<OrganisationId, Set<string>>(honest.map((self) => [self, new Set<string>()]))
  const openings: Opening[] = []
  const written: CaseEvent[] = []
  let waiting: { readonly to: OrganisationId; readonly copy: CaseEvent }[] = []
  /** By reader and author: how far the chain has come. */
  const chains = new Map<string, number>()
  let minute = 5

  const logOf = (self: OrganisationId): CaseEvent[] => {
    const log = logs.get(self)
    invariant(log !== undefined, 'consent-history: takes part')
    return log
  }

  /** The fold of what somebody holds, made once for as long as nothing is added. */
  const folded = new Map<OrganisationId, { readonly of: number; readonly state: CaseState }>()
  function stateOf(self: OrganisationId): CaseState {
    const log = logOf(self)
    const found = folded.get(self)
    if (found?.of === log.length) return found.state
    const state = foldCase(log)
    folded.set(self, { of: log.length, state })
    return state
  }

  function record(
    self: OrganisationId,
    event: Omit<CaseEvent, 'id' | 'case' | 'author' | 'recordedAt'>,
  ): void {
    const id = idOf(`h${String(written.length)}`)
    const full = { ...event, id, case: theCase, author: self, recordedAt: at(minute) } as CaseEvent
    written.push(full)
    logOf(self).push(full)
    for (const grant of full.grants) waiting.push({ to: grant.to, copy: copyFor(full, grant) })
  }

  /** With its grants in the chain to each reader. */
  function inChains(
    self: OrganisationId,
    grants: readonly Omit<Grant, 'seq' | 'prev'>[],
  ): readonly Grant[] {
    const own = logOf(self).filter(({ author }) => author === self)
    return grants.map((grant) => {
      const sent = own.filter((event) => event.grants.some(({ to }) => to === grant.to))
      const last = sent.at(-1)
      return { ...grant, seq: sent.length + 1, ...(last !== undefined && { prev: last.id }) }
    })
  }

  function write(self: OrganisationId, draft: EventDraft, state: CaseState): void {
    const plan = planDisclosures(draft, state, self, at(minute))
    if (!plan.ok) return
    const carried =
      draft.type === 'EventShared' ? draft.facts.sections : Object.keys(draft.sections)
    const source = draft.type === 'EventShared' ? draft.facts.event : `h${String(written.length)}`
    const { recipients: _recipients, sections: _sections, ...rest } = draft
    record(self, {
      ...rest,
      grants: inChains(
        self,
        plan.value.map(({ grant }) => grant),
      ),
      sections: carried.map((name) => ({ name, digest: `${name} of ${source}` })),
    } as Parameters<typeof record>[1])
  }

  function give(self: OrganisationId, command: CaseCommand): boolean {
    const state = stateOf(self)
    const decided = decide(state, command, as(self, minute))
    if (decided.ok) write(self, decided.value, state)
    return decided.ok
  }

  /** What an agent does by itself: what is due, then its answers, after it has destroyed what they say. */
  function obey(self: OrganisationId): void {
    for (const command of dueCommands(stateOf(self), as(self, minute))) give(self, command)
    for (const [id, narrowing] of Object.entries(stateOf(self).narrowings))
      answer(self, id as EventId, narrowing)
  }

  function answer(self: OrganisationId, id: EventId, narrowing: NarrowingState): void {
    const state = stateOf(self)
    if (!isHolder(state, narrowing, self)) return
    const isTaker = narrowing.by === self
    for (const from of isTaker ? disclosersToTaker(state, narrowing) : [undefined]) {
      const toErase = sectionsToErase(state, narrowing, self, from)
      const said = toErase.length === 0 ? 'restricted' : 'erased'
      const asked = sectionsToAnswerFor(state, narrowing, self)
      // What is destroyed is destroyed whether or not somebody has answered already, and before anybody does.
      erase(self, { narrowing, state, from })
      if (from === undefined)
        give(self, { type: 'AnswerAsHolder', narrowing: id, answer: said, sections: asked })
      else give(self, { type: 'AnswerAsTaker', narrowing: id, to: from, answer: said })
    }
  }

  function erase(
    self: OrganisationId,
    {
      narrowing,
      state,
      from,
    }: { narrowing: NarrowingState; state: CaseState; from: OrganisationId | undefined },
  ): void {
    const clauses = narrowedClauses(state, narrowing).filter(({ recipient }) => recipient === self)
    const taken = sectionsToErase(state, narrowing, self, from)
    for (const { id, author, grants } of logOf(self)) {
      if (from !== undefined && author !== from) continue
      const isUnder =
        narrowing.share === undefined
          ? grants.some(
              ({ to, basis }) =>
                to === self &&
                basis.kind === 'consent' &&
                basis.consent === narrowing.consent &&
                clauses.some((clause) => clause.id === basis.clause && clause.discloser === author),
            )
          : id === narrowing.share
      if (isUnder) for (const section of taken) keys.get(self)?.delete(`${id} ${section}`)
    }
  }

  function receive({ to: self, copy }: (typeof waiting)[number]): 'taken' | 'later' {
    const [grant] = copy.grants
    invariant(grant !== undefined, 'consent-history: a copy has a grant')
    const chain = `${self} ${copy.author}`
    const isNext = grant.seq === (chains.get(chain) ?? 0) + 1
    const isUrgent = eventDefinitions[copy.type].isUrgent
    if (!isNext && !isUrgent) return 'later'
    const log = logOf(self)
    const state = stateOf(self)
    const overtaken = overtakenSections({ event: copy, grant }, log, state)
    const left = { ...grant, sections: grant.sections.filter((name) => !overtaken.includes(name)) }
    const flaw = reviewGrant({ event: copy, grant: left, at: copy.recordedAt }, state)
    const isEarly = flaw?.kind === 'consent-unknown' || flaw?.kind === 'subject-unknown'
    if (isEarly && !isNext) return 'later'
    if (isNext) chains.set(chain, grant.seq)
    if (flaw !== undefined || log.some(({ id }) => id === copy.id)) return 'taken'
    const kept = copy.sections.filter(({ name }) => left.sections.includes(name))
    for (const { name } of kept) {
      openings.push({ self, event: copy, grant, section: name, before: [...log] })
      keys.get(self)?.add(`${copy.id} ${name}`)
    }
    log.push({ ...copy, sections: kept })
    return 'taken'
  }

  function deliverTo(self: OrganisationId): void {
    waiting = waiting.filter((each) => each.to !== self || receive(each) === 'later')
    obey(self)
  }

  function receiveSome(choose: Choose): void {
    const [place = -1] = waiting.length === 0 ? [] : [choose(waiting.length)]
    const next = waiting[place]
    if (next === undefined) return
    if (receive(next) === 'taken') waiting = waiting.filter((each) => each !== next)
    if (honest.includes(next.to)) obey(next.to)
  }

  function act({ kind, choice }: Move): void {
    const choose = choicesFrom(choice)
    const self = pick(honest, choose)
    const other = pick(
      honest.filter((each) => each !== self),
      choose,
    )
    const state = stateOf(self)
    const consent = pick([...Object.keys(state.consents), idOf('none')], choose) as EventId
    switch (kind) {
      case 'consent':
        give(vienna, consentOf(choose, minute))
        return
      case 'write':
        if (self === vienna || choose(4) > 0)
          write(self, letter(self === vienna ? other : vienna, minute), state)
        return
      case 'share':
        share(choose)
        return
      case 'correct':
        correct(choose)
        return
      case 'narrow':
        give(vienna, {
          type: 'NarrowDataConsent',
          consent,
          clause: `c${String(1 + choose(4))}`,
          sections: [pick(sections, choose)],
        })
        return
      case 'withdraw':
        if (choose(2) === 0) give(vienna, { type: 'WithdrawDataConsent', consent })
        return
      case 'refuse': {
        const [refused] = Object.entries(stateOf(vienna).refusals).filter(
          ([, { by, refusals }]) =>
            by === vienna && refusals.some(({ takenBack }) => takenBack === undefined),
        )
        if (refused !== undefined) give(vienna, takeBack(refused[0] as EventId))
        else if (choose(3) === 0) give(vienna, refusalOf(choose))
        return
      }
      case 'age':
        give(
          vienna,
          choose(3) === 0
            ? { type: 'ChangeAgeStatus', ageStatus: 'presumedChild', evidence: 'doubt' }
            : { type: 'ChangeAgeStatus', ageStatus: 'verifiedAdult', evidence: 'document' },
        )
        return
      case 'lie':
        lie(choose)
        return
      case 'receive':
        receiveSome(choose)
    }
  }

  /** Somebody puts right what it wrote, or what it put right already. */
  function correct(choose: Choose): void {
    const self = pick([belgrade, skopje], choose)
    const own = logOf(self).filter(
      ({ author, type, sections: names }) =>
        author === self && type !== 'EventShared' && names.length > 0,
    )
    if (own.length === 0) return
    give(self, correctionOf(pick(own, choose), choose))
  }

  /** The first that can be passed on, in an order by chance. */
  function share(choose: Choose): void {
    deliverTo(vienna)
    const held = logOf(vienna).filter(
      ({ author, sections: names }) => author !== vienna && names.length > 0,
    )
    const from = choose(held.length + 1)
    for (const event of [...held.slice(from), ...held.slice(0, from)]) {
      const to = event.author === belgrade ? skopje : belgrade
      const names = event.sections.map(({ name }) => name)
      for (const some of [names, names.slice(0, 1), names.slice(1)])
        if (
          some.length > 0 &&
          give(vienna, {
            type: 'ShareEvent',
            event: event.id,
            to,
            sections: some,
            purpose: 'handover',
          })
        )
          return
    }
  }

  /** Somebody signs in its own name what it has seen of others, and gives it to anybody on any basis. */
  function lie(choose: Choose): void {
    const self = pick(liars, choose)
    const to = pick(
      honest.filter((each) => each !== self),
      choose,
    )
    const seen = written.filter(({ type }) => lied.has(type))
    const consents = written.filter(({ type }) => type === 'DataConsentGiven')
    const shared = written.filter(({ author, grants }) =>
      [author, ...grants.map((each) => each.to)].includes(self),
    )
    const { id: _id, author: _author, grants, ...event } = pick([...seen, ...consents], choose)
    const basis = pick(
      [
        ...grants.map((grant) => grant.basis),
        { kind: 'notice', about: pick([...shared, ...written], choose).id } as const,
      ],
      choose,
    )
    // What it does not hold it cannot pass for somebody else's word.
    const made = event.sections.map(({ name }) => ({ name, digest: `${name} made up` }))
    const clauses = event.clauses.map((clause) => liedClause(clause, self, to))
    const own = clauses.find(({ discloser }) => discloser === self)
    const grant = {
      to,
      sections: event.type === 'EventShared' ? [] : made.map(({ name }) => name),
      basis:
        own === undefined ? basis : ({ kind: 'consent', consent: 'this', clause: own.id } as const),
      purpose: 'handover',
      until: own?.until ?? at(minute + 1000),
      onward: false,
    } as const
    const withdrawal = {
      type: 'DataConsentWithdrawn',
      facts: { consent: pick(consents, choose).id },
    }
    const isWithdrawal = own === undefined && choose(2) === 0
    record(self, {
      ...event,
      ...(isWithdrawal && withdrawal),
      clauses,
      sections: made,
      grants: inChains(self, [grant]),
    } as Parameters<typeof record>[1])
  }

  give(vienna, consentOf(choicesFrom(1), minute))
  for (const self of [belgrade, skopje]) {
    deliverTo(self)
    write(self, letter(vienna, minute), stateOf(self))
  }
  for (const move of moves) {
    minute += move.minutes
    act(move)
    for (const self of honest) obey(self)
  }
  // In the end everything arrives; what was held back is tried until nothing moves any more.
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length
    waiting = waiting.filter((each) => receive(each) === 'later')
    for (const self of honest) obey(self)
  }
  return { logs, openings, keys }
}
