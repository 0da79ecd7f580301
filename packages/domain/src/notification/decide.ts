import {
  fail,
  ok,
  participantOf,
  type EventId,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import { notifiableFacts } from '../policy/policy-pack.ts'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo, isPartyTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { notificationCommands } from './commands.ts'
import type { NotificationState } from './state.ts'

export const notificationDeciders: DecidersOf<typeof notificationCommands> = {
  /** Tells NRM offices that somebody is being assisted. Minimal: no section travels with it. */
  NotifyCase(state, { to, services, respondBy }, { now, self }) {
    const { ageStatus, identification } = state
    if (!hasCustody(state, self) || ageStatus === undefined) return fail({ kind: 'not-your-case' })
    if (identification === 'potential') return fail({ kind: 'not-presumed' })
    if (to.length === 0) return fail({ kind: 'no-recipients' })
    if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    const identifiedIn = participantOf(self)
    return ok(
      draft('CaseNotified', {
        occurredAt: now,
        facts: { identification, ageStatus, identifiedIn, services, respondBy },
        recipients: to.map((office) => toOffice(office)),
      }),
    )
  },

  /** What the law of one's own Participant asks for is another thing than what the person agreed to. */
  MakeMandatoryNotification(state, { to, services, respondBy, ...asked }, context) {
    const { now, self, policy, kindOf } = context
    const { ageStatus, identification } = state
    if (!hasCustody(state, self) || ageStatus === undefined) return fail({ kind: 'not-your-case' })
    if (identification === 'potential') return fail({ kind: 'not-presumed' })
    if (participantOf(to) !== participantOf(self))
      return fail({ kind: 'office-of-another-participant' })
    const [own, office] = [kindOf(self), kindOf(to)]
    const duties = policy.mandatoryNotifications.filter(
      (each) => own !== undefined && each.by.includes(own) && each.to === office,
    )
    if (duties.length === 0) return fail({ kind: 'no-duty' })
    const said = notifiableFacts.codes.filter((name) => (asked[name]?.length ?? 0) > 0)
    const duty = duties.find(({ information }) => said.every((name) => information.includes(name)))
    if (duty === undefined) return fail({ kind: 'beyond-duty' })
    if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    const identifiedIn = participantOf(self)
    const { citation } = duty
    const { type: _type, ...information } = asked
    return ok(
      draft('MandatoryNotificationMade', {
        occurredAt: now,
        facts: {
          identification,
          ageStatus,
          identifiedIn,
          services,
          respondBy,
          citation,
          ...information,
        },
        recipients: [toOffice(to)],
      }),
    )
  },

  /** The sender knows that the office has taken it in. */
  AcknowledgeNotification(state, { notification }, { now, self }) {
    const found = findAsOffice(state, notification, self)
    if (!found.ok) return found
    if (found.value.acknowledgedBy[self] !== undefined)
      return fail({ kind: 'already-acknowledged' })
    const recipients = [toOffice(found.value.by)]
    return ok(
      draft('NotificationAcknowledged', { occurredAt: now, facts: { notification }, recipients }),
    )
  },

  ReportAction(state, { notification, action }, { now, self }) {
    const found = findAsOffice(state, notification, self)
    if (!found.ok) return found
    if (found.value.closed !== undefined) return fail({ kind: 'notification-closed' })
    const recipients = [toOffice(found.value.by)]
    return ok(
      draft('ActionReported', { occurredAt: now, facts: { notification, action }, recipients }),
    )
  },

  /** Nobody acknowledged, acted or answered by the day that was named. */
  RecordFeedbackOverdue(state, { subject }, { now, self }) {
    const notification = state.notifications[subject]
    const question = state.progressQuestions[subject]
    const asked = notification ?? question
    if (asked?.by !== self) return fail({ kind: 'notification-unknown' })
    const isAnswered =
      notification === undefined
        ? Object.keys(question?.answers ?? {}).length > 0
        : notification.actions.length > 0 || notification.closed !== undefined
    if (isAnswered || asked.overdue !== undefined) return fail({ kind: 'already-done' })
    if (now < asked.respondBy) return fail({ kind: 'not-due-yet' })
    const recipients = askedOffices(state, subject)
    return ok(draft('FeedbackOverdue', { occurredAt: now, facts: { subject }, recipients }))
  },

  CloseNotification(state, { notification }, { now, self }) {
    const found = findAsNotifier(state, notification, self)
    if (!found.ok) return found
    if (found.value.closed !== undefined) return fail({ kind: 'already-done' })
    const recipients = askedOffices(state, notification)
    return ok(draft('NotificationClosed', { occurredAt: now, facts: { notification }, recipients }))
  },

  /** May be asked again and again; the answer is a status and nothing else. */
  AskProgress(state, { notification, respondBy }, { now, self }) {
    const found = findAsNotifier(state, notification, self)
    if (!found.ok) return found
    if (found.value.closed !== undefined) return fail({ kind: 'notification-closed' })
    if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    const recipients = askedOffices(state, notification)
    const facts = { notification, respondBy }
    return ok(draft('ProgressAsked', { occurredAt: now, facts, recipients }))
  },

  AnswerProgress(state, { question: id, status }, { now, self }) {
    const question = state.progressQuestions[id]
    if (question === undefined || !isGivenTo(state, id, self))
      return fail({ kind: 'progress-question-unknown' })
    if (question.answers[self] !== undefined) return fail({ kind: 'already-answered' })
    const recipients = [toOffice(question.by)]
    return ok(
      draft('ProgressAnswered', { occurredAt: now, facts: { question: id, status }, recipients }),
    )
  },
}

function findAsOffice(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
): Result<NotificationState, Rejection> {
  const notification = state.notifications[id]
  if (notification === undefined || !isPartyTo(state, id, self))
    return fail({ kind: 'notification-unknown' })
  return notification.by === self ? fail({ kind: 'own-notification' }) : ok(notification)
}

function findAsNotifier(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
): Result<NotificationState, Rejection> {
  const notification = state.notifications[id]
  if (notification === undefined || !isPartyTo(state, id, self))
    return fail({ kind: 'notification-unknown' })
  return notification.by === self ? ok(notification) : fail({ kind: 'not-your-notification' })
}

/** Whoever was sent the notification or the question. */
function askedOffices({ known }: CaseState, id: EventId): readonly IntendedRecipient[] {
  return (known[id]?.to ?? []).map((office) => toOffice(office))
}

function toOffice(to: OrganisationId): IntendedRecipient {
  return { to, purpose: 'caseNotification', needs: [] }
}
