import { fail, ok, type EventId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import { otherSide } from '../handover/find-referral.ts'
import type { ReferralState } from '../handover/state.ts'
import type { promisesCommands } from './commands.ts'
import {
  acceptedWith,
  agreedIn,
  awaitedAnswer,
  holdersAnswerBy,
  shareOf,
  silentHolders,
  taskOf,
} from './waiting.ts'

export const promisesDeciders: DecidersOf<typeof promisesCommands> = {
  /** Whoever was asked and has not answered is told, and nobody else: who has answered waits for nothing. */
  RecordAnswerOverdue(state, { subject }, { now, self }) {
    const awaited = awaitedAnswer(state, subject)
    if (awaited?.by !== self) return fail({ kind: 'promise-unknown' })
    const { silent, purpose, respondBy } = awaited
    if (silent.length === 0 || state.overdueAnswers[subject] !== undefined)
      return fail({ kind: 'already-done' })
    if (now < respondBy) return fail({ kind: 'not-due-yet' })
    const recipients = silent.map((to): IntendedRecipient => ({ to, purpose, needs: [] }))
    return ok(draft('AnswerOverdue', { occurredAt: now, facts: { subject }, recipients }))
  },

  /** Whoever wrote what was passed on hears of it, too: it gets the answer, and answers to her for where it went. */
  RecordHoldersOverdue(state, { narrowing }, { now, self }) {
    const by = holdersAnswerBy(state, narrowing)
    const taken = state.narrowings[narrowing]
    if (by === undefined || taken?.by !== self) return fail({ kind: 'promise-unknown' })
    const silent = silentHolders(state, narrowing)
    if (silent.length === 0 || state.overdueHolders[narrowing] !== undefined)
      return fail({ kind: 'already-done' })
    if (now < by) return fail({ kind: 'not-due-yet' })
    const share = shareOf(state, taken)
    const told = share === undefined ? silent : [share.writtenBy, ...silent]
    const recipients = told.map((to): IntendedRecipient => ({
      to,
      purpose: 'assistance',
      needs: [],
    }))
    return ok(draft('HoldersOverdue', { occurredAt: now, facts: { narrowing }, recipients }))
  },

  RecordFirstContact(state, { acceptance }, { now, self }) {
    const accepted = acceptedWith(state, acceptance)
    if (accepted?.referral.to !== self) return fail({ kind: 'promise-unknown' })
    if (state.firstContacts[acceptance]?.made !== undefined) return fail({ kind: 'already-done' })
    const recipients = otherSide(accepted.referral, self)
    return ok(draft('FirstContactMade', { occurredAt: now, facts: { acceptance }, recipients }))
  },

  RecordFirstContactOverdue(state, { acceptance }, { now, self }) {
    const accepted = acceptedWith(state, acceptance)
    if (accepted?.referral.by !== self) return fail({ kind: 'promise-unknown' })
    const { referral, firstContactBy } = accepted
    const contact = state.firstContacts[acceptance]
    if (wasReached(referral) || isOver(referral) || contact !== undefined)
      return fail({ kind: 'already-done' })
    if (now < firstContactBy) return fail({ kind: 'not-due-yet' })
    const recipients = otherSide(referral, self)
    return ok(draft('FirstContactOverdue', { occurredAt: now, facts: { acceptance }, recipients }))
  },

  RecordTaskDone(state, { roles, task }, { now, self }) {
    const referral = agreedIn(state, roles)
    const isOwn = referral?.roles?.tasks.some((each) => each.task === task && each.by === self)
    if (referral === undefined || isOwn !== true) return fail({ kind: 'promise-unknown' })
    if (taskOf(state, roles, { task, by: self })?.done !== undefined)
      return fail({ kind: 'already-done' })
    const facts = { roles, task }
    const recipients = otherSide(referral, self)
    return ok(draft('TaskDone', { occurredAt: now, facts, recipients }))
  },

  RecordTaskOverdue(state, { roles, task }, { now, self }) {
    const found = findOwed(state, roles, self)
    const dues = found?.owed.filter((each) => each.task === task).map(({ due }) => due) ?? []
    const [due] = dues.toSorted()
    if (found === undefined || due === undefined) return fail({ kind: 'promise-unknown' })
    const { referral, other } = found
    if (isOver(referral) || taskOf(state, roles, { task, by: other }) !== undefined)
      return fail({ kind: 'already-done' })
    if (now < due) return fail({ kind: 'not-due-yet' })
    const facts = { roles, task }
    const recipients = otherSide(referral, self)
    return ok(draft('TaskOverdue', { occurredAt: now, facts, recipients }))
  },
}

/** What the other side of a referral was to do, for a side of it. */
function findOwed(state: CaseState, roles: EventId, self: ReferralState['by']) {
  const referral = agreedIn(state, roles)
  if (referral === undefined || (referral.by !== self && referral.to !== self)) return undefined
  const other = referral.by === self ? referral.to : referral.by
  const owed = (referral.roles?.tasks ?? []).filter(({ by }) => by === other)
  return { referral, other, owed }
}

/** Whether something says that somebody was with her or went to meet her, though nobody said so in words. */
function wasReached({ arrived, notSeen, supportStarted, feedback }: ReferralState): boolean {
  return (
    arrived !== undefined ||
    supportStarted !== undefined ||
    notSeen.length > 0 ||
    feedback.length > 0
  )
}

/** Nobody waits for anything under a referral that is being taken back, or when the support has ended. */
function isOver({ withdrawal, supportEnded }: ReferralState): boolean {
  return withdrawal !== undefined || supportEnded !== undefined
}
