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
import { eventId, organisationId, sha256Text, tokenId } from './scalars.ts'
import { readStrictJson } from './strict-json.ts'

/** The JWS type of a receipt. */
export const RECEIPT_TYP = 'trm-receipt+jwt'

/**
 * Why a message or an event was refused and lies in quarantine: a closed list. The words say what the
 * recipient found, never what was in it.
 */
export const refusalReasons = [
  // The message
  'malformed-message',
  'unknown-suite',
  'unknown-recipient-key',
  'key-epoch-over',
  'message-not-authentic',
  // The signature
  'malformed-event',
  'wrong-object-type',
  'wrong-algorithm',
  'unknown-signer',
  'signer-not-valid',
  'signature-invalid',
  'author-not-sender',
  // The event
  'event-unreadable',
  'unknown-event-type',
  'unsupported-version',
  'event-invalid',
  'issued-in-the-future',
  'author-not-entitled',
  'event-does-not-travel',
  // What was disclosed
  'grant-missing',
  'grant-not-mine',
  'disclosure-malformed',
  'disclosure-not-committed',
  'section-not-granted',
  'section-invalid',
  'clause-invalid',
  'original-missing',
  'original-invalid',
  'section-not-original',
  // Consent and order
  'consent-unknown',
  'consent-does-not-cover',
  'equivocation',
  'chain-broken',
  // Receipts
  'receipt-invalid',
  // Attachments
  'attachment-unannounced',
  'attachment-chunk-invalid',
  'attachment-digest-differs',
  'attachment-not-of-type',
  'attachment-erased',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** How many events one receipt speaks of at most. */
export const RECEIPT_ITEMS_MAX = 64

const item = z.discriminatedUnion('verdict', [
  z.strictObject({ event: eventId, verdict: z.literal('stored') }),
  z.strictObject({ event: eventId, verdict: z.literal('refused'), reason: z.enum(refusalReasons) }),
  z.strictObject({
    event: eventId,
    verdict: z.literal('heldBack'),
    /** What comes before it from its author, is not here, and is asked for. */
    missing: eventId.exactOptional(),
  }),
])

const payload = z.strictObject({
  v: z.literal(1),
  jti: tokenId,
  iss: organisationId,
  /** Who sent what is receipted. */
  aud: organisationId,
  iat: z.number().min(0),
  items: z.array(item).max(RECEIPT_ITEMS_MAX),
  /** A message of which no event could be named: its SHA-256, and why. */
  message: z.strictObject({ digest: sha256Text, reason: z.enum(refusalReasons) }).exactOptional(),
})

export type ReceiptItem =
  | { readonly event: EventId; readonly verdict: 'stored' }
  | { readonly event: EventId; readonly verdict: 'refused'; readonly reason: RefusalReason }
  /** It is not kept: something is missing before it, and it is to be sent again after that. */
  | { readonly event: EventId; readonly verdict: 'heldBack'; readonly missing?: EventId }

/** A signed statement of what the recipient has durably stored, or refused and why. */
export type Receipt = {
  readonly jti: TokenId
  readonly iss: OrganisationId
  readonly aud: OrganisationId
  readonly iat: number
  readonly items: readonly ReceiptItem[]
  readonly message?: { readonly digest: string; readonly reason: RefusalReason }
}

export function encodeReceipt(receipt: Receipt): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ v: 1, ...receipt }))
}

/** Reads a verified receipt. */
export function decodeReceipt(bytes: VerifiedBytes): Result<Receipt, { readonly kind: 'invalid' }> {
  const json = readStrictJson(bytes)
  const parsed = json.ok ? payload.safeParse(json.value) : undefined
  if (parsed?.success !== true) return fail({ kind: 'invalid' })
  const { v: _v, ...receipt } = parsed.data
  return ok(receipt)
}
