import { isGivenTo } from '../case/given-to.ts'
import { unchanged, type EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { complaintsEvents } from './events.ts'

export const complaintsEvolvers: EvolversOf<typeof complaintsEvents> = {
  ComplaintMade: (state, { id, author, facts: { matter, respondBy } }) => ({
    ...state,
    complaints: withEntry(state.complaints, id, { by: author, matter, respondBy }),
  }),
  ComplaintAnswered(state, { id, author, facts: { complaint, outcome } }) {
    if (!isGivenTo(state, complaint, author) || state.recusals[author] !== undefined) return state
    const complaints = withChange(state.complaints, complaint, (made) => ({
      ...made,
      answer: made.answer ?? { event: id, outcome },
    }))
    return { ...state, complaints }
  },
  ComplaintOverdue: (state, { id, author, facts: { complaint } }) => ({
    ...state,
    complaints: withChange(state.complaints, complaint, (made) =>
      made.by === author ? { ...made, overdue: made.overdue ?? id } : made,
    ),
  }),
  ServiceFeedbackRecorded: unchanged,
  RecusalDeclared: (state, { id, author }) => ({
    ...state,
    recusals: withEntry(state.recusals, author, state.recusals[author] ?? id),
  }),
}
