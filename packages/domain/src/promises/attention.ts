import { plusMilliseconds, type EventId, type Instant, type OrganisationId } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import { holdersAnswerBy } from './waiting.ts'

/** Somebody holds what was taken back and is silent: what software alone does not put right. */
export type SilentHolder = {
  readonly holder: OrganisationId
  /** What it was told was taken back. */
  readonly narrowing: EventId
  /** Who took it back, and waits. */
  readonly askedBy: OrganisationId
  /** From when on the answer is overdue. */
  readonly since: Instant
  /** From when on a person is to reach the holder by another way than this one. */
  readonly escalatesAt: Instant
  readonly isEscalated: boolean
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The holders that were recorded as overdue and have not answered since, those first that have been silent
 * longest. It is there for whoever knows of it: who asked, who wrote what was passed on, and the holder itself,
 * whose software should have answered. An answer takes it out.
 */
export function silentHoldersOf(
  state: CaseState,
  { now, policy }: { readonly now: Instant; readonly policy: PolicyPack },
): readonly SilentHolder[] {
  const found = Object.entries(state.overdueHolders).flatMap(([id, holders]) => {
    const narrowing = id as EventId
    const since = holdersAnswerBy(state, narrowing)
    const askedBy = state.narrowings[narrowing]?.by
    if (since === undefined || askedBy === undefined) return []
    const escalatesAt = plusMilliseconds(since, policy.promises.escalateAfterDays * DAY_MS)
    const isEscalated = now >= escalatesAt
    return holders.map((holder) => ({
      holder,
      narrowing,
      askedBy,
      since,
      escalatesAt,
      isEscalated,
    }))
  })
  return found.toSorted((left, right) => (left.since < right.since ? -1 : 1))
}
