import { z } from 'zod'
import { refusalReasons } from '../receipt.ts'
import { caseReference, eventId, organisationId, tokenId } from '../scalars.ts'

/** `GET /exchange/deliveries` */
export const deliveryList = z.strictObject({
  deliveries: z
    .array(
      z.strictObject({
        event: eventId,
        case: caseReference,
        to: organisationId,
        /** Different facts: waiting here, taken by the recipient's country node, signed for. */
        status: z.enum(['queued', 'relayed', 'stored', 'refused']),
        reason: z.enum(refusalReasons).exactOptional(),
        /** How often it was sent since this agent started. */
        attempts: z.int(),
      }),
    )
    .readonly(),
})
export type DeliveryList = z.infer<typeof deliveryList>

/** `GET /exchange/quarantine` */
export const quarantineList = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        reason: z.enum(refusalReasons),
        /** SHA-256 of what came. */
        digest: z.string(),
        sender: organisationId.exactOptional(),
        event: eventId.exactOptional(),
      }),
    )
    .readonly(),
})
export type QuarantineList = z.infer<typeof quarantineList>

/** `GET /exchange/attachments`: of what own events name, how much each recipient has. */
export const attachmentTransferList = z.strictObject({
  attachments: z
    .array(
      z.strictObject({
        event: eventId,
        case: caseReference,
        attachment: tokenId,
        to: organisationId,
        /** `waiting` for the recipient's receipt for the event; `withheld`: it may not go, now or any more. */
        status: z.enum(['waiting', 'sending', 'withheld', 'stored', 'refused']),
        reason: z.enum(refusalReasons).exactOptional(),
        chunks: z.int(),
        /** Of which there is the recipient's signed word. */
        chunksStored: z.int(),
      }),
    )
    .readonly(),
})
export type AttachmentTransferList = z.infer<typeof attachmentTransferList>
