import { fail, ok, type OrganisationId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import type { complaintsCommands } from './commands.ts'

export const complaintsDeciders: DecidersOf<typeof complaintsCommands> = {
  /** A complaint needs no status and no permit (2:L666), only somebody who passes it on. */
  MakeComplaint(state, { to, matter, respondBy, sections }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (to === self) return fail({ kind: 'no-recipients' })
    if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    return ok(
      draft('ComplaintMade', {
        occurredAt: now,
        facts: { matter, respondBy },
        sections,
        recipients: [{ to, purpose: 'monitoring', needs: ['notes'] }],
      }),
    )
  },

  /** Not by one who keeps out of it: who watches and who serves are not to be the same (4:L336). */
  AnswerComplaint(state, { complaint, outcome, sections }, { now, self }) {
    const made = state.complaints[complaint]
    if (made?.by === self) return fail({ kind: 'own-complaint' })
    if (made === undefined || !isGivenTo(state, complaint, self))
      return fail({ kind: 'complaint-unknown' })
    if (state.recusals[self] !== undefined) return fail({ kind: 'recused' })
    if (made.answer !== undefined) return fail({ kind: 'already-answered' })
    return ok(
      draft('ComplaintAnswered', {
        occurredAt: now,
        facts: { complaint, outcome },
        sections,
        recipients: [{ to: made.by, purpose: 'monitoring', needs: ['notes'] }],
      }),
    )
  },

  RecordComplaintOverdue(state, { complaint }, { now, self }) {
    const made = state.complaints[complaint]
    if (made?.by !== self) return fail({ kind: 'complaint-unknown' })
    if (made.answer !== undefined || made.overdue !== undefined)
      return fail({ kind: 'already-done' })
    if (now < made.respondBy) return fail({ kind: 'not-due-yet' })
    const recipients = (state.known[complaint]?.to ?? []).map((to): IntendedRecipient => ({
      to,
      purpose: 'monitoring',
      needs: [],
    }))
    return ok(draft('ComplaintOverdue', { occurredAt: now, facts: { complaint }, recipients }))
  },

  RecordServiceFeedback(state, { service, rating }, { now }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const facts = { service, rating }
    return ok(draft('ServiceFeedbackRecorded', { occurredAt: now, facts }))
  },

  DeclareRecusal(state, { reason }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (state.recusals[self] !== undefined) return fail({ kind: 'already-done' })
    const recipients = sharers(state, self).map((to): IntendedRecipient => ({
      to,
      purpose: 'monitoring',
      needs: [],
    }))
    return ok(draft('RecusalDeclared', { occurredAt: now, facts: { reason }, recipients }))
  },
}

/** Everybody with whom this organisation shares an event of the case. */
function sharers({ known }: CaseState, self: OrganisationId): readonly OrganisationId[] {
  const shared = Object.values(known).flatMap(({ author, to }) => (author === self ? to : [author]))
  return [...new Set(shared)]
}
