import { caseOfStream } from '@trm/case-log'
import type { CaseReference, Instant } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/** One line of the list of cases. */
export type CaseSummary = {
  readonly case: CaseReference
  readonly events: number
  readonly lastRecordedAt: Instant
  /** How many disclosures without consent wait for a second person, and how many were made. */
  readonly withoutConsent: { readonly proposed: number; readonly made: number }
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
      for await (const { streamId, type, revision, recordedAt } of store.subscribe({ signal })) {
        const reference = caseOfStream(streamId)
        if (reference === undefined) continue
        const events = Number(revision) + 1
        const withoutConsent = markedBy(type, cases.get(reference)?.withoutConsent)
        cases.set(reference, {
          case: reference,
          events,
          lastRecordedAt: recordedAt,
          withoutConsent,
        })
      }
    },
  }
}

/** Neither of the two travels, and nothing is made that was not proposed here, or twice. */
function markedBy(
  type: string,
  { proposed, made }: CaseSummary['withoutConsent'] = { proposed: 0, made: 0 },
): CaseSummary['withoutConsent'] {
  if (type === 'DisclosureWithoutConsentProposed') return { proposed: proposed + 1, made }
  if (type === 'DisclosureWithoutConsentMade') return { proposed: proposed - 1, made: made + 1 }
  return { proposed, made }
}
