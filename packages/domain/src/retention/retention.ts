import type { Instant } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { standingHolds } from '../consent/legal-hold.ts'
import { isOfNoCase } from '../crime-information/reference.ts'
import { sectionNames, type SectionName } from '../vocabulary/lists.ts'
import { holdersOf, type HeldCase } from './held.ts'
import { endOf, type End, type RetentionRule } from './term.ts'

/** A section that is not to be kept any longer: since when, and by which rule. */
export type DueSection = {
  readonly section: SectionName
  readonly since: Instant
  readonly rule: RetentionRule
}

/** One that a legal hold keeps all the same: where that is written and until when. */
export type KeptSection = DueSection & { readonly citation: string; readonly until: Instant }

/** What the schedules ask for in a case now. */
export type Retention = {
  /** To be erased. */
  readonly due: readonly DueSection[]
  /** To be erased once the hold is over. */
  readonly kept: readonly KeptSection[]
  /** When to ask again if nothing else happens: something more is due, or a hold is over. */
  readonly next?: Instant
}

/**
 * What of a case is to be erased by the schedules of the policy. A section is erased as a whole, so it is due
 * when the last of its values is; what of it may not be read any more is withheld until then. Once the
 * erasure is recorded nothing of it is due any more.
 */
export function findRetention(
  kept: HeldCase,
  { now, policy }: Pick<CommandContext, 'now' | 'policy'>,
): Retention {
  // Under its reference nothing else may ever be recorded, and of a person it says nothing.
  if (isOfNoCase(kept.state)) return { due: [], kept: [] }
  const ends = sectionNames.codes.flatMap((section) => {
    const end = endOfSection(section, kept, policy.retention)
    return end === undefined ? [] : [{ section, since: end.at, rule: end.rule }]
  })
  const over = ends.filter(({ since }) => since <= now)
  const held = over.flatMap((each): readonly KeptSection[] => {
    // Of several holds the last to end keeps it.
    const hold = standingHolds(kept.state, [each.section], { self: kept.self, now }).at(-1)
    return hold === undefined ? [] : [{ ...each, citation: hold.citation, until: hold.until }]
  })
  const heldSections = held.map(({ section }) => section)
  const [next] = [
    ...ends.filter(({ since }) => since > now).map(({ since }) => since),
    ...held.map(({ until }) => until),
  ].toSorted()
  return {
    due: over.filter(({ section }) => !heldSections.includes(section)),
    kept: held,
    ...(next !== undefined && { next }),
  }
}

/** The end of the value that ends last; undefined where there is none, or one whose term has not begun. */
function endOfSection(
  section: SectionName,
  kept: HeldCase,
  schedules: Parameters<typeof endOf>[3],
): End | undefined {
  const ends = holdersOf(section, kept).map((holder) => endOf(holder, section, kept, schedules))
  return ends.reduce(
    (last, end) =>
      last === undefined || end === undefined ? undefined : end.at > last.at ? end : last,
    ends[0],
  )
}
