import { ATTACHMENTS_SECTION, isErasureOf, type CaseLog, type LoadedCase } from '@trm/case-log'
import { sectionNames } from '@trm/domain'

/**
 * Does what the recorded erasures of a case say: destroys the keys of everything that this organisation
 * held of their sections when they were recorded, its own values too. What was recorded after them has
 * other keys and stays. Repeating it changes nothing.
 *
 * The record comes first: an erasure cannot be undone, so the decision is durable before anything is
 * destroyed, and a crash in between is completed at the next start.
 */
export async function eraseRecorded(loaded: LoadedCase, caseLog: CaseLog): Promise<void> {
  for (const section of sectionNames.codes) {
    const last = loaded.entries.findLast((entry) => isErasureOf(entry, section))
    if (last === undefined) continue
    for (const entry of loaded.entries) {
      if (entry.revision < last.revision) await caseLog.erase(loaded, entry, section)
    }
  }
  // A file that no event had named by then lies under a key that is in no entry.
  for (const entry of loaded.entries) {
    if (isErasureOf(entry, ATTACHMENTS_SECTION))
      await caseLog.eraseOwnKey(loaded, ATTACHMENTS_SECTION, entry)
  }
}
