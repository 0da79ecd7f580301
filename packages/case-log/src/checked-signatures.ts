import type { EventId, OrganisationId, VerifiedBytes } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { decodeBase64url } from '@trm/sealing'
import { instantOf, type GenuineEvent } from './verify-event.ts'

/**
 * Signatures that this process has checked, or made, a moment ago: an event that was just appended is read
 * back once, and what it says is decoded and compared as ever, but the signature is not checked a second time.
 */
export type CheckedSignatures = {
  remember(jws: string, genuine: GenuineEvent): void
  /** Hands it out once, and for the very same bytes only. */
  take(id: string, jws: string): GenuineEvent | undefined
}

/** What is not read back soon is forgotten, the oldest first. */
const REMEMBERED_MAX = 1_000

export function checkedSignatures(): CheckedSignatures {
  const remembered = new Map<EventId, { readonly jws: string; readonly genuine: GenuineEvent }>()
  return {
    remember(jws, genuine) {
      remembered.set(genuine.id, { jws, genuine })
      const oldest = remembered.keys().next().value
      if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest)
    },
    take(id, jws) {
      const found = remembered.get(id as EventId)
      if (found?.jws !== jws) return undefined
      remembered.delete(found.genuine.id)
      return found.genuine
    },
  }
}

/** An event that this process signed itself, if its key is one that the directory lists. */
export function signedHere(
  { id, author, jws, keyId }: SignedHere,
  directory: Directory,
): GenuineEvent | undefined {
  const payload = decodeBase64url(jws.split('.')[1] ?? '')
  if (payload === undefined) return undefined
  const { iat } = JSON.parse(new TextDecoder().decode(payload)) as { readonly iat: number }
  const key = directory.signingKey(author, keyId, instantOf(iat))
  if (!('publicKey' in key)) return undefined
  return { id, author, payload: payload as VerifiedBytes, standing: key.kind }
}

type SignedHere = {
  readonly id: EventId
  readonly author: OrganisationId
  readonly jws: string
  readonly keyId: string
}
