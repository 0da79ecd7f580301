import { instantOf } from '@trm/case-log'
import {
  ATTACHMENT_RECEIPT_ITEMS_MAX,
  ATTACHMENT_RECEIPT_TYP,
  decodeAttachmentReceipt,
  encodeAttachmentReceipt,
  type AttachmentReceipt,
  type AttachmentReceiptItem,
} from '@trm/contracts'
import { fail, isOrganisationId, ok, type OrganisationId, type Result } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { signJws, verifyJws } from '@trm/sealing'
import type { AttachmentsInbox, Named } from './attachments-inbox.ts'
import type { OwedReceipts } from './attachments-outbox.ts'
import type { ExchangeEnvironment } from './environment.ts'

/** What senders of chunks are to hear: which attachments, not what of them; that is looked up when it is sent. */
export type ReceiptDesk = OwedReceipts & {
  /** Once for each attachment, however often it is asked for: no more than there are attachments announced. */
  owe(to: OrganisationId, named: Named): void
}

export function createReceiptDesk(
  environment: ExchangeEnvironment,
  inbox: Pick<AttachmentsInbox, 'stateOf'>,
): ReceiptDesk {
  const owed = new Map<OrganisationId, Map<string, Named>>()

  return {
    owe(to, named) {
      const ofSender = owed.get(to) ?? new Map<string, Named>()
      ofSender.set(`${named.event} ${named.attachment}`, named)
      owed.set(to, ofSender)
    },
    waiting: () => [...owed.keys()],
    async take(to) {
      const ofSender = owed.get(to)
      const asked = [...(ofSender ?? [])].slice(0, ATTACHMENT_RECEIPT_ITEMS_MAX)
      const items: AttachmentReceiptItem[] = []
      for (const [, named] of asked) {
        const item = await inbox.stateOf(named, to)
        if (item !== undefined) items.push(item)
      }
      const settled = () => {
        // What was asked for again meanwhile is told again.
        for (const [key, named] of asked) if (ofSender?.get(key) === named) ofSender.delete(key)
      }
      if (items.length === 0) {
        settled()
        return undefined
      }
      const token = await sign(to, items, environment)
      return { item: { kind: 'chunk-receipt', bytes: new TextEncoder().encode(token) }, settled }
    },
  }
}

function sign(
  to: OrganisationId,
  items: readonly AttachmentReceiptItem[],
  { self, clock, signer, newTokenId }: ExchangeEnvironment,
): Promise<string> {
  const payload = encodeAttachmentReceipt({
    jti: newTokenId(),
    iss: self,
    aud: to,
    iat: Date.parse(clock.now()) / 1000,
    items,
  })
  return signJws({ typ: ATTACHMENT_RECEIPT_TYP, ...signer, payload })
}

/** Checks the signature of a receipt for chunks, with the key that its issuer had when it signed, and reads it. */
export async function readAttachmentReceipt(
  token: string,
  directory: Directory,
): Promise<Result<AttachmentReceipt, 'receipt-invalid'>> {
  const verified = await verifyJws<'signer'>(
    token,
    ATTACHMENT_RECEIPT_TYP,
    ({ issuer, keyId, issuedAt }) => {
      if (!isOrganisationId(issuer)) return fail('signer')
      const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
      return key.kind === 'valid' ? ok(key.publicKey) : fail('signer')
    },
  )
  const decoded = verified.ok ? decodeAttachmentReceipt(verified.value.payload) : undefined
  return decoded?.ok === true ? ok(decoded.value) : fail('receipt-invalid')
}
