import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { correctionsEvents } from './events.ts'
import { eventsWith } from './holders.ts'

export const correctionsEvolvers: EvolversOf<typeof correctionsEvents> = {
  MistakeReported: (state, { id, author, facts: { about, sections } }) =>
    isGivenTo(state, about, author)
      ? { ...state, mistakes: withEntry(state.mistakes, id, { by: author, about, sections }) }
      : state,
  CorrectionIssued(state, { id, author, facts: { corrects, sections } }) {
    // Only its author can put an event right; what is not held here may be the author's.
    const corrected = state.known[corrects]
    if (corrected !== undefined && corrected.author !== author) return state
    const earlier = Object.entries(state.corrections).map(([event, correction]) => {
      const isSame =
        correction.by === author && (correction.corrects === corrects || event === corrects)
      // What the later one leaves out still stands as the earlier one put it.
      const isCovered = correction.sections.every((section) => sections.includes(section))
      return isSame && isCovered && correction.supersededBy === undefined
        ? [event, { ...correction, supersededBy: id }]
        : [event, correction]
    })
    const corrections = Object.fromEntries(earlier) as typeof state.corrections
    const concerns = eventsWith(state, author, sections).filter((event) => event !== id)
    const issued = { by: author, corrects, sections, concerns, acknowledgedBy: {} }
    return { ...state, corrections: withEntry(corrections, id, issued) }
  },
  CorrectionAcknowledged(state, { id, author, facts: { correction } }) {
    if (!isGivenTo(state, correction, author)) return state
    const corrections = withChange(state.corrections, correction, (issued) => ({
      ...issued,
      acknowledgedBy: withEntry(issued.acknowledgedBy, author, issued.acknowledgedBy[author] ?? id),
    }))
    return { ...state, corrections }
  },
}
