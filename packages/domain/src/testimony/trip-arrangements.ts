import { fail, ok, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient, SectionContents } from '../case/events.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { testimonyCommands } from './commands.ts'
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

/** Each recipient gets its fragment, and nobody one file of the whole journey. */
export const arrangementDeciders: DecidersOf<Commands> = {
  RecordTicket(state, { to, trip, sections }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    const recipients = toEach(to, self, ['travel', 'documents'])
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
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    const recipients = toEach(to, self, ['documents'])
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
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    const recipients = toEach(to, self, ['protection'])
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
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    const recipients = toEach(to, self, ['travel'])
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

  /** A flight, a time and a code word. No name leaves for somebody who only has to find a traveller. */
  AskAirportReception(state, { to, trip, meetAt, sections }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    if (found.value.by !== self) return fail({ kind: 'trip-unknown' })
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
        facts: { trip, meetAt },
        sections: { travel },
        recipients: [{ to, purpose: 'testimony', needs: ['travel'] }],
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
        recipients: [{ to: reception.by, purpose: 'testimony', needs: [] }],
      }),
    )
  },
}

function toEach(
  organisations: readonly OrganisationId[],
  self: OrganisationId,
  needs: readonly SectionName[],
): Result<readonly IntendedRecipient[], Rejection> {
  const others = organisations.filter((each) => each !== self)
  if (others.length === 0) return fail({ kind: 'no-recipients' })
  return ok(others.map((to) => ({ to, purpose: 'testimony', needs })))
}

function findMissing(sections: SectionContents, section: SectionName): Rejection | undefined {
  return sections[section] === undefined ? { kind: 'section-required', section } : undefined
}
