import { caseOfStream, type LoggedEvent } from '@trm/case-log'
import {
  narrowedClauses,
  sectionsToAnswerFor,
  type CaseEvent,
  type CaseState,
  type NarrowingState,
} from '@trm/domain'
import { isTokenId, type CaseReference, type TokenId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { handleCommand, type CommandEnvironment } from './handle-command.ts'

export type HolderEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly report: (fact: HolderFact) => void
}

export type HolderFact = {
  readonly kind: 'erased' | 'restricted' | 'answer-refused'
  readonly sections: number
}

/** The events after which a holder has to answer. */
const ending: ReadonlySet<string> = new Set<CaseEvent['type']>([
  'DataConsentNarrowed',
  'DataConsentWithdrawn',
  'DataConsentExpired',
  'RelayExpired',
])

/**
 * Follows the case log and does what a consent that was narrowed, taken back or has run out, or a relay
 * whose person was not met, asks of its holder: destroys the keys of what it was given under it, then
 * answers with a signed `erased`. In this order, so that no answer was ever given before it was true;
 * after a crash in between, the next start finds it unanswered and goes on. Who was only to disclose
 * under it stops doing so and answers `restricted`: what it wrote itself was never given to it.
 *
 * Resolves when `signal` aborts.
 */
export async function answerNarrowings(
  environment: HolderEnvironment,
  signal: AbortSignal,
): Promise<void> {
  for await (const { streamId, type } of environment.store.subscribe({ signal })) {
    const reference = caseOfStream(streamId)
    if (reference === undefined || !ending.has(type)) continue
    await answerOpenNarrowings(reference, environment)
  }
}

async function answerOpenNarrowings(
  reference: CaseReference,
  environment: HolderEnvironment,
): Promise<void> {
  const { caseLog } = environment
  const { entries, state } = await caseLog.load(reference)
  for (const entry of entries) {
    if (!ending.has(entry.event.type)) continue
    // One by somebody who did not take the consent is in the log and not in the state.
    const narrowing = state.narrowings[entry.event.id]
    // A relay is over for its reader also where the reader was the first to say so.
    if (narrowing === undefined || narrowing.by === caseLog.self) continue
    if (narrowing.answers[caseLog.self] !== undefined) continue
    await eraseAndAnswer(entry, narrowing, state, environment)
  }
}

async function eraseAndAnswer(
  { event, tokenId }: LoggedEvent,
  narrowing: NarrowingState,
  state: CaseState,
  environment: HolderEnvironment,
): Promise<void> {
  const { caseLog, report } = environment
  const { self } = caseLog
  const read = narrowedClauses(state, narrowing).filter(({ recipient }) => recipient === self)
  for (const clause of read) {
    const taken = narrowing.clause === undefined ? clause.sections : narrowing.sections
    for (const section of taken) await caseLog.erase(event.case, section, clause.discloser)
  }
  const answer = read.length > 0 ? 'erased' : 'restricted'
  const sections = sectionsToAnswerFor(state, narrowing, self)
  const answered = await handleCommand(
    {
      case: event.case,
      command: { type: 'AnswerAsHolder', narrowing: event.id, answer, sections },
      commandId: commandIdFor(tokenId),
      role: 'agent',
    },
    environment,
  )
  report({ kind: answered.ok ? answer : 'answer-refused', sections: sections.length })
}

/** The narrowing's own random id, so that repeating the answer after a crash is the same command. */
function commandIdFor(tokenId: string): TokenId {
  if (!isTokenId(tokenId)) throw new TypeError('a logged event has a token id')
  return tokenId
}
