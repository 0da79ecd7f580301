import type { EventId, Instant } from '@trm/kernel'
import { entriesOf, union, withChange } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { eventsWith } from './holders.ts'
import type { CorrectionState } from './state.ts'

/** The state with a correction, of two of the same the later one superseding the earlier, whichever came first. */
export function withCorrection(
  state: CaseState,
  id: EventId,
  correction: CorrectionState,
): CaseState {
  const corrections = { ...state.corrections }
  let issued = correction
  for (const [other, held] of correctionsIn(state)) {
    if (other === id || held.by !== correction.by || !isSame([other, held], [id, correction]))
      continue
    const isEarlier = isBefore(state, [other, held], [id, correction])
    // What the later one leaves out still stands as the earlier one put it.
    if (isEarlier && isCovered(held, correction) && held.supersededBy === undefined)
      corrections[other] = { ...held, supersededBy: id }
    if (!isEarlier && isCovered(correction, held) && issued.supersededBy === undefined)
      issued = { ...issued, supersededBy: other }
  }
  corrections[id] = issued
  return { ...state, corrections }
}

type Entry = readonly [EventId, CorrectionState]

/** The corrections that are held, each after those that it may know of. */
export function correctionsIn({ corrections }: CaseState): readonly Entry[] {
  return entriesOf(corrections)
}

/** Whether two put the same event right, or one of them the other. */
export function isSame([left, one]: Entry, [right, other]: Entry): boolean {
  return one.corrects === other.corrects || one.corrects === right || other.corrects === left
}

/** Each has its own way where it is passed on, and may come after one that was issued later. */
function isBefore(state: CaseState, [left, one]: Entry, [right, other]: Entry): boolean {
  if (one.corrects === right) return false
  const areHeld = state.known[left] !== undefined && state.known[right] !== undefined
  if (other.corrects === left || areHeld) return true
  const [first, second] = [issuedAt(state, left), issuedAt(state, right)]
  return first === undefined || second === undefined || first <= second
}

function isCovered(earlier: CorrectionState, later: CorrectionState): boolean {
  return earlier.sections.every((section) => later.sections.includes(section))
}

/** When its author issued a correction: as it is held itself, or else as whoever passed it on says. */
function issuedAt({ known, shares }: CaseState, id: EventId): Instant | undefined {
  const share = Object.values(shares).find(({ event }) => event === id)
  return known[id]?.recordedAt ?? share?.putsRight[0]?.issuedAt
}

/**
 * The state with a correction that was passed on. Who holds the correction itself learns nothing new of it, but
 * which of what was passed on it concerns; to anybody else it is what its author says in it.
 */
export function withPassedOn(state: CaseState, passedOn: EventId): CaseState {
  const share = state.shares[passedOn]
  const [putsRight] = share?.putsRight ?? []
  if (share === undefined || putsRight === undefined) return state
  const { event: id, writtenBy: by, sections } = share
  const carrying = eventsWith(state, by, sections).filter((event) => event !== id)
  const shared = carrying.filter((event) => isShareOfAnother(state, event, id))
  const known = state.corrections[id]
  if (state.known[id] !== undefined)
    return {
      ...state,
      corrections: withChange(state.corrections, id, (held) => ({
        ...held,
        concerns: union(held.concerns, shared),
      })),
    }
  const corrected = state.known[putsRight.corrects]
  // Only its author can put an event right; what is not held here may be the author's.
  const isForged = corrected !== undefined && corrected.author !== by
  if (isForged || (known !== undefined && known.by !== by)) return state
  const given = carrying.filter((event) => {
    const held = state.known[event]
    return held?.author === by && held.recordedAt <= putsRight.issuedAt
  })
  const { supersededBy: _superseded, ...earlier } = known ?? {
    by,
    corrects: putsRight.corrects,
    sections: [],
    concerns: [],
    acknowledgedBy: {},
  }
  return withCorrection(state, id, {
    ...earlier,
    sections: union(earlier.sections, sections),
    concerns: union(
      earlier.concerns,
      carrying.filter((event) => given.includes(event) || shared.includes(event)),
    ),
  })
}

function isShareOfAnother({ shares }: CaseState, event: EventId, correction: EventId): boolean {
  const share = shares[event]
  return share !== undefined && share.event !== correction
}
