import { participantOf } from '@trm/kernel'
import type { EventOf } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { notificationEvents } from './events.ts'
import type { NotificationState } from './state.ts'

export const notificationEvolvers: EvolversOf<typeof notificationEvents> = {
  CaseNotified: (state, event) => withNotification(state, event, 'consented'),
  // The law of one Participant reaches nobody of another, whoever signs that it does.
  MandatoryNotificationMade(state, event) {
    const { author, grants } = event
    const isAtHome = grants.every(({ to }) => participantOf(to) === participantOf(author))
    return isAtHome ? withNotification(state, event, 'mandatory') : state
  },
  NotificationAcknowledged: (state, { id, author, facts }) =>
    withNotificationChange(state, facts.notification, (notified) => {
      if (!isGivenTo(state, facts.notification, author)) return notified
      const first = notified.acknowledgedBy[author] ?? id
      return { ...notified, acknowledgedBy: withEntry(notified.acknowledgedBy, author, first) }
    }),
  ActionReported: (state, { id, author, facts }) =>
    withNotificationChange(state, facts.notification, (notified) => {
      if (!isGivenTo(state, facts.notification, author)) return notified
      const reported = { by: author, event: id, action: facts.action }
      return { ...notified, actions: [...notified.actions, reported] }
    }),
  FeedbackOverdue: (state, { id, author, facts: { subject } }) => ({
    ...state,
    notifications: withChange(state.notifications, subject, (notified) =>
      notified.by === author ? { ...notified, overdue: notified.overdue ?? id } : notified,
    ),
    progressQuestions: withChange(state.progressQuestions, subject, (asked) =>
      asked.by === author ? { ...asked, overdue: asked.overdue ?? id } : asked,
    ),
  }),
  NotificationClosed: (state, { id, author, facts }) =>
    withNotificationChange(state, facts.notification, (notified) =>
      notified.by === author ? { ...notified, closed: notified.closed ?? id } : notified,
    ),
  ProgressAsked(state, { id, author, facts: { notification, respondBy } }) {
    if (state.notifications[notification]?.by !== author) return state
    const asked = { by: author, notification, respondBy, answers: {} }
    return { ...state, progressQuestions: withEntry(state.progressQuestions, id, asked) }
  },
  ProgressAnswered: (state, { author, facts: { question, status } }) => ({
    ...state,
    progressQuestions: withChange(state.progressQuestions, question, (asked) => {
      if (!isGivenTo(state, question, author)) return asked
      const first = asked.answers[author] ?? status
      return { ...asked, answers: withEntry(asked.answers, author, first) }
    }),
  }),
}

function withNotification(
  state: CaseState,
  { id, author, facts }: EventOf<'CaseNotified'> | EventOf<'MandatoryNotificationMade'>,
  kind: NotificationState['kind'],
): CaseState {
  const { respondBy } = facts
  const notified = { by: author, kind, respondBy, acknowledgedBy: {}, actions: [] }
  return { ...state, notifications: withEntry(state.notifications, id, notified) }
}

function withNotificationChange(
  state: CaseState,
  id: EventOf<'ActionReported'>['id'],
  change: (notified: NotificationState) => NotificationState,
): CaseState {
  return { ...state, notifications: withChange(state.notifications, id, change) }
}
