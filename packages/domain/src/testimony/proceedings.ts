import { fail, ok } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { testimonyCommands } from './commands.ts'
import { isInterpretedAt } from './interpreters.ts'
import { findTestimony, toOtherSide, toWhoMayKnow } from './parties.ts'

type Commands = Pick<
  typeof testimonyCommands,
  | 'PostponeHearing'
  | 'RecordStatement'
  | 'RecordVideoStatement'
  | 'NotifyDefendantRelease'
  | 'ReportJudgment'
>

export const proceedingsDeciders: DecidersOf<Commands> = {
  /** A new trip is then a new trip, with a consent of its own; who is on her way is brought home. */
  PostponeHearing(state, { type: _type, ...facts }, { now, self }) {
    const found = findTestimony(state, facts.testimony, self, 'asking')
    if (!found.ok) return found
    if (found.value.statement !== undefined) return fail({ kind: 'already-done' })
    if (facts.hearingFrom >= facts.hearingUntil) return fail({ kind: 'empty-window' })
    if (facts.hearingFrom <= now) return fail({ kind: 'response-deadline-passed' })
    const recipients = toOtherSide(found.value, self)
    return ok(draft('HearingPostponed', { occurredAt: now, facts, recipients }))
  },

  RecordStatement(state, { testimony, occurredAt }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'either')
    if (!found.ok) return found
    if (found.value.statement !== undefined) return fail({ kind: 'already-done' })
    if (found.value.mode === undefined) return fail({ kind: 'mode-not-chosen' })
    if (found.value.mode.mode !== 'inPerson') return fail({ kind: 'no-travel-in-this-mode' })
    if (!isInterpretedAt(state, testimony, occurredAt))
      return fail({ kind: 'interpreter-scope-ended' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = toWhoMayKnow(found.value, { self, kindOf })
    return ok(draft('StatementGiven', { occurredAt, facts: { testimony }, recipients }))
  },

  /** As good as a statement in court, and nobody has to travel for it. */
  RecordVideoStatement(state, { testimony, occurredAt }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'either')
    if (!found.ok) return found
    if (found.value.statement !== undefined) return fail({ kind: 'already-done' })
    if (found.value.mode === undefined) return fail({ kind: 'mode-not-chosen' })
    const { mode } = found.value.mode
    if (mode !== 'video' && mode !== 'recorded') return fail({ kind: 'mode-needs-no-presence' })
    if (!isInterpretedAt(state, testimony, occurredAt))
      return fail({ kind: 'interpreter-scope-ended' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = toWhoMayKnow(found.value, { self, kindOf })
    return ok(draft('VideoStatementGiven', { occurredAt, facts: { testimony }, recipients }))
  },

  /** It carries no section at all, so that no address can be in it (2:L2124). */
  NotifyDefendantRelease(state, { to, release, expectedOn }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const others = to.filter((each) => each !== self)
    if (others.length === 0) return fail({ kind: 'no-recipients' })
    return ok(
      draft('DefendantReleaseNotified', {
        occurredAt: now,
        facts: { release, expectedOn },
        recipients: others.map((each) => ({ to: each, purpose: 'protection', needs: [] })),
      }),
    )
  },

  /** The case stays open: residence, compensation and integration come after it (3:L1295). */
  ReportJudgment(state, { testimony, outcome }, { now, self }) {
    const found = findTestimony(state, testimony, self, 'either')
    if (!found.ok) return found
    const facts = { testimony, outcome }
    const recipients = toOtherSide(found.value, self)
    return ok(draft('JudgmentReported', { occurredAt: now, facts, recipients }))
  },
}
