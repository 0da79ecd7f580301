import type { EventId, OrganisationId } from '@trm/kernel'
import { custodianOf, mayBeCustodian } from '../case/custody.ts'
import { withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { AgeStatus } from '../vocabulary/lists.ts'
import { withReviewedConsents } from '../consent/suspension.ts'
import { isChild } from './child.ts'

/**
 * What an organisation says of her age. The custodian's word is hers for the whole case. Where the custodian
 * is not known, whoever brought the case here is heard, each about the consents that it took: she is a
 * child while one of them says so, and nobody takes that back but the one who said it.
 */
export function withAgeClaim(
  state: CaseState,
  {
    author,
    ageStatus,
    event,
  }: {
    readonly author: OrganisationId
    readonly ageStatus: AgeStatus
    readonly event: EventId
  },
): CaseState {
  const tookConsent = Object.values(state.consents).some(({ by }) => by === author)
  if (!tookConsent && !mayBeCustodian(state, author)) return state
  const before = state.ageClaims[author]
  const isSame = before !== undefined && isChild(before) === isChild({ ageStatus })
  const claim = { ageStatus, event: isSame ? before.event : event }
  const ageClaims = withEntry(state.ageClaims, author, claim)
  const custodian = custodianOf(state)
  const combined =
    custodian === undefined ? mostProtective(Object.values(ageClaims)) : state.ageStatus
  const status = custodian === author ? ageStatus : combined
  return withReviewedConsents({
    ...state,
    ageClaims,
    ...(status !== undefined && { ageStatus: status }),
  })
}

function mostProtective(
  claims: readonly { readonly ageStatus: AgeStatus }[],
): AgeStatus | undefined {
  const order: readonly AgeStatus[] = ['verifiedChild', 'presumedChild', 'verifiedAdult']
  return order.find((status) => claims.some(({ ageStatus }) => ageStatus === status))
}
