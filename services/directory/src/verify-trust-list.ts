import { decodeTrustList, TRUST_LIST_TYP, type TrustList } from '@trm/contracts'
import { fail, ok, type ParticipantCode, type Result } from '@trm/kernel'
import { decodeBase64url, sealingKeyId, signingKeyId, verifyJws } from '@trm/sealing'

/** The root key of a Participant, pinned by configuration: Ed25519, 32 bytes, and its key id. */
export type PinnedRoot = {
  readonly participant: ParticipantCode
  readonly keyId: string
  readonly publicKey: Uint8Array
}

export type TrustListFailure = {
  readonly kind: 'not-signed-by-root' | 'invalid' | 'key-id-mismatch' | 'older-version'
}

/**
 * Checks a trust list against the pinned root of its Participant. There is no trust on first use and
 * no switch that turns this off.
 *
 * @param knownVersion the version in use: an older one is refused, whoever signed it.
 */
export async function verifyTrustList(
  token: string,
  root: PinnedRoot,
  knownVersion: number,
): Promise<Result<TrustList, TrustListFailure>> {
  const verified = await verifyJws<'root'>(token, TRUST_LIST_TYP, ({ issuer, keyId }) =>
    issuer === root.participant && keyId === root.keyId ? ok(root.publicKey) : fail('root'),
  )
  if (!verified.ok) return fail({ kind: 'not-signed-by-root' })
  const decoded = decodeTrustList(verified.value.payload)
  if (!decoded.ok) return fail({ kind: 'invalid' })
  if (!hasKeyIdsOfItsKeys(decoded.value)) return fail({ kind: 'key-id-mismatch' })
  if (decoded.value.version < knownVersion) return fail({ kind: 'older-version' })
  return ok(decoded.value)
}

/** A key id is the hash of its key: nobody can list another key under an id that signed before. */
function hasKeyIdsOfItsKeys({ organisations }: TrustList): boolean {
  return organisations
    .flatMap(({ keys }) => keys)
    .every(({ use, kid, publicKey }) => {
      const key = decodeBase64url(publicKey)
      if (key === undefined) return false
      return kid === (use === 'sign' ? signingKeyId(key) : sealingKeyId(key))
    })
}
