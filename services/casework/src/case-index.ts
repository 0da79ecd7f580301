import { caseOfStream } from '@trm/case-log'
import type { CaseReference, Instant } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/** One line of the list of cases. */
export type CaseSummary = {
  readonly case: CaseReference
  readonly events: number
  readonly lastRecordedAt: Instant
}

/** Which cases this organisation holds, kept up to date by following the case log. */
export type CaseIndex = {
  /** The most recently changed first. */
  list(): readonly CaseSummary[]
  /** Follows the log until `signal` aborts. */
  follow(signal: AbortSignal): Promise<void>
}

export function createCaseIndex(store: EventStore): CaseIndex {
  const cases = new Map<CaseReference, CaseSummary>()
  return {
    list: () =>
      [...cases.values()].sort((left, right) =>
        left.lastRecordedAt < right.lastRecordedAt ? 1 : -1,
      ),
    async follow(signal) {
      for await (const { streamId, revision, recordedAt } of store.subscribe({ signal })) {
        const reference = caseOfStream(streamId)
        if (reference === undefined) continue
        const events = Number(revision) + 1
        cases.set(reference, { case: reference, events, lastRecordedAt: recordedAt })
      }
    },
  }
}
