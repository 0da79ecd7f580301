import type { Vault } from '@trm/ports'
import type { AttachmentStore } from './attachment-store.ts'

/**
 * The vault as an agent uses it: whoever destroys a key removes what was sealed under it, too. The key goes
 * first: from then on nothing opens, whatever becomes of the files; a crash in between leaves files that
 * nobody can read, until the next sweep.
 */
export function forgettingVault(vault: Vault, attachments: Pick<AttachmentStore, 'forget'>): Vault {
  return {
    ...vault,
    async destroySectionKeys(caseReference, section) {
      const keyIds = await vault.destroySectionKeys(caseReference, section)
      await attachments.forget(keyIds)
      return keyIds
    },
  }
}
