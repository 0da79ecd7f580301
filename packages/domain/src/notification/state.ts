import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { NotificationAction, ProgressStatus } from '../vocabulary/process-lists.ts'

export type NotificationProcessState = {
  readonly notifications: Readonly<Record<EventId, NotificationState>>
  readonly progressQuestions: Readonly<Record<EventId, ProgressQuestionState>>
}

export type NotificationState = {
  readonly by: OrganisationId
  readonly kind: 'consented' | 'mandatory'
  readonly respondBy: Instant
  readonly acknowledgedBy: Readonly<Record<OrganisationId, EventId>>
  readonly actions: readonly {
    readonly by: OrganisationId
    readonly event: EventId
    readonly action: NotificationAction
  }[]
  readonly overdue?: EventId
  readonly closed?: EventId
}

export type ProgressQuestionState = {
  readonly by: OrganisationId
  readonly notification: EventId
  readonly respondBy: Instant
  readonly answers: Readonly<Record<OrganisationId, ProgressStatus>>
  readonly overdue?: EventId
}

export const emptyNotification: NotificationProcessState = {
  notifications: {},
  progressQuestions: {},
}
