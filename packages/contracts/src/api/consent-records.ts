import { consentEvidenceKinds, purposes, sectionNames } from '@trm/domain'
import { z } from 'zod'
import { caseReference, codeOf, eventId, instant, organisationId, sha256Text } from '../scalars.ts'

// Consents in the field names of ISO/IEC TS 27560:2023, which are of another style than the rest.

const consentedPurpose = z.strictObject({
  purpose: codeOf(purposes),
  lawful_basis: z.literal('consent'),
  pii_controllers: z.array(organisationId).readonly(),
  recipient_third_parties: z.array(organisationId).readonly(),
  pii_information: z
    .array(z.strictObject({ pii_type: codeOf(sectionNames), sensitive_pii_category: z.boolean() }))
    .readonly(),
  validity_duration: z.strictObject({ from: instant, until: instant }),
})

const consentRecord = z.strictObject({
  schema_version: z.literal('ISO/IEC TS 27560:2023'),
  record_id: eventId,
  pii_principal_id: caseReference,
  pii_processing: z.strictObject({
    privacy_notice: z.string(),
    language: z.string(),
    collection_method: z.string(),
    withdrawal_method: z.string(),
    jurisdiction: z.string(),
    purposes: z.array(consentedPurpose).readonly(),
  }),
  parties: z
    .array(
      z.strictObject({ party_id: organisationId, party_role: z.enum(['controller', 'recipient']) }),
    )
    .readonly(),
  events: z
    .array(
      z.strictObject({
        event_time: instant,
        event_type: z.string(),
        event_state: z.enum([
          'ConsentGiven',
          'RenewedConsentGiven',
          'ConsentRefused',
          'ConsentModified',
          'ConsentWithdrawn',
          'ConsentExpired',
          'ConsentInvalidated',
          'ConsentUnknown',
        ]),
        entity_id: organisationId,
      }),
    )
    .readonly(),
  evidence: z
    .array(z.strictObject({ kind: codeOf(consentEvidenceKinds), digest: sha256Text }))
    .readonly()
    .exactOptional(),
})

/** `GET /casework/cases/{case}/consents` */
export const consentRecordList = z.strictObject({ records: z.array(consentRecord).readonly() })
export type ConsentRecordList = z.infer<typeof consentRecordList>
