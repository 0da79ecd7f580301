import { CaseLogError, type LoadedCase } from '@trm/case-log'
import type { CaseReference } from '@trm/kernel'
import type { CommandEnvironment } from './handle-command.ts'

/** A case for a list of many: one that cannot be read hides no other. @returns undefined for such a one. */
export async function loadReadable(
  reference: CaseReference,
  { caseLog }: CommandEnvironment,
): Promise<LoadedCase | undefined> {
  try {
    return await caseLog.load(reference)
  } catch (error) {
    if (!(error instanceof CaseLogError)) throw error
    return undefined
  }
}
