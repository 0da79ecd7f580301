import type { CaseLog, LoadedCase, LoggedEvent } from '@trm/case-log'
import type { SectionEntry } from '@trm/contracts'
import { organisationsAsOf, reviewGrant, sectionNames, type SectionName } from '@trm/domain'
import type { Instant } from '@trm/kernel'

export type SectionView = { readonly [Name in SectionName]?: readonly SectionEntry[] }

/**
 * The values of a case that may be read now. Consent is asked again at this moment: a value that was
 * rightly received is withheld once its clause has been narrowed or has run out.
 */
export async function viewSections(
  loaded: LoadedCase,
  caseLog: CaseLog,
  now: Instant,
): Promise<SectionView> {
  const view: Partial<Record<SectionName, SectionEntry[]>> = {}
  for (const name of sectionNames.codes) {
    for (const entry of loaded.entries) {
      // What one passed on oneself is the original, which is here already with what holds for it.
      if (entry.event.type === 'EventShared' && entry.event.author === caseLog.self) continue
      if (!entry.event.sections.some((section) => section.name === name)) continue
      const seen = await viewEntry(loaded, entry, name, caseLog, now)
      view[name] = [...(view[name] ?? []), seen]
    }
  }
  return view
}

async function viewEntry(
  loaded: LoadedCase,
  entry: LoggedEvent,
  name: SectionName,
  caseLog: CaseLog,
  now: Instant,
): Promise<SectionEntry> {
  const { id: event, author, recordedAt } = entry.event
  const place = { event, author, recordedAt, ...originOf(entry) }
  const opened = await caseLog.open(entry, name)
  if (opened?.kind !== 'open') return { ...place, status: 'erased' }
  const rule = findReadingFlaw(loaded, entry, name, caseLog, now)
  if (rule !== undefined) return { ...place, status: 'withheld', rule }
  return { ...place, status: 'open', value: opened.value }
}

/** Whose word it is, where it came by somebody else. */
function originOf({ event }: LoggedEvent): Pick<SectionEntry, 'writtenBy'> {
  return event.type === 'EventShared' ? { writtenBy: event.facts.writtenBy } : {}
}

/** What one wrote oneself one may read; what came from others, as long as its clause still covers it. */
function findReadingFlaw(
  { state }: LoadedCase,
  { event }: LoggedEvent,
  name: SectionName,
  { self, organisations }: CaseLog,
  now: Instant,
): string | undefined {
  if (event.author === self) return undefined
  const granted = event.grants.find(({ to }) => to === self)
  if (granted === undefined) return 'no-grant'
  const grant = { ...granted, sections: [name] }
  // What it holds it goes on reading, whatever its standing has become since: somebody may be in its care.
  const then = organisationsAsOf(event.recordedAt, organisations)
  const flaw = reviewGrant({ event, grant, at: now }, state, then)
  return flaw?.kind === 'not-covered' ? flaw.rule : flaw?.kind
}
