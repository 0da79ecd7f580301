import {
  erasureAuthorities,
  noticesToPerson,
  organisationKinds,
  otherLegalBases,
  sectionNames,
} from '@trm/domain'
import { z } from 'zod'
import { codeOf, eventId, instant, organisationId } from '../scalars.ts'

// What the views of a case say alike, with and without its values.

const place = {
  /** In the history of the case as this organisation holds it, from 1 on. */
  number: z.int(),
  event: eventId,
  by: organisationId,
  at: instant,
}

/** An event by what it is called in the history of a case. */
const eventPlace = z.strictObject(place)

/** Under which event a section was erased here. */
export const erasure = z.discriminatedUnion('kind', [
  /** By decision of this organisation, under which authority. */
  z.strictObject({
    kind: z.literal('recorded'),
    ...place,
    authority: codeOf(erasureAuthorities),
  }),
  /** As this organisation answered to what was taken back from it. */
  z.strictObject({ kind: z.literal('answered'), ...place, asked: eventPlace }),
  /** It was taken back and its key is destroyed; the answer that says so is not recorded yet. */
  z.strictObject({ kind: z.literal('unrecorded'), asked: eventPlace }),
])

/** Why a section cannot be opened though nothing says that it was erased. */
export const sectionFault = z.enum(['key-missing', 'key-damaged', 'value-damaged'])

/** What was, or is to be, disclosed without her consent. Every view of the case says so. */
export const withoutConsentMark = z.strictObject({
  proposed: eventPlace,
  /** With which a second person confirmed it; without it nothing was disclosed yet. */
  made: eventPlace.exactOptional(),
  to: codeOf(organisationKinds),
  basis: codeOf(otherLegalBases),
  sections: z.array(codeOf(sectionNames)).readonly(),
  /** Whether and when she was told. */
  notice: codeOf(noticesToPerson),
  until: instant,
})
export type WithoutConsentMark = z.infer<typeof withoutConsentMark>
