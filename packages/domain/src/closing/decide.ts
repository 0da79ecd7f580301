import { fail, ok } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { DecidersOf } from '../case/process.ts'
import type { closingCommands } from './commands.ts'
import { openObligations } from './obligations.ts'

export const closingDeciders: DecidersOf<typeof closingCommands> = {
  /** Never by itself: somebody says so, and nothing may be open (3:L1295). */
  CloseCase(state, { reason, sections }, { now, self }) {
    if (state.opened === undefined && !hasCustody(state, self))
      return fail({ kind: 'case-unknown' })
    if (state.opened?.by !== self && !hasCustody(state, self))
      return fail({ kind: 'not-your-case' })
    if (state.closed !== undefined) return fail({ kind: 'already-done' })
    if (reason === 'custodyTransferred' && hasCustody(state, self))
      return fail({ kind: 'custody-not-transferred' })
    const obligations = hasCustody(state, self) ? openObligations(state, now) : []
    if (obligations.length > 0) return fail({ kind: 'obligation-open', obligations })
    return ok(draft('CaseClosed', { occurredAt: now, facts: { reason }, sections }))
  },

  ReopenCase(state, { closing, reason, sections }, { now, self }) {
    if (state.closed?.event !== closing || state.closed.by !== self)
      return fail({ kind: 'closing-unknown' })
    return ok(draft('CaseReopened', { occurredAt: now, facts: { closing, reason }, sections }))
  },
}
