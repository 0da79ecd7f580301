import {
  readingRemedies,
  type CaseLog,
  type InspectedSection,
  type LoadedCase,
  type LoggedEvent,
  type SectionFact,
} from '@trm/case-log'
import type { SectionEntry } from '@trm/contracts'
import { sectionNames, type SectionName } from '@trm/domain'
import { assertNever, type Instant } from '@trm/kernel'

export type SectionView = { readonly [Name in SectionName]?: readonly SectionEntry[] }

/**
 * The values of a case that may be read now, and of each other section why there is none. Consent is asked
 * again at this moment: a value that was rightly received is withheld once its clause has been narrowed or
 * has run out.
 *
 * @param report told of each section that ought to be there and cannot be opened.
 */
export async function viewSections(
  loaded: LoadedCase,
  parts: {
    readonly caseLog: CaseLog
    readonly now: Instant
    readonly report: (fact: SectionFact) => void
  },
): Promise<SectionView> {
  const { caseLog, now, report } = parts
  const seen = (await caseLog.inspect(loaded, now)).filter(
    // What one passed on oneself is the original, which is here already with what holds for it.
    ({ entry: { event } }) => event.type !== 'EventShared' || event.author !== caseLog.self,
  )
  for (const { entry, status } of seen)
    if (status.kind === 'cannot-open')
      report({ kind: 'section-cannot-open', event: entry.event.id, fault: status.fault })
  const view: Partial<Record<SectionName, SectionEntry[]>> = {}
  for (const name of sectionNames.codes) {
    const entries = seen.filter(({ section }) => section === name).map(entryOf)
    if (entries.length > 0) view[name] = entries
  }
  return view
}

function entryOf({ entry, status }: InspectedSection): SectionEntry {
  const { id: event, author, recordedAt } = entry.event
  const place = { event, author, recordedAt, ...originOf(entry) }
  switch (status.kind) {
    case 'open':
      return { ...place, status: 'open', value: status.value }
    case 'withheld':
      return {
        ...place,
        status: 'withheld',
        rule: status.rule,
        remedy: readingRemedies[status.rule],
      }
    case 'erased':
      return { ...place, status: 'erased', under: status.under }
    case 'never-collected':
      return { ...place, status: 'never-collected' }
    case 'cannot-open':
      return { ...place, status: 'cannot-open', fault: status.fault }
    default:
      return assertNever(status, 'case-view: unknown status of a section')
  }
}

/** Whose word it is, where it came by somebody else. */
function originOf({ event }: LoggedEvent): Pick<SectionEntry, 'writtenBy'> {
  return event.type === 'EventShared' ? { writtenBy: event.facts.writtenBy } : {}
}
