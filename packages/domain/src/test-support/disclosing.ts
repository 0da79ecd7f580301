import type { Instant, OrganisationId } from '@trm/kernel'
import type { EventDraft } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { GrantInQuestion } from '../disclosure/grant-flaw.ts'
import * as minimise from '../disclosure/minimise.ts'
import * as review from '../disclosure/review-grant.ts'
import { organisations } from './world.ts'

// Who the organisations of the tests are is the same in every test that is not about that.

export function planDisclosures(
  draft: EventDraft,
  state: CaseState,
  author: OrganisationId,
  now: Instant,
) {
  return minimise.planDisclosures(draft, state, author, now, organisations)
}

export function reviewGrant(question: GrantInQuestion, state: CaseState) {
  return review.reviewGrant(question, state, organisations)
}
