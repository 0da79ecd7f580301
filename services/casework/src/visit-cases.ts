import { loadReadable, type CaseLog, type LoadedCase } from '@trm/case-log'
import type { CaseReference } from '@trm/kernel'

/** Shows cases one after another, for a list of many. @returns how many there are that cannot be read. */
export async function visitCases(
  references: readonly CaseReference[],
  caseLog: CaseLog,
  visit: (loaded: LoadedCase) => void | Promise<void>,
): Promise<number> {
  let unreadable = 0
  for (const reference of references) {
    const loaded = await loadReadable(caseLog, reference)
    if (loaded === undefined) unreadable += 1
    else await visit(loaded)
  }
  return unreadable
}
