import { ageStatuses, sectionNames } from '@trm/domain'
import { z } from 'zod'
import { caseCommand, disclosurePreview } from '../commands.ts'
import { caseReference, codeOf, eventId, instant, organisationId, tokenId } from '../scalars.ts'
import { erasure, sectionFault, withoutConsentMark } from './case-marks.ts'

/** `POST /casework/cases` */
export const openCaseRequest = z.strictObject({
  commandId: tokenId,
  ageStatus: codeOf(ageStatuses),
  /** A case record in HTCDS 2.0 field names. Wrong values are named by field and reason. */
  record: z.record(z.string(), z.unknown()),
})
export type OpenCaseRequest = z.infer<typeof openCaseRequest>

export const openCaseResponse = z.strictObject({ case: caseReference, event: eventId })
export type OpenCaseResponse = z.infer<typeof openCaseResponse>

/** Who will learn of an event. */
const reach = {
  /** What each recipient will be able to read, and what is kept from it and why. */
  disclosures: z.array(disclosurePreview).readonly(),
  /** Those of the recipients that no trust list lists now: they learn of it once one does. */
  unreachable: z.array(organisationId).readonly(),
}

/** `POST /casework/cases/{case}/commands` */
export const commandResponse = z.strictObject({ event: eventId, ...reach })
export type CommandResponse = z.infer<typeof commandResponse>

/** `POST /casework/cases/{case}/preview` */
export const previewRequest = z.strictObject({ command: caseCommand })
export const previewResponse = z.strictObject(reach)
export type PreviewResponse = z.infer<typeof previewResponse>

const place = {
  event: eventId,
  /** Who gave it to this organisation. */
  author: organisationId,
  /** Who wrote it, where it was passed on by `author`. */
  writtenBy: organisationId.exactOptional(),
  recordedAt: instant,
}

/** What there is of a section of one event: five different things, never one blank. */
export const sectionEntry = z.discriminatedUnion('status', [
  z.strictObject({
    ...place,
    status: z.literal('open'),
    value: z.record(z.string(), z.unknown()).readonly(),
  }),
  /** It is not for this organisation to read, or not any more. */
  z.strictObject({
    ...place,
    status: z.literal('withheld'),
    rule: z.string(),
    /** What would let it be read, in words. */
    remedy: z.string(),
  }),
  z.strictObject({ ...place, status: z.literal('erased'), under: erasure }),
  /** Events of its type may carry it, and this organisation, which wrote it, recorded nothing in it. */
  z.strictObject({ ...place, status: z.literal('never-collected') }),
  /** It ought to be here and cannot be read: a fault, which somebody has been told of. */
  z.strictObject({ ...place, status: z.literal('cannot-open'), fault: sectionFault }),
])
export type SectionEntry = z.infer<typeof sectionEntry>

/** A correction that stands, and who has put it right: each who was given what is wrong, by the way it came. */
const correctionProgress = z.strictObject({
  correction: eventId,
  holders: z
    .array(
      z.strictObject({
        holder: organisationId,
        /** Who passed on what was wrong; absent where its author gave it. */
        through: organisationId.exactOptional(),
        /** Whether it was told by that way. */
        isTold: z.boolean(),
        /** With what it said that it has put it right. */
        acknowledged: eventId.exactOptional(),
      }),
    )
    .readonly(),
})

/** `GET /casework/cases/{case}` */
export const caseView = z.strictObject({
  case: caseReference,
  events: z.int(),
  /** The folded state: who offered, accepted, planned and answered what. No personal values. */
  state: z.record(z.string(), z.unknown()),
  sections: z.partialRecord(codeOf(sectionNames), z.array(sectionEntry).readonly()),
  withoutConsent: z.array(withoutConsentMark).readonly(),
  corrections: z.array(correctionProgress).readonly(),
})
export type CaseView = z.infer<typeof caseView>

/** `GET /casework/cases` */
export const caseList = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        case: caseReference,
        events: z.int(),
        lastRecordedAt: instant,
        /** How many disclosures without her consent wait for a second person, and how many were made. */
        withoutConsent: z.strictObject({ proposed: z.int(), made: z.int() }),
      }),
    )
    .readonly(),
})
export type CaseList = z.infer<typeof caseList>
