import { CaseLogError, caseOfStream, heldUnder, type CaseLog, type LoadedCase } from '@trm/case-log'
import type { CaseReference } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { eraseRecorded } from './erase-recorded.ts'
import type { CaseFact } from './watch-cases.ts'

/** What says in the log that something was erased, or is to be. */
const ERASURES: ReadonlySet<string> = new Set(['HoldersAnswered', 'PersonalDataErased'])

/**
 * Compares the erasures of the log with the vault and destroys what is still there: keys that came back with
 * an older vault, and keys of an erasure that was recorded and not completed. To be done before anything can
 * be read or sent. Repeating it changes nothing.
 *
 * A hold that was placed after an answer `erased` keeps nothing of it: there was nothing left to hold.
 *
 * @throws {StoreUnavailableError} {@link VaultError}; a case that cannot be read is reported, and shows nothing.
 */
export async function reapplyErasures(parts: {
  readonly caseLog: CaseLog
  readonly store: EventStore
  readonly report: (fact: CaseFact) => void
}): Promise<void> {
  const { caseLog, store, report } = parts
  for (const reference of await casesWithErasures(store)) {
    try {
      const loaded = await caseLog.load(reference)
      await eraseRecorded(loaded, caseLog)
      await eraseAnswered(loaded, caseLog)
    } catch (error) {
      if (!(error instanceof CaseLogError)) throw error
      report({ kind: 'case-unreadable', code: error.code })
    }
  }
}

async function casesWithErasures(store: EventStore): Promise<ReadonlySet<CaseReference>> {
  const found = new Set<CaseReference>()
  for await (const { streamId, type } of store.readAll()) {
    const reference = ERASURES.has(type) ? caseOfStream(streamId) : undefined
    if (reference !== undefined) found.add(reference)
  }
  return found
}

/** What this organisation has said with its signature that it erased. What came afterwards is not meant. */
async function eraseAnswered(loaded: LoadedCase, caseLog: CaseLog): Promise<void> {
  for (const { event, stored, revision } of loaded.entries) {
    if (event.type !== 'HoldersAnswered' || stored.origin.kind !== 'own') continue
    if (event.facts.answer !== 'erased') continue
    const narrowing = loaded.state.narrowings[event.facts.narrowing]
    if (narrowing === undefined) continue
    // Who took the consent answers each who disclosed to it for itself: of the others it may retain something.
    const from = narrowing.by === caseLog.self ? event.grants[0]?.to : undefined
    for (const { entry, section } of heldUnder(narrowing, loaded, caseLog.self, from)) {
      if (entry.revision < revision) await caseLog.erase(loaded, entry, section)
    }
  }
}
