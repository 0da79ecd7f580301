import { instantOf } from '@trm/case-log'
import { decodeReceipt, RECEIPT_TYP, type Receipt } from '@trm/contracts'
import { fail, isOrganisationId, ok, type Result } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { verifyJws } from '@trm/sealing'

/** Checks the signature of a receipt, with the key that its issuer had when it signed, and reads it. */
export async function readReceipt(
  token: string,
  directory: Pick<Directory, 'signingKey'>,
): Promise<Result<Receipt, 'receipt-invalid'>> {
  const verified = await verifyJws<'signer'>(token, RECEIPT_TYP, ({ issuer, keyId, issuedAt }) => {
    if (!isOrganisationId(issuer)) return fail('signer')
    const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
    return key.kind === 'valid' ? ok(key.publicKey) : fail('signer')
  })
  const decoded = verified.ok ? decodeReceipt(verified.value.payload) : undefined
  return decoded?.ok === true ? ok(decoded.value) : fail('receipt-invalid')
}
