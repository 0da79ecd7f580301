import {
  fail,
  ok,
  type EventId,
  type OrganisationId,
  type Result,
  type TokenId,
  type VerifiedBytes,
} from '@trm/kernel'
import { z } from 'zod'
import { ATTACHMENT_CHUNKS_MAX } from './attachment.ts'
import { refusalReasons, type RefusalReason } from './receipt.ts'
import { eventId, organisationId, tokenId } from './scalars.ts'
import { readStrictJson } from './strict-json.ts'

/** The JWS type of a receipt for chunks. It is never taken for a receipt of events, nor the other way round. */
export const ATTACHMENT_RECEIPT_TYP = 'trm-attachment-receipt+jwt'
/** How many attachments one receipt may be about. */
export const ATTACHMENT_RECEIPT_ITEMS_MAX = 64

const named = { event: eventId, attachment: tokenId }
const item = z.discriminatedUnion('verdict', [
  z.strictObject({
    ...named,
    verdict: z.literal('partly'),
    missing: z
      .array(
        z
          .int()
          .min(0)
          .max(ATTACHMENT_CHUNKS_MAX - 1),
      )
      .min(1)
      .max(ATTACHMENT_CHUNKS_MAX)
      .readonly(),
  }),
  z.strictObject({ ...named, verdict: z.literal('stored') }),
  z.strictObject({ ...named, verdict: z.literal('refused'), reason: z.enum(refusalReasons) }),
])

const payload = z.strictObject({
  v: z.literal(1),
  jti: tokenId,
  iss: organisationId,
  /** Who sent what is receipted. */
  aud: organisationId,
  iat: z.number().min(0),
  items: z.array(item).min(1).max(ATTACHMENT_RECEIPT_ITEMS_MAX),
})

/** What the recipient has of one attachment that an event names. */
export type AttachmentReceiptItem = { readonly event: EventId; readonly attachment: TokenId } & (
  | {
      readonly verdict: 'partly'
      /** The places of the chunks that it does not have, as of when it signed. */
      readonly missing: readonly number[]
    }
  | { readonly verdict: 'stored' }
  | { readonly verdict: 'refused'; readonly reason: RefusalReason }
)

/** A signed statement of what the recipient has durably stored of attachments, or refused and why. */
export type AttachmentReceipt = {
  readonly jti: TokenId
  readonly iss: OrganisationId
  readonly aud: OrganisationId
  readonly iat: number
  readonly items: readonly AttachmentReceiptItem[]
}

export function encodeAttachmentReceipt(receipt: AttachmentReceipt): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ v: 1, ...receipt }))
}

/** Reads a verified receipt for chunks. */
export function decodeAttachmentReceipt(
  bytes: VerifiedBytes,
): Result<AttachmentReceipt, { readonly kind: 'invalid' }> {
  const json = readStrictJson(bytes)
  const parsed = json.ok ? payload.safeParse(json.value) : undefined
  if (parsed?.success !== true) return fail({ kind: 'invalid' })
  const { v: _v, ...receipt } = parsed.data
  return ok(receipt)
}
