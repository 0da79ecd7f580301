import type { EventId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { correctionsEvents } from './events.ts'
import { eventsWith } from './holders.ts'
import { withCorrection } from './put-right.ts'

export const correctionsEvolvers: EvolversOf<typeof correctionsEvents> = {
  MistakeReported: (state, { id, author, facts: { about, sections } }) =>
    isGivenTo(state, about, author)
      ? { ...state, mistakes: withEntry(state.mistakes, id, { by: author, about, sections }) }
      : state,
  CorrectionIssued(state, { id, author, facts: { corrects, sections } }) {
    // Only its author can put an event right; what is not held here may be the author's.
    const corrected = state.known[corrects]
    if (corrected !== undefined && corrected.author !== author) return state
    const concerns = eventsWith(state, author, sections).filter((event) => event !== id)
    const issued = { by: author, corrects, sections, concerns, acknowledgedBy: {} }
    return withCorrection(state, id, issued)
  },
  CorrectionAcknowledged(state, { id, author, facts: { correction } }) {
    const share = state.shares[correction]
    if (share?.to === author && share.putsRight.length > 0) {
      const acknowledged = share.acknowledged ?? id
      const shares = withEntry(state.shares, correction, { ...share, acknowledged })
      return withAcknowledgement({ ...state, shares }, share.event, { author, id })
    }
    return isGivenTo(state, correction, author)
      ? withAcknowledgement(state, correction, { author, id })
      : state
  },
}

/** Who has put it right is known from the first time on that it said so. */
function withAcknowledgement(
  state: CaseState,
  correction: EventId,
  { author, id }: Pick<CaseEvent, 'author' | 'id'>,
): CaseState {
  const corrections = withChange(state.corrections, correction, (issued) => ({
    ...issued,
    acknowledgedBy: withEntry(issued.acknowledgedBy, author, issued.acknowledgedBy[author] ?? id),
  }))
  return { ...state, corrections }
}
