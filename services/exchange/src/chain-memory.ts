import type { LoadedCase, VerifiedCopy } from '@trm/case-log'
import type { InboxEntry } from '@trm/contracts'
import { eventDefinitions } from '@trm/domain'
import type { CaseReference, EventId, OrganisationId } from '@trm/kernel'

/** Whether an event follows on what is here already of its chain; `ahead`: it need not, and does not. */
export type ChainVerdict = 'next' | 'ahead' | 'gap' | 'broken'

/**
 * The places in chains that were used up by refused events: they are not in the case log, and yet the
 * next event of the same author rightly follows on them.
 */
export type ChainMemory = {
  record(entry: InboxEntry): void
  judge(loaded: LoadedCase, copy: VerifiedCopy): ChainVerdict
}

export function createChainMemory(): ChainMemory {
  const refused = new Map<string, Map<number, EventId>>()
  return {
    record(entry) {
      if (entry.type === 'QuarantineReviewed') {
        const place = entry.data.released?.place
        // What comes anew takes the place itself.
        if (place !== undefined) refused.get(keyOf(place.case, place.author))?.delete(place.seq)
      }
      if (entry.type !== 'MailQuarantined') return
      const { place, event } = entry.data
      if (place === undefined || event === undefined) return
      const key = keyOf(place.case, place.author)
      refused.set(key, (refused.get(key) ?? new Map<number, EventId>()).set(place.seq, event))
    },
    judge({ entries, reference }, { event }) {
      const { author } = event
      const [own] = event.grants
      if (own === undefined) return 'broken'
      const places = refused.get(keyOf(reference, author))
      const at = (seq: number): EventId | undefined =>
        entries.findLast(
          ({ event: held }) =>
            held.author === author && held.grants.some((grant) => grant.seq === seq),
        )?.event.id ?? places?.get(seq)
      const here = at(own.seq)
      if (here !== undefined && here !== event.id) return 'broken'
      if (own.seq === 1) return 'next'
      const { isUrgent } = eventDefinitions[event.type]
      const before = at(own.seq - 1)
      if (before === undefined) return isUrgent ? 'ahead' : 'gap'
      return isUrgent || before === own.prev ? 'next' : 'broken'
    },
  }
}

function keyOf(reference: CaseReference, author: OrganisationId): string {
  return `${reference} ${author}`
}
