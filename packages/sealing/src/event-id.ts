import type { EventId } from '@trm/kernel'
import { sha256Base64url } from './random.ts'

/** The id of the event that this compact JWS is: base64url(SHA-256(ASCII of the whole JWS)). */
export function eventIdOf(jws: string): EventId {
  return sha256Base64url(jws) as EventId
}
