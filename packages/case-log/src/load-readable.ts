import type { CaseReference } from '@trm/kernel'
import type { CaseLog } from './case-log.ts'
import type { LoadedCase } from './loaded-case.ts'
import { CaseLogError } from './record.ts'

/**
 * A case, for who goes through many: one whose record cannot be read hides no other.
 *
 * @param report told why, where it cannot be read.
 * @returns undefined for such a one.
 * @throws {StoreUnavailableError}
 */
export async function loadReadable(
  caseLog: CaseLog,
  reference: CaseReference,
  report: (code: CaseLogError['code']) => void = () => undefined,
): Promise<LoadedCase | undefined> {
  try {
    return await caseLog.load(reference)
  } catch (error) {
    if (!(error instanceof CaseLogError)) throw error
    report(error.code)
    return undefined
  }
}
