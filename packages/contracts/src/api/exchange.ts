import { z } from 'zod'
import { quarantineDecisions } from '../journal.ts'
import { refusalReasons } from '../receipt.ts'
import { caseReference, eventId, instant, organisationId, sha256Text, tokenId } from '../scalars.ts'

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
        /** Since when it has been each of these. */
        queuedAt: instant,
        relayedAt: instant.exactOptional(),
        answeredAt: instant.exactOptional(),
        /** How often it was sent since this agent started. */
        attempts: z.int(),
        /** Sealed anew, once or more, because the recipient had destroyed the key that it was sealed to. */
        resealed: z.literal(true).exactOptional(),
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
        /** What somebody decided about it last. */
        review: z.enum(quarantineDecisions).exactOptional(),
      }),
    )
    .readonly(),
})
export type QuarantineList = z.infer<typeof quarantineList>

/** `GET /exchange/attention`: what does not go on by itself, or has not for long. */
export const exchangeAttention = z.strictObject({
  at: instant,
  /** Recipients who have not answered for an hour or more for what lies in their mailboxes. */
  silent: z
    .array(
      z.strictObject({
        organisation: organisationId,
        minutes: z.int(),
        /** How many events to it have no receipt. */
        deliveries: z.int(),
      }),
    )
    .readonly(),
  /** Events that have been held back for a quarter of an hour or more: what is missing does not come. */
  gaps: z
    .array(
      z.strictObject({
        case: caseReference,
        author: organisationId,
        event: eventId,
        missing: eventId.exactOptional(),
        since: instant,
      }),
    )
    .readonly(),
  /** How much in the quarantine nobody has decided about. */
  toReview: z.int(),
})
export type ExchangeAttention = z.infer<typeof exchangeAttention>

/** `POST /exchange/quarantine/{digest}/review` */
export const quarantineReview = z.strictObject({
  /** `release`: the sender is asked to send it anew, and it is judged as if it came first. */
  decision: z.enum(quarantineDecisions),
})
export type QuarantineReview = z.infer<typeof quarantineReview>

/** From when until when the own trust list lets a key count. */
const window = { validFrom: instant, validUntil: instant }

/** `GET /exchange/keys`: the own keys by their ids, which are hashes of what is public. No key. */
export const keyReport = z.strictObject({
  at: instant,
  /** How long a sealing key is kept after another took its place. */
  graceDays: z.int(),
  /** Each sealing key that this organisation has had in force, keeps or is listed with, the oldest first. */
  sealing: z
    .array(
      z.strictObject({
        keyId: sha256Text,
        /**
         * `unused`: made, and others do not seal to it. `inForce`: it is the one that they seal to. `grace`: they
         * did, and it opens what is on its way. `destroyed`: it opens nothing any more. `missing`: it is listed or
         * was in force, and the vault does not have it.
         */
        state: z.enum(['unused', 'inForce', 'grace', 'destroyed', 'missing']),
        listed: z.strictObject(window).exactOptional(),
        inForceSince: instant.exactOptional(),
        /** Before that it is not destroyed. */
        keptUntil: instant.exactOptional(),
        destroyedAt: instant.exactOptional(),
      }),
    )
    .readonly(),
  /** What somebody has to see to. */
  attention: z
    .array(
      z.strictObject({
        /**
         * `endsSoon`: no key of this use is listed beyond `at`, which is less than 14 days away. `noneInForce`:
         * nothing can be sent to this organisation. `notKept`: others seal to a key that its vault does not have.
         */
        kind: z.enum(['endsSoon', 'noneInForce', 'notKept']),
        use: z.enum(['sign', 'seal']),
        keyId: sha256Text.exactOptional(),
        at: instant.exactOptional(),
      }),
    )
    .readonly(),
})
export type KeyReport = z.infer<typeof keyReport>

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
