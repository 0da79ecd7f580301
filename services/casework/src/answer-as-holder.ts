import { caseOfStream, type CaseLog, type LoggedEvent } from '@trm/case-log'
import type { EventOf } from '@trm/domain'
import { isTokenId, type CaseReference, type TokenId } from '@trm/kernel'
import type { EventStore, Vault } from '@trm/ports'
import { handleCommand, type CommandEnvironment } from './handle-command.ts'

export type HolderEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly vault: Vault
  readonly report: (fact: HolderFact) => void
}

export type HolderFact = {
  readonly kind: 'erased' | 'answer-refused'
  readonly sections: number
}

/**
 * Follows the case log and does what a narrowed consent asks of its holder: destroys the keys of the
 * sections, then answers with a signed `erased`. In this order, so that no answer was ever given before
 * it was true; after a crash in between, the next start finds the narrowing unanswered and goes on.
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
    const answered = state.narrowings[entry.event.id]?.answers[caseLog.self]
    if (answered === undefined) await eraseAndAnswer(entry, environment)
  }
}

type Narrowing = LoggedEvent & { readonly event: EventOf<'DataConsentNarrowed'> }

function isForUs(entry: LoggedEvent, { self }: CaseLog): entry is Narrowing {
  return entry.event.type === 'DataConsentNarrowed' && entry.event.author !== self
}

async function eraseAndAnswer(
  { event, tokenId }: Narrowing,
  environment: HolderEnvironment,
): Promise<void> {
  const { sections } = event.facts
  for (const section of sections) {
    await environment.vault.destroySectionKeys(event.case, section)
  }
  const answered = await handleCommand(
    {
      case: event.case,
      command: { type: 'AnswerAsHolder', narrowing: event.id, answer: 'erased', sections },
      commandId: commandIdFor(tokenId),
      role: 'agent',
    },
    environment,
  )
  environment.report({
    kind: answered.ok ? 'erased' : 'answer-refused',
    sections: sections.length,
  })
}

/** The narrowing's own random id, so that repeating the answer after a crash is the same command. */
function commandIdFor(tokenId: string): TokenId {
  if (!isTokenId(tokenId)) throw new TypeError('a logged event has a token id')
  return tokenId
}
