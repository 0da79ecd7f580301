import { caseOfStream, type CaseLog, type LoggedEvent } from '@trm/case-log'
import type { CaseState, ConsentClause, EventOf } from '@trm/domain'
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

/**
 * Follows the case log and does what a narrowed consent asks of its holder: destroys the keys of what
 * it was given under the clause, then answers with a signed `erased`. In this order, so that no answer
 * was ever given before it was true; after a crash in between, the next start finds the narrowing
 * unanswered and goes on. Who was to disclose under the clause stops doing so and answers `restricted`:
 * what it wrote itself was never given to it.
 *
 * Resolves when `signal` aborts.
 */
export async function answerNarrowings(
  environment: HolderEnvironment,
  signal: AbortSignal,
): Promise<void> {
  for await (const { streamId, type } of environment.store.subscribe({ signal })) {
    const reference = caseOfStream(streamId)
    if (reference === undefined || type !== 'DataConsentNarrowed') continue
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
    if (!isForUs(entry, caseLog)) continue
    // A narrowing by one who did not take the consent is in the log and not in the state.
    const narrowing = state.narrowings[entry.event.id]
    const clause = clauseOf(state, entry)
    if (narrowing === undefined || clause === undefined) continue
    if (narrowing.answers[caseLog.self] === undefined) {
      await eraseAndAnswer(entry, clause, environment)
    }
  }
}

type Narrowing = LoggedEvent & { readonly event: EventOf<'DataConsentNarrowed'> }

function isForUs(entry: LoggedEvent, { self }: CaseLog): entry is Narrowing {
  return entry.event.type === 'DataConsentNarrowed' && entry.event.author !== self
}

function clauseOf({ consents }: CaseState, { event }: Narrowing): ConsentClause | undefined {
  const { consent, clause } = event.facts
  return consents[consent]?.clauses.find(({ id }) => id === clause)
}

async function eraseAndAnswer(
  { event, tokenId }: Narrowing,
  clause: ConsentClause,
  environment: HolderEnvironment,
): Promise<void> {
  const { caseLog, report } = environment
  const isReader = clause.recipient === caseLog.self
  const { sections } = event.facts
  if (isReader) {
    for (const section of sections) await caseLog.erase(event.case, section, clause.discloser)
  }
  const answer = isReader ? 'erased' : 'restricted'
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
