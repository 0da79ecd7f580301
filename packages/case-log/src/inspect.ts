import type { StoredSection } from '@trm/contracts'
import { eventDefinitions, type Organisations, type SectionName } from '@trm/domain'
import type { EventId, Instant, JsonObject, OrganisationId } from '@trm/kernel'
import { VaultError, type Vault } from '@trm/ports'
import type { LoadedCase } from './loaded-case.ts'
import { findErasures, type Erasure, type ErasureFinder } from './erasures.ts'
import { placesOf } from './event-place.ts'
import { findReadingFlaw, whyAbsent, type ReadingRule } from './reading-rule.ts'
import { CaseLogError, openSection, type LoggedEvent, type OpenedSection } from './record.ts'

/** What there is of a section of an event: five different things, never one blank. */
export type SectionStatus =
  | { readonly kind: 'open'; readonly value: JsonObject }
  /** It is not for this organisation to read, or not any more. */
  | { readonly kind: 'withheld'; readonly rule: ReadingRule }
  | { readonly kind: 'erased'; readonly under: Erasure }
  /** Events of the type may carry it, and this organisation recorded nothing in it. */
  | { readonly kind: 'never-collected' }
  /** It ought to be there, and is not: somebody has to look. */
  | { readonly kind: 'cannot-open'; readonly fault: SectionFault }

export type SectionFault =
  /** There is no key, and nothing in the log says that it was destroyed. */
  | 'key-missing'
  /** The key is not what was put into the vault. */
  | 'key-damaged'
  /** The key is there, and the value does not fit it, or is not what was signed. */
  | 'value-damaged'

/** Somebody saw that a section cannot be opened, and nothing says that it was erased: an operator has to look. */
export type SectionFact = {
  readonly kind: 'section-cannot-open'
  readonly event: EventId
  readonly fault: SectionFault
}

/** A section of an event, or one that events of its type may carry and this one does not. */
export type InspectedSection = {
  readonly entry: LoggedEvent
  readonly section: SectionName
  readonly status: SectionStatus
}

type Tools = {
  readonly loaded: LoadedCase
  readonly self: OrganisationId
  readonly now: Instant
  readonly vault: Vault
  readonly organisations: Organisations
  readonly erasures: ErasureFinder
}

/** What there is of each section of each event, in the order of the log. */
export async function inspectSections(
  loaded: LoadedCase,
  parts: {
    readonly self: OrganisationId
    readonly now: Instant
    readonly vault: Vault
    readonly organisations: Organisations
  },
): Promise<readonly InspectedSection[]> {
  const erasures = findErasures(loaded, { ...parts, placeOf: placesOf(loaded) })
  const tools = { ...parts, loaded, erasures }
  const inspected: InspectedSection[] = []
  for (const entry of loaded.entries) {
    for (const stored of entry.stored.sections) {
      const status = await statusOf(entry, stored, tools)
      inspected.push({ entry, section: stored.name, status })
    }
    inspected.push(...absentFrom(entry, parts.self))
  }
  return inspected
}

async function statusOf(
  entry: LoggedEvent,
  stored: StoredSection,
  { loaded, self, now, vault, organisations, erasures }: Tools,
): Promise<SectionStatus> {
  const { name } = stored
  const opened = await tryToOpen(entry, stored, vault)
  if (opened.kind === 'no-key') {
    const under = erasures.whyGone(stored)
    return under === undefined
      ? { kind: 'cannot-open', fault: 'key-missing' }
      : { kind: 'erased', under }
  }
  if (erasures.isRecorded(entry, name)) return { kind: 'withheld', rule: 'erasure-recorded' }
  if (opened.kind === 'cannot-open') return opened
  const rule = findReadingFlaw(loaded, entry, name, { self, now, organisations })
  return rule === undefined ? { kind: 'open', value: opened.value } : { kind: 'withheld', rule }
}

/** What is damaged concerns this section: the others are shown, and whoever builds on it is stopped elsewhere. */
async function tryToOpen(
  entry: LoggedEvent,
  stored: StoredSection,
  vault: Vault,
): Promise<OpenedSection | Extract<SectionStatus, { readonly kind: 'cannot-open' }>> {
  try {
    return await openSection(entry, stored, vault)
  } catch (error) {
    if (error instanceof CaseLogError) return { kind: 'cannot-open', fault: 'value-damaged' }
    if (error instanceof VaultError && error.code === 'VAULT_DAMAGED')
      return { kind: 'cannot-open', fault: 'key-damaged' }
    throw error
  }
}

/** Of what one wrote oneself one knows that nothing was recorded; of what others wrote, only that it did not come. */
function absentFrom(entry: LoggedEvent, self: OrganisationId): readonly InspectedSection[] {
  const { event, stored } = entry
  const absent = templateOf(entry, self).filter(
    (section) => !stored.sections.some(({ name }) => name === section),
  )
  return absent.map((section) => ({
    entry,
    section,
    status:
      event.author === self
        ? { kind: 'never-collected' }
        : { kind: 'withheld', rule: whyAbsent(entry, section, self) },
  }))
}

/** The sections that the event may carry. What is passed on is as its facts say; its author has it already. */
function templateOf({ event }: LoggedEvent, self: OrganisationId): readonly SectionName[] {
  if (event.type !== 'EventShared') return eventDefinitions[event.type].sections
  return [event.author, event.facts.writtenBy].includes(self) ? [] : event.facts.sections
}
