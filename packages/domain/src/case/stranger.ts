import type { OrganisationId } from '@trm/kernel'
import { hasCustody } from './custody.ts'
import type { Rejection } from './rejections.ts'
import type { CaseState } from './state.ts'

/** Why somebody without custody may not do what is the custodian's. */
export function findStranger(state: CaseState, self: OrganisationId): Rejection | undefined {
  if (hasCustody(state, self)) return undefined
  return { kind: state.opened === undefined ? 'case-unknown' : 'not-your-case' }
}
