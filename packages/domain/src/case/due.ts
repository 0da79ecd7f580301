import type { EventId } from '@trm/kernel'
import type { CaseCommand, CommandContext } from './commands.ts'
import { decide } from './decide.ts'
import type { CaseState } from './state.ts'

/**
 * The commands that time alone asks of this organisation now: what nobody answered, what has run out, what
 * is about to end without what should follow. Silence is an event, and these record it.
 *
 * Given twice, each is refused the second time: whoever asks every minute records nothing twice.
 */
export function dueCommands(state: CaseState, context: CommandContext): readonly CaseCommand[] {
  return candidates(state).filter((command) => decide(state, command, context).ok)
}

function candidates(state: CaseState): readonly CaseCommand[] {
  const { referrals, notifications, progressQuestions, consents } = state
  const { reflections, relays, complaints } = state
  return [
    ...idsIn(consents).map((consent) => ({ type: 'ExpireDataConsent' as const, consent })),
    ...idsIn(referrals).map((referral) => ({ type: 'ExpireReferral' as const, referral })),
    ...[...idsIn(notifications), ...idsIn(progressQuestions)].map((subject) => ({
      type: 'RecordFeedbackOverdue' as const,
      subject,
    })),
    ...idsIn(reflections).map((reflection) => ({
      type: 'RaiseReflectionAlarm' as const,
      reflection,
    })),
    ...idsIn(relays).map((relay) => ({ type: 'ExpireRelay' as const, relay })),
    ...idsIn(complaints).map((complaint) => ({
      type: 'RecordComplaintOverdue' as const,
      complaint,
    })),
  ]
}

function idsIn(record: Readonly<Record<EventId, unknown>>): readonly EventId[] {
  return Object.keys(record) as EventId[]
}
