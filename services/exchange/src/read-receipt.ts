import { instantOf } from '@trm/case-log'
import {
  ATTACHMENT_RECEIPT_TYP,
  decodeAttachmentReceipt,
  decodeReceipt,
  RECEIPT_TYP,
} from '@trm/contracts'
import {
  fail,
  isOrganisationId,
  ok,
  type OrganisationId,
  type Result,
  type VerifiedBytes,
} from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { verifyJws } from '@trm/sealing'

/** A kind of receipt: what it is signed as, and how it is read once its signature is checked. */
type Kind<Receipt> = {
  readonly typ: string
  readonly decode: (bytes: VerifiedBytes) => Result<Receipt, unknown>
}

/** Receipts for events, and for chunks of attachments. Nothing signed as one is taken for the other. */
export const receiptKinds = {
  events: { typ: RECEIPT_TYP, decode: decodeReceipt },
  chunks: { typ: ATTACHMENT_RECEIPT_TYP, decode: decodeAttachmentReceipt },
} as const satisfies Readonly<Record<string, Kind<unknown>>>

/** Checks the signature of a receipt, with the key that its issuer had when it signed, and reads it. */
export async function readReceipt<Receipt>(
  token: string,
  { typ, decode }: Kind<Receipt>,
  directory: Pick<Directory, 'signingKey'>,
): Promise<Result<Receipt, 'receipt-invalid'>> {
  const verified = await verifyJws<'signer'>(token, typ, ({ issuer, keyId, issuedAt }) => {
    if (!isOrganisationId(issuer)) return fail('signer')
    const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
    return key.kind === 'valid' ? ok(key.publicKey) : fail('signer')
  })
  const decoded = verified.ok ? decode(verified.value.payload) : undefined
  return decoded?.ok === true ? ok(decoded.value) : fail('receipt-invalid')
}

type Addressed = { readonly iss: OrganisationId; readonly aud: OrganisationId }

/** Reads a receipt as it comes: it has to be the word of whoever sent it, to this organisation. */
export async function readReceiptOf<Receipt extends Addressed>(
  sender: OrganisationId,
  bytes: Uint8Array,
  kind: Kind<Receipt>,
  { self, directory }: { readonly self: OrganisationId; readonly directory: Directory },
): Promise<Result<{ readonly token: string; readonly receipt: Receipt }, 'receipt-invalid'>> {
  const token = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const read = await readReceipt(token, kind, directory)
  if (!read.ok) return read
  const receipt = read.value
  const isMeant = receipt.iss === sender && receipt.aud === self
  return isMeant ? ok({ token, receipt }) : fail('receipt-invalid')
}
