import type { Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import type { HeldEvent } from '../retention/held.ts'
import { plusMonths } from '../retention/months.ts'
import { findRetention, type Retention } from '../retention/retention.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { caseEvent, commitmentTo, grantTo, story } from './case-events.ts'
import { at, belgrade, policy, vienna } from './world.ts'

type Schedules = PolicyPack['retention']

/** The same terms for whatever section it is, but for those that are named. */
export const schedules = (
  own: Schedules['own']['otherwise'],
  received: Schedules['received']['otherwise'],
): Schedules => ({
  execute: true,
  own: { otherwise: own, sections: [] },
  received: { otherwise: received, sections: [] },
})

/** So many calendar months after an instant. */
export const after = (months: number, anchor: Instant) => plusMonths(anchor, months)
/** The instant before. */
export const before = (time: Instant) => new Date(Date.parse(time) - 1).toISOString() as Instant

/** What an organisation holds: own events since they were recorded, others since a minute later. */
function heldBy(self: OrganisationId, events: readonly CaseEvent[]): readonly HeldEvent[] {
  return events.map((event) => ({
    event,
    heldSince:
      event.author === self
        ? event.recordedAt
        : (new Date(Date.parse(event.recordedAt) + 60_000).toISOString() as Instant),
  }))
}

/** What the schedules ask for in a case of these events; those of the policy of the tests where none are given. */
export function retentionOf(
  self: OrganisationId,
  events: readonly CaseEvent[],
  now: Instant,
  retention: Schedules = policy.retention,
): Retention {
  const held = heldBy(self, events)
  const context = { now, policy: { ...policy, retention } }
  return findRetention({ self, held, state: foldCase(events) }, context)
}

/** The sections that are to be erased. */
export const dueOf = (...asked: Parameters<typeof retentionOf>) =>
  retentionOf(...asked).due.map(({ section }) => section)

const notes = { sections: [commitmentTo('notes')] }
/** Vienna closes its case, and writes a note. */
export const closed = caseEvent(
  'CaseClosed',
  'closed',
  vienna,
  900,
  { reason: 'supportCompleted' },
  notes,
)
export const reopened = caseEvent('CaseReopened', 'reopened', vienna, 910, {
  closing: closed.id,
  reason: 'newProceedings',
})
/** Vienna opens the case, with who she is. */
export const opened = { ...story.opened, sections: [commitmentTo('identity')] }
/** What Vienna discloses of a section to Belgrade. */
export const given = (section: SectionName, until = at(1000)): CaseEvent => ({
  ...story.contact,
  sections: [commitmentTo(section)],
  grants: [grantTo(belgrade, { sections: [section], until })],
})
export const erasure = (
  by: OrganisationId,
  minute: number,
  ...sections: SectionName[]
): CaseEvent =>
  caseEvent('PersonalDataErased', 'erasure', by, minute, { sections, authority: 'retentionEnded' })
export const hold = (by: OrganisationId, until: Instant, ...sections: SectionName[]): CaseEvent =>
  caseEvent('LegalHoldPlaced', 'hold', by, 950, { sections, citation: 'court-7', until })
export const withoutConsent = [opened, story.presumed]
