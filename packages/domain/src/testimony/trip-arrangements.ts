import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient, SectionContents } from '../case/events.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { testimonyCommands } from './commands.ts'
import { findTestimony, toNamedParties } from './parties.ts'
import { findTrip } from './trip.ts'

type Commands = Pick<
  typeof testimonyCommands,
  | 'RecordTicket'
  | 'RecordMedicalCertificate'
  | 'ArrangeAccommodation'
  | 'AssignEscort'
  | 'AskAirportReception'
  | 'ConfirmAirportReception'
>

/** All that somebody who meets a traveller has to know; a member beside these could tell who she is. */
const RECEPTION_MEMBERS: ReadonlySet<string> = new Set([
  'mode',
  'arrivesOn',
  'to',
  'carrier',
  'reference',
  'codeWord',
])

/** Each party gets its fragment, and nobody one file of the whole journey. */
export const arrangementDeciders: DecidersOf<Commands> = {
  RecordTicket(state, { to, trip, sections }, { now, self }) {
    const recipients = toTravelParties(state, { to, trip, self }, ['travel', 'documents'])
    if (!recipients.ok) return recipients
    return ok(
      draft('TicketIssued', {
        occurredAt: now,
        facts: { trip },
        sections,
        recipients: recipients.value,
      }),
    )
  },

  RecordMedicalCertificate(state, { to, trip, sections }, { now, self }) {
    const recipients = toTravelParties(state, { to, trip, self }, ['documents'])
    if (!recipients.ok) return recipients
    const missing = findMissing(sections, 'documents')
    if (missing !== undefined) return fail(missing)
    return ok(
      draft('MedicalCertificateIssued', {
        occurredAt: now,
        facts: { trip },
        sections,
        recipients: recipients.value,
      }),
    )
  },

  ArrangeAccommodation(state, { to, trip, sections }, { now, self }) {
    const recipients = toTravelParties(state, { to, trip, self }, ['protection'])
    if (!recipients.ok) return recipients
    const missing = findMissing(sections, 'protection')
    if (missing !== undefined) return fail(missing)
    return ok(
      draft('AccommodationArranged', {
        occurredAt: now,
        facts: { trip },
        sections,
        recipients: recipients.value,
      }),
    )
  },

  AssignEscort(state, { to, trip, sections }, { now, self }) {
    const recipients = toTravelParties(state, { to, trip, self }, ['travel'])
    if (!recipients.ok) return recipients
    return ok(
      draft('EscortAssigned', {
        occurredAt: now,
        facts: { trip },
        sections,
        recipients: recipients.value,
      }),
    )
  },

  /**
   * A flight, a time and a code word. No name leaves for somebody who only has to find a traveller, and nothing
   * by which this journey differs from any other: it points at no trip, and is asked for whatever she decides.
   */
  AskAirportReception(state, { to, meetAt, sections }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (to === self) return fail({ kind: 'no-recipients' })
    if (meetAt <= now) return fail({ kind: 'response-deadline-passed' })
    const { travel } = sections
    if (travel?.['codeWord'] === undefined)
      return fail({ kind: 'section-required', section: 'travel' })
    if (Object.keys(travel).some((member) => !RECEPTION_MEMBERS.has(member)))
      return fail({ kind: 'fragment-too-wide', section: 'travel' })
    return ok(
      draft('AirportReceptionAsked', {
        occurredAt: now,
        facts: { meetAt },
        sections: { travel },
        recipients: [{ to, purpose: 'assistance', needs: ['travel'] }],
      }),
    )
  },

  ConfirmAirportReception(state, { request }, { now, self }) {
    const reception = state.receptions[request]
    if (reception?.to.includes(self) !== true) return fail({ kind: 'reception-unknown' })
    if (reception.confirmed !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('AirportReceptionConfirmed', {
        occurredAt: now,
        facts: { request },
        recipients: [{ to: reception.by, purpose: 'assistance', needs: [] }],
      }),
    )
  },
}

/** Parties to the testimony that the trip is for, named by one that knows of the trip. */
function toTravelParties(
  state: CaseState,
  {
    to,
    trip,
    self,
  }: {
    readonly to: readonly OrganisationId[]
    readonly trip: EventId
    readonly self: OrganisationId
  },
  needs: readonly SectionName[],
): Result<readonly IntendedRecipient[], Rejection> {
  const found = findTrip(state, trip, self)
  if (!found.ok) return found
  const testimony = findTestimony(state, found.value.testimony, self, 'either')
  return testimony.ok ? toNamedParties(to, testimony.value, self, needs) : testimony
}

function findMissing(sections: SectionContents, section: SectionName): Rejection | undefined {
  return sections[section] === undefined ? { kind: 'section-required', section } : undefined
}
