import type { EventId, OrganisationId } from '@trm/kernel'
import type { TaskType } from '../vocabulary/process-lists.ts'

export type PromisesState = {
  /** That nobody answered in time, by what was asked. */
  readonly overdueAnswers: Readonly<Record<EventId, EventId>>
  /**
   * By what the person took back: who has not said in time what became of it. There from the hour on; whoever
   * answers is taken out.
   */
  readonly overdueHolders: Readonly<Record<EventId, readonly OrganisationId[]>>
  /** By the acceptance of a referral. */
  readonly firstContacts: Readonly<Record<EventId, FirstContactState>>
  /** By the agreement on who does what. */
  readonly tasks: Readonly<Record<EventId, readonly TaskState[]>>
}

export type FirstContactState = { readonly made?: EventId; readonly overdue?: EventId }

/** What has become of a task. Of one of which nothing was said there is none. */
export type TaskState = {
  readonly task: TaskType
  /** Whose task it is. */
  readonly by: OrganisationId
  readonly done?: EventId
  readonly overdue?: EventId
}

export const emptyPromises: PromisesState = {
  overdueAnswers: {},
  overdueHolders: {},
  firstContacts: {},
  tasks: {},
}
