import { fail, ok, participantOf, type Result } from '@trm/kernel'
import type { CommandContext, CommandOf, Rejection } from '../case/commands.ts'
import type { EventDraft } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'

/** Tells NRM offices that somebody is being assisted. Minimal: no section travels with it. */
export function notifyCase(
  state: CaseState,
  command: CommandOf<'NotifyCase'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  if (state.opened?.by !== self || state.ageStatus === undefined) {
    return fail({ kind: 'not-your-case' })
  }
  if (state.identification === 'potential') return fail({ kind: 'not-presumed' })
  if (command.to.length === 0) return fail({ kind: 'no-recipients' })
  if (command.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
  return ok({
    type: 'CaseNotified',
    occurredAt: now,
    facts: {
      identification: state.identification,
      ageStatus: state.ageStatus,
      identifiedIn: participantOf(self),
      services: command.services,
      respondBy: command.respondBy,
    },
    sections: {},
    clauses: [],
    recipients: command.to.map((to) => ({ to, purpose: 'caseNotification', needs: [] })),
  })
}

/** Closes the loop: the sender knows that the office has taken it in. */
export function acknowledgeNotification(
  state: CaseState,
  command: CommandOf<'AcknowledgeNotification'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  const notification = state.notifications[command.notification]
  if (notification === undefined) return fail({ kind: 'notification-unknown' })
  if (notification.by === self) return fail({ kind: 'own-notification' })
  if (notification.acknowledgedBy[self] !== undefined) {
    return fail({ kind: 'already-acknowledged' })
  }
  return ok({
    type: 'NotificationAcknowledged',
    occurredAt: now,
    facts: { notification: command.notification },
    sections: {},
    clauses: [],
    recipients: [{ to: notification.by, purpose: 'caseNotification', needs: [] }],
  })
}
