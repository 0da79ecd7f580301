import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent, EventOf, Grant } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { isHolder } from '../consent/holder.ts'
import type { NarrowingState } from '../consent/state.ts'
import { reviewBasis } from '../disclosure/review-grant.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { Standing, Uncovered, UncoveredReason } from './holding.ts'

/** A section that was given, and what is to be asked of it. */
export type Given = {
  readonly event: CaseEvent
  readonly grant: Grant
  readonly section: SectionName
}

/** What is held: the events in causal order, and their fold. */
export type Held = { readonly events: readonly CaseEvent[]; readonly state: CaseState }

/**
 * What has become of a section that was given. That it is erased is said where its holder has signed so for
 * the very clause under which it was given, and nowhere else: what came under another clause is held.
 */
export function standingOf(given: Given, held: Held, now: Instant): Standing {
  return standingTakenBack(given, held) ?? standingUnasked(given, held, now)
}

/** What has become of a section that was taken back; undefined for one that was not. */
export function standingTakenBack(given: Given, held: Held): Standing | undefined {
  const takenBack = narrowingsOf(given, held)
  const answers = takenBack.map((taken) => ({ taken, standing: standingAfter(taken, given, held) }))
  const erased = answers.find(({ standing }) => standing?.kind === 'erased')
  const silent = answers.find(({ standing }) => standing === undefined)
  if (erased?.standing === undefined && silent !== undefined)
    return unanswered(silent.taken, given, held)
  // Of several answers the last one is what the holder says now.
  return erased?.standing ?? answers.at(-1)?.standing
}

/** Something that was taken back, and the event by which it was. */
type Taken = { readonly id: EventId; readonly narrowing: NarrowingState }

/** What was taken back of the clause that the section was given under, or passed on, in causal order. */
function narrowingsOf(given: Given, { events, state }: Held): readonly Taken[] {
  return events.flatMap(({ id }) => {
    const narrowing = state.narrowings[id]
    return narrowing !== undefined && isTakenBack(given, narrowing) ? [{ id, narrowing }] : []
  })
}

function isTakenBack(
  { event, grant: { basis }, section }: Given,
  { consent, clause, share, sections }: NarrowingState,
): boolean {
  if (share !== undefined) return share === event.id && sections.includes(section)
  if (basis.kind !== 'consent' || basis.consent !== consent) return false
  return clause === undefined || (clause === basis.clause && sections.includes(section))
}

/** What the holder says of the section in its answer; undefined where it has not answered, or for what came later. */
function standingAfter(taken: Taken, given: Given, held: Held): Standing | undefined {
  const { grant, section } = given
  const { narrowing, id } = taken
  const said = narrowing.answers[grant.to]
  if (said === undefined || isLater(given, taken, held)) return undefined
  const answer = held.events.findLast(
    (event): event is EventOf<'HoldersAnswered'> =>
      event.type === 'HoldersAnswered' &&
      event.author === grant.to &&
      event.facts.narrowing === id &&
      event.facts.answer === said,
  )
  if (answer?.facts.sections.includes(section) !== true)
    return { kind: 'unknown', because: 'answerSilent' }
  const answered = { under: answer.id, at: answer.recordedAt }
  if (said !== 'retained') return { kind: said, ...answered }
  const { retained } = answer.facts
  const kept = retained.find(({ sections }) => sections.includes(section))
  if (kept !== undefined)
    return { kind: 'retained', ...answered, citation: kept.citation, until: kept.until }
  // It names what is kept of other sections: whether this one is, it does not say.
  return retained.length === 0
    ? { kind: 'retained', ...answered }
    : { kind: 'unknown', because: 'answerSilent' }
}

/** Whether it was given after it had been taken back, by the very one who took it back: no answer is about that. */
function isLater({ event, grant }: Given, { id, narrowing }: Taken, { events }: Held): boolean {
  // What was passed on is named by what takes it back, which so comes after it.
  if (narrowing.share !== undefined || event.author !== narrowing.by) return false
  const told = events.find((each) => each.id === id)?.grants.find(({ to }) => to === grant.to)
  return told !== undefined && grant.seq > told.seq
}

function unanswered(taken: Taken, given: Given, held: Held): Uncovered {
  const { state } = held
  const { id, narrowing } = taken
  const holder = given.grant.to
  return {
    kind: 'uncovered',
    because: reasonOf(id, state),
    ...sinceOf(id, state),
    answer:
      !isHolder(state, narrowing, holder) || isLater(given, taken, held)
        ? 'notAsked'
        : isOverdue(id, holder, state)
          ? 'overdue'
          : 'awaited',
  }
}

function sinceOf(event: EventId | undefined, { known }: CaseState): Pick<Uncovered, 'since'> {
  const at = event === undefined ? undefined : known[event]?.recordedAt
  return event === undefined || at === undefined ? {} : { since: { event, at } }
}

function reasonOf(narrowing: EventId, { known }: CaseState): UncoveredReason {
  const type = known[narrowing]?.type
  if (type === 'DataConsentNarrowed') return 'narrowed'
  if (type === 'DataConsentSuspended') return 'suspended'
  return type === 'DataConsentWithdrawn' ? 'withdrawn' : 'ended'
}

function isOverdue(narrowing: EventId, holder: OrganisationId, state: CaseState): boolean {
  return state.overdueHolders[narrowing]?.includes(holder) === true
}

/** Where nothing was taken back: whether the grant stands now. */
function standingUnasked(
  { event, grant, section }: Given,
  { state }: Held,
  now: Instant,
): Standing {
  const question = { event, grant: { ...grant, sections: [section] }, at: now }
  const flaw = reviewBasis(question, state)
  if (flaw === undefined) return { kind: 'covered' }
  if (flaw.kind === 'consent-unknown' || flaw.kind === 'subject-unknown')
    return { kind: 'unknown', because: 'basisNotHeld' }
  const rule = flaw.kind === 'not-covered' ? flaw.rule : undefined
  const uncovered = { kind: 'uncovered', answer: 'notAsked' } as const
  if (rule === 'consent-suspended' && grant.basis.kind === 'consent') {
    const since = state.consents[grant.basis.consent as EventId]?.suspended
    return { ...uncovered, because: 'suspended', ...sinceOf(since, state) }
  }
  // Whoever took the consent narrows it for that.
  if (rule === 'refused-by-her') return { ...uncovered, because: 'narrowed' }
  const isOver = rule === 'outside-window' && event.recordedAt <= now
  return { ...uncovered, because: isOver ? 'ended' : 'neverCovered' }
}
