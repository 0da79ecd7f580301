import type { CopyFailure } from '@trm/event-tools'
import { TrmError } from '@trm/kernel'

const messages = {
  'target-differs': 'the target holds events that are not those of the source: it is another store',
  'source-has-gaps': 'the source has lost events by compaction and cannot be copied',
  'source-grew': 'the source was written to meanwhile: stop its agent, and begin the copy again',
  'target-refused': 'the target has refused an event: somebody else writes to it',
  'digest-differs': 'the target does not give back what it was given: do not use it',
} as const satisfies Record<CopyFailure['kind'], string>

/** A copy that did not succeed, for whoever asked for it. */
export class StoreCopyError extends TrmError<keyof typeof messages> {
  override readonly name = 'StoreCopyError'
  constructor({ kind }: CopyFailure) {
    super(kind, messages[kind], {})
  }
}
