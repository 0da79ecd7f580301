import { attachmentsIn, type AttachmentReference } from '@trm/contracts'
import type { CaseLog } from './case-log.ts'
import type { LoggedEvent } from './record.ts'

/** The section that attachments belong to, and are erased with. @see protocol, section 4 */
export const ATTACHMENTS_SECTION = 'documents'

/** An attachment that a logged event names, and the key of the section in which it does. */
export type NamedAttachment = {
  readonly keyId: string
  readonly reference: AttachmentReference
}

/**
 * The attachments that an event names, as far as its section is held and not erased; what it is that may be
 * read or sent of them is for the caller to ask.
 *
 * @throws {CaseLogError} where the section is damaged.
 */
export async function namedAttachments(
  entry: LoggedEvent,
  caseLog: Pick<CaseLog, 'open'>,
): Promise<readonly NamedAttachment[]> {
  const keyId = entry.stored.sections.find(({ name }) => name === ATTACHMENTS_SECTION)?.keyId
  if (keyId === undefined) return []
  const opened = await caseLog.open(entry, ATTACHMENTS_SECTION)
  if (opened?.kind !== 'open') return []
  return attachmentsIn(opened.value).map((reference) => ({ keyId, reference }))
}
