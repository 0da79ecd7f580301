import { reconfirmationReasons, sectionNames } from '@trm/domain'
import { z } from 'zod'
import { caseReference, codeOf, eventId, instant, organisationId } from '../scalars.ts'

/** `GET /casework/attention`: what waits for a person, in all cases. No personal values. */
export const attentionList = z.strictObject({
  organisation: organisationId,
  at: instant,
  /**
   * Holders that owe an answer to what was taken back and are silent beyond their time. Those that are for a
   * person now come first, then those that have been silent longest.
   */
  silentHolders: z
    .array(
      z.strictObject({
        case: caseReference,
        holder: organisationId,
        narrowing: eventId,
        askedBy: organisationId,
        since: instant,
        escalatesAt: instant,
        /** Whether somebody is to reach the holder by another way now. */
        isEscalated: z.boolean(),
      }),
    )
    .readonly(),
  /**
   * Consents that this organisation took and asks her about again, those first that have been due longest. No
   * trip begins on one before that.
   */
  consentsToReconfirm: z
    .array(
      z.strictObject({
        kind: z.literal('reconfirm-consent'),
        case: caseReference,
        consent: eventId,
        reason: codeOf(reconfirmationReasons),
        since: instant,
        /** What to do. */
        remedy: z.string(),
      }),
    )
    .readonly(),
  /**
   * Corrections that do not reach somebody to whom this organisation passed on what is wrong, though she lets the
   * holder have it: what the software alone cannot pass on, those first that have waited longest.
   */
  correctionsToPassOn: z
    .array(
      z.strictObject({
        case: caseReference,
        correction: eventId,
        /** With what it was passed on. */
        shared: eventId,
        holder: organisationId,
        since: instant,
        sections: z
          .array(
            z.strictObject({
              section: codeOf(sectionNames),
              rule: z.string(),
              /** What would let it go there, in words. */
              remedy: z.string(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
  /** How many cases cannot be read, and are in no row. */
  unreadable: z.int(),
})
export type AttentionList = z.infer<typeof attentionList>
