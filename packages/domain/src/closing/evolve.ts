import { mayBeCustodian } from '../case/custody.ts'
import type { EvolversOf } from '../case/process.ts'
import type { closingEvents } from './events.ts'

export const closingEvolvers: EvolversOf<typeof closingEvents> = {
  CaseClosed(state, { id, author, facts: { reason } }) {
    // Who opened the case closes its own part after custody has moved, too.
    if (state.opened?.by !== author && !mayBeCustodian(state, author)) return state
    return { ...state, closed: state.closed ?? { by: author, event: id, reason } }
  },
  CaseReopened(state, { author, facts: { closing } }) {
    if (state.closed?.event !== closing || state.closed.by !== author) return state
    const { closed: _closed, ...open } = state
    return open
  },
}
