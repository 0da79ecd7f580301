import type { OrganisationId } from '@trm/kernel'
import { mayBeCustodian } from '../case/custody.ts'
import type { CaseState } from '../case/state.ts'

/** The hop at which the organisation met her; 0 where she set out, and for one that has not met her. */
export function hopOf({ relays }: CaseState, organisation: OrganisationId): number {
  const met = Object.values(relays).filter(
    (relay) => relay.to === organisation && relay.met !== undefined,
  )
  return Math.max(0, ...met.map(({ hop }) => hop))
}

/** Whether what an author says about her way on counts: where she set out, or has met her, or may have. */
export function mayBeOnRoute(state: CaseState, author: OrganisationId): boolean {
  return mayBeCustodian(state, author) || hopOf(state, author) > 0
}
