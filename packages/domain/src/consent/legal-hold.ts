import type { OrganisationId } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import type { FactsByType } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { narrowedClauses } from './holder.ts'
import type { LegalHoldState, NarrowingState } from './state.ts'

type At = Pick<CommandContext, 'self' | 'now'>

/** The holds of this organisation that still forbid to erase one of the sections, the first to end first. */
export function standingHolds(
  { legalHolds }: Pick<CaseState, 'legalHolds'>,
  sections: readonly SectionName[],
  { self, now }: At,
): readonly LegalHoldState[] {
  return Object.values(legalHolds)
    .filter(
      ({ by, sections: held, until, lifted }) =>
        by === self &&
        lifted === undefined &&
        now < until &&
        held.some((section) => sections.includes(section)),
    )
    .toSorted((left, right) => (left.until < right.until ? -1 : 1))
}

/** Whether a hold of this organisation still forbids to erase one of the sections. */
export function isUnderHold(
  state: Pick<CaseState, 'legalHolds'>,
  sections: readonly SectionName[],
  at: At,
): boolean {
  return standingHolds(state, sections, at).length > 0
}

/**
 * What the holds keep of the sections, where that is written and until when: of several that keep one
 * section, the last to end.
 */
export function retainedOf(
  state: Pick<CaseState, 'legalHolds'>,
  sections: readonly SectionName[],
  at: At,
): FactsByType['HoldersAnswered']['retained'] {
  const last = sections.map((section) => standingHolds(state, [section], at).at(-1))
  return [...new Set(last)].flatMap((hold) =>
    hold === undefined
      ? []
      : [
          {
            sections: sections.filter((_section, place) => last[place] === hold),
            citation: hold.citation,
            until: hold.until,
          },
        ],
  )
}

/**
 * The sections that a holder was given under what was taken back, and has to erase. What it was only to
 * disclose it wrote itself: it stops doing so, and a hold on it is no reason not to answer. What is only
 * suspended is kept.
 *
 * @param from who gave it; everybody where that is left out.
 */
export function sectionsToErase(
  state: CaseState,
  narrowing: NarrowingState,
  self: CommandContext['self'],
  from?: OrganisationId,
): readonly SectionName[] {
  return narrowing.suspends === true ? [] : sectionsReceived(state, narrowing, self, from)
}

/** The sections that a holder was given under what was taken back or is suspended. */
export function sectionsReceived(
  state: CaseState,
  narrowing: NarrowingState,
  self: CommandContext['self'],
  from?: OrganisationId,
): readonly SectionName[] {
  if (narrowing.share !== undefined)
    return state.shares[narrowing.share]?.to === self ? narrowing.sections : []
  const read = narrowedClauses(state, narrowing).filter(
    ({ discloser, recipient }) => recipient === self && (from === undefined || discloser === from),
  )
  const taken = read.flatMap(({ sections }) =>
    narrowing.clause === undefined ? sections : narrowing.sections,
  )
  return [...new Set(taken)]
}
