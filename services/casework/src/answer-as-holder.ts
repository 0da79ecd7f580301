import { heldUnder, type LoadedCase, type LoggedEvent } from '@trm/case-log'
import {
  disclosersToTaker,
  isAnswerOwed,
  isHolder,
  isUnderHold,
  sectionsToAnswerFor,
  sectionsToErase,
  standingHolds,
  type CaseCommand,
  type NarrowingState,
} from '@trm/domain'
import {
  invariant,
  isTokenId,
  type CaseReference,
  type Instant,
  type OrganisationId,
  type TokenId,
} from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { eraseRecorded } from './erase-recorded.ts'
import { handleCommand, type CommandEnvironment } from './handle-command.ts'
import { againAfter, earliest, watchCases, type CaseFact } from './watch-cases.ts'

export type HolderEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly report: (fact: HolderFact) => void
}

type Answer = 'erased' | 'restricted' | 'retained'

export type HolderFact =
  { readonly kind: Answer | 'answer-refused'; readonly sections: number } | CaseFact

/** Something that was taken back from this organisation, and the event by which it was. */
type Taken = { readonly entry: LoggedEvent; readonly narrowing: NarrowingState }

/**
 * Follows the case log and does what a consent that was narrowed, taken back or has run out, or a relay
 * whose person was not met, asks of its holder: destroys the keys of what it was given under it, then
 * answers with a signed `erased`. In this order, so that no answer was ever given before it was true;
 * after a crash in between, the next start finds it unanswered and goes on.
 *
 * What a legal hold covers is not touched: the answer is `retained`, with where that is written and until
 * when, and once the hold is lifted or over it is erased and answered again. Who was only to disclose under
 * the consent stops doing so and answers `restricted`: what it wrote itself was never given to it.
 *
 * Who took the consent does the same with what it was given under it itself, and answers each who disclosed
 * it, each for itself.
 *
 * Erasures that were recorded and not completed are completed here, too.
 *
 * Resolves when `signal` aborts.
 */
export async function answerNarrowings(
  environment: HolderEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const look = (reference: CaseReference) => obey(reference, environment)
  await watchCases({ ...environment, look }, signal)
}

/** @returns when to look again: a hold is over then, or a refused answer is to be given again. */
async function obey(
  reference: CaseReference,
  environment: HolderEnvironment,
): Promise<Instant | undefined> {
  const { caseLog } = environment
  const loaded = await caseLog.load(reference)
  await eraseRecorded(loaded, caseLog)
  let again: Instant | undefined
  for (const entry of loaded.entries) {
    // One by somebody who did not take the consent is in the log and not in the state.
    const narrowing = loaded.state.narrowings[entry.event.id]
    // A relay is over for its reader also where the reader was the first to say so.
    if (narrowing === undefined || !isHolder(loaded.state, narrowing, caseLog.self)) continue
    again = earliest(again, await eraseAndAnswer({ entry, narrowing }, loaded, environment))
  }
  return again
}

async function eraseAndAnswer(
  taken: Taken,
  loaded: LoadedCase,
  environment: HolderEnvironment,
): Promise<Instant | undefined> {
  const { caseLog, clock } = environment
  const { state } = loaded
  const at = { self: caseLog.self, now: clock.now() }
  // Decided before anything is destroyed: a hold that is found afterwards has nothing left to hold.
  for (const { entry, section } of heldUnder(taken.narrowing, loaded, caseLog.self)) {
    if (!isUnderHold(state, [section], at)) await caseLog.erase(loaded, entry, section)
  }
  let again: Instant | undefined
  for (const from of answeredApart(taken.narrowing, loaded, caseLog.self)) {
    const toErase = sectionsToErase(state, taken.narrowing, caseLog.self, from)
    const [hold] = standingHolds(state, toErase, at)
    const answer = toErase.length === 0 ? 'restricted' : hold === undefined ? 'erased' : 'retained'
    again = earliest(again, hold?.until, await giveAnswer({ ...taken, from }, answer, environment))
  }
  return again
}

/** To whom there is an answer of its own; undefined stands for the one answer of whoever was told. */
function answeredApart(
  narrowing: NarrowingState,
  { state }: LoadedCase,
  self: OrganisationId,
): readonly (OrganisationId | undefined)[] {
  return narrowing.by === self ? disclosersToTaker(state, narrowing) : [undefined]
}

/** Answers what is not answered yet, and what was retained and is erased now. */
async function giveAnswer(
  { entry, from }: Taken & { readonly from: OrganisationId | undefined },
  answer: Answer,
  environment: HolderEnvironment,
): Promise<Instant | undefined> {
  const { caseLog, clock, report } = environment
  // Loaded anew: each answer to one who disclosed is recorded on the one before it.
  const loaded = await caseLog.load(entry.event.case)
  const narrowing = loaded.state.narrowings[entry.event.id]
  if (narrowing === undefined) return undefined
  const earlier =
    from === undefined ? narrowing.answers[caseLog.self] : narrowing.answeredTo?.[from]
  if (!isAnswerOwed(earlier, answer)) return undefined
  const { id } = entry.event
  const sections =
    from === undefined
      ? sectionsToAnswerFor(loaded.state, narrowing, caseLog.self)
      : sectionsToErase(loaded.state, narrowing, caseLog.self, from)
  const command: CaseCommand =
    from === undefined
      ? { type: 'AnswerAsHolder', narrowing: id, answer, sections }
      : { type: 'AnswerAsTaker', narrowing: id, to: from, answer }
  const answered = await handleCommand(
    {
      case: loaded.reference,
      command,
      commandId: commandIdFor(lastAnswerTo(entry, loaded) ?? entry),
      role: 'agent',
    },
    environment,
  )
  report({ kind: answered.ok ? answer : 'answer-refused', sections: sections.length })
  return answered.ok ? undefined : againAfter(answered.failure, clock.now())
}

/** The last answer that this organisation gave to it. */
function lastAnswerTo(
  { event: { id } }: LoggedEvent,
  { entries }: LoadedCase,
): LoggedEvent | undefined {
  return entries.findLast(
    ({ event, stored }) =>
      event.type === 'HoldersAnswered' &&
      stored.origin.kind === 'own' &&
      event.facts.narrowing === id,
  )
}

/** The random id of what is answered, so that repeating the answer after a crash is the same command. */
function commandIdFor({ tokenId }: LoggedEvent): TokenId {
  invariant(isTokenId(tokenId), 'answer-as-holder: a logged event has a token id')
  return tokenId
}
