import type { CaseState } from '@trm/domain'
import type { CaseReference } from '@trm/kernel'
import type { LoggedEvent } from './record.ts'

/** A case as this organisation holds it now. */
export type LoadedCase = {
  readonly reference: CaseReference
  readonly entries: readonly LoggedEvent[]
  readonly state: CaseState
  readonly revision: bigint | 'no-stream'
}
