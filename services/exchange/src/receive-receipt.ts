import { decodeReceipt, RECEIPT_TYP, type OutboxEntry, type RefusalReason } from '@trm/contracts'
import { fail, isOrganisationId, ok, type OrganisationId, type Result } from '@trm/kernel'
import { instantOf } from '@trm/case-log'
import { verifyJws } from '@trm/sealing'
import type { DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'

/**
 * A recipient's signed word on what it stored or refused. It counts for deliveries to the one who
 * signed it and for nobody else's; saying it twice changes nothing.
 */
export async function receiveReceipt(
  bytes: Uint8Array,
  sender: OrganisationId,
  book: DeliveryBook,
  environment: ExchangeEnvironment,
): Promise<Result<null, RefusalReason>> {
  const { self, directory, outboxJournal, report } = environment
  const token = new TextDecoder().decode(bytes)
  const verified = await verifyJws<'signer'>(token, RECEIPT_TYP, ({ issuer, keyId, issuedAt }) => {
    if (!isOrganisationId(issuer)) return fail('signer')
    const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
    return key.kind === 'valid' ? ok(key.publicKey) : fail('signer')
  })
  if (!verified.ok) return fail('receipt-invalid')
  const decoded = decodeReceipt(verified.value.payload)
  if (!decoded.ok) return fail('receipt-invalid')
  const receipt = decoded.value
  if (receipt.iss !== sender || receipt.aud !== self) return fail('receipt-invalid')

  const entries: OutboxEntry[] = []
  for (const item of receipt.items) {
    const delivery = book.find(item.event, sender)
    if (delivery?.status !== 'queued' && delivery?.status !== 'relayed') continue
    const data = { event: item.event, to: sender, receipt: token }
    if (item.verdict === 'stored') {
      entries.push({ type: 'DeliveryStored', data })
    } else {
      entries.push({ type: 'DeliveryRefused', data: { ...data, reason: item.reason } })
      report({ kind: 'refused-by-recipient', reason: item.reason })
    }
  }
  const [first, ...rest] = entries
  if (first === undefined) return ok(null)
  await outboxJournal.append(first, ...rest)
  for (const entry of entries) book.record(entry)
  return ok(null)
}
