import { plusMilliseconds, type EventId, type Instant, type OrganisationId } from '@trm/kernel'
import { otherPartiesTo } from '../case/given-to.ts'
import type { CaseState } from '../case/state.ts'
import { isHolder } from '../consent/holder.ts'
import type { NarrowingState } from '../consent/state.ts'
import type { ReferralState } from '../handover/state.ts'
import type { ShareState } from '../sharing/state.ts'
import type { Purpose } from '../vocabulary/lists.ts'
import type { TaskType } from '../vocabulary/process-lists.ts'
import type { TaskState } from './state.ts'

/**
 * Holders answer by their own software, so three days are for a desk or a line that is down. No guide names a
 * time for it, and no policy may make it longer.
 */
const HOLDERS_ANSWER_WITHIN_MS = 3 * 24 * 60 * 60 * 1000

/** A question with a day by which it is answered, and who has not answered it. */
export type Awaited = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly silent: readonly OrganisationId[]
  readonly purpose: Purpose
}

/** What was asked of others by a day; undefined for an event that asks nothing. */
export function awaitedAnswer(state: CaseState, id: EventId): Awaited | undefined {
  const asked = state.known[id]?.to ?? []
  const request = state.identificationRequests[id]
  if (request !== undefined)
    return {
      by: request.by,
      respondBy: request.respondBy,
      silent: request.answer === undefined ? asked : [],
      purpose: 'identification',
    }
  const testimony = state.testimonies[id]
  // It is hers to decide: whoever passes on what she decided has answered for all who were asked.
  if (testimony !== undefined)
    return {
      by: testimony.by,
      respondBy: testimony.respondBy,
      silent: testimony.participation === undefined ? asked : [],
      purpose: 'testimony',
    }
  const enquiry = state.enquiries[id]
  const question = state.focalPointQuestions[id]
  const each = enquiry ?? question
  if (each === undefined) return undefined
  return {
    by: each.by,
    respondBy: each.respondBy,
    silent: asked.filter((one) => each.answers[one] === undefined),
    purpose: enquiry === undefined ? 'protection' : 'handover',
  }
}

/** By when holders answer; undefined for what is not held or takes nothing back. */
export function holdersAnswerBy(
  { known, narrowings }: CaseState,
  id: EventId,
): Instant | undefined {
  const held = known[id]
  return held === undefined || narrowings[id] === undefined
    ? undefined
    : plusMilliseconds(held.recordedAt, HOLDERS_ANSWER_WITHIN_MS)
}

/**
 * Who was told that something was taken back, holds it, and has not answered. Of what was passed on that is one
 * organisation, and whoever wrote it knows which, though its own copy of the news does not say whom else it went to.
 */
export function silentHolders(state: CaseState, id: EventId): readonly OrganisationId[] {
  const narrowing = state.narrowings[id]
  if (narrowing === undefined) return []
  const share = shareOf(state, narrowing)
  const told = share === undefined ? otherPartiesTo(state, id, narrowing.by) : [share.to]
  return told.filter(
    (holder) => isHolder(state, narrowing, holder) && narrowing.answers[holder] === undefined,
  )
}

/** What was passed on and is taken back; undefined where it is a consent that was. */
export function shareOf({ shares }: CaseState, { share }: NarrowingState): ShareState | undefined {
  return share === undefined ? undefined : shares[share]
}

/** The referral that was accepted with this event, and by when contact was promised. */
export function acceptedWith(
  { referrals }: CaseState,
  acceptance: EventId,
): { readonly referral: ReferralState; readonly firstContactBy: Instant } | undefined {
  for (const referral of Object.values(referrals)) {
    const { decision } = referral
    if (decision?.kind === 'accepted' && decision.event === acceptance)
      return { referral, firstContactBy: decision.firstContactBy }
  }
  return undefined
}

/** The referral whose latest agreement on roles this is. */
export function agreedIn({ referrals }: CaseState, roles: EventId): ReferralState | undefined {
  return Object.values(referrals).find((referral) => referral.roles?.event === roles)
}

/** What has become of a task. */
export function taskOf(
  { tasks }: CaseState,
  roles: EventId,
  { task, by }: { readonly task: TaskType; readonly by: OrganisationId },
): TaskState | undefined {
  return tasks[roles]?.find((each) => each.task === task && each.by === by)
}
