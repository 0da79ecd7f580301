import type { CaseReference, EventId, Instant, OrganisationId } from '@trm/kernel'

/** Something that came and is held back, since something before it has not. */
export type Gap = {
  readonly case: CaseReference
  readonly author: OrganisationId
  /** What is held back, and what is missing before it, where that is known. */
  readonly event: EventId
  readonly missing?: EventId
  readonly since: Instant
}

/**
 * What is held back now. It is kept by its sender, who is told what is missing and sends both again; so
 * nothing of it is written down here, and after a restart it is known again when it comes again.
 */
export type Gaps = {
  /** @returns for how many milliseconds it has been held back by now. */
  note(gap: Gap): number
  /** It is held back no more. */
  close(event: EventId): void
  /** Those that have lasted so many milliseconds, the longest first. */
  lasting(milliseconds: number, now: Instant): readonly Gap[]
}

/** More than that many at once are no gaps but a flood, and the oldest are forgotten. */
const GAPS_MAX = 1_000

export function createGaps(): Gaps {
  const gaps = new Map<EventId, Gap>()
  return {
    note(gap) {
      const first = gaps.get(gap.event) ?? gap
      gaps.set(gap.event, { ...gap, since: first.since })
      const [oldest] = gaps.keys()
      if (gaps.size > GAPS_MAX && oldest !== undefined) gaps.delete(oldest)
      return between(first.since, gap.since)
    },
    close: (event) => void gaps.delete(event),
    lasting: (milliseconds, now) =>
      [...gaps.values()]
        .filter(({ since }) => between(since, now) >= milliseconds)
        .toSorted((left, right) => between(right.since, left.since)),
  }
}

function between(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier)
}
