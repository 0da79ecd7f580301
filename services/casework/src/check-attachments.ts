import type { AttachmentStore } from '@trm/attachments'
import { ATTACHMENTS_SECTION, type CaseLog, type LoadedCase } from '@trm/case-log'
import { attachmentsIn } from '@trm/contracts'
import type { EventDraft } from '@trm/domain'
import type { TokenId } from '@trm/kernel'

/**
 * Whether every file that an event is about to name is here, whole and as it is named, under the key that its
 * section will be recorded under: what was taken in before the section was last erased went with it.
 *
 * @returns the first one that is not.
 */
export async function findMissingAttachment(
  draft: EventDraft,
  loaded: LoadedCase,
  {
    caseLog,
    attachments,
  }: { readonly caseLog: CaseLog; readonly attachments: Pick<AttachmentStore, 'progress'> },
): Promise<TokenId | undefined> {
  const named = attachmentsIn(draft.sections[ATTACHMENTS_SECTION] ?? {})
  if (named.length === 0) return undefined
  const { keyId } = await caseLog.ownKey(loaded, ATTACHMENTS_SECTION)
  for (const reference of named) {
    const { kind } = await attachments.progress({ keyId, reference })
    if (kind !== 'complete') return reference.attachment
  }
  return undefined
}
