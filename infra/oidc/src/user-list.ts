import { fail, invariant, millisecondsBetween, ok, type Instant, type Result } from '@trm/kernel'
import { randomBytes, sha256 } from '@trm/sealing'
import { timingSafeEqual } from 'node:crypto'

/** Someone who may ask for tokens. The subject is a pseudonymous id and the client id at once. */
export type LocalUser = {
  readonly subject: string
  readonly secret: string
  /** The one API that tokens of this user are for. */
  readonly audience: string
  readonly roles: readonly string[]
}

export type KnownUser = Omit<LocalUser, 'secret'>

export type Refusal = { readonly kind: 'refused' | 'too-many-failures' }

const FAILURES_MAX = 10
const WINDOW_MS = 60_000
const SECRET_HASH_BYTES = 32

/**
 * Looks users up by subject and secret. Keeps hashes only and compares them in constant time; an
 * unknown subject costs as much as a wrong secret. After ten failures within a minute a subject is
 * refused, right secret or not, until the minute is over; unknown subjects share one such count.
 */
export function userList(
  users: readonly LocalUser[],
): (subject: string, secret: string, now: Instant) => Result<KnownUser, Refusal> {
  const known = new Map(
    users.map(({ secret, ...user }) => [user.subject, { user, hash: sha256(encode(secret)) }]),
  )
  invariant(known.size === users.length, 'oidc: subjects are unique')
  const nobody = randomBytes(SECRET_HASH_BYTES)
  const failures = new Map<string | undefined, { since: Instant; count: number }>()

  return (subject, secret, now) => {
    const entry = known.get(subject)
    const key = entry?.user.subject
    const recent = failures.get(key)
    const isRecent = recent !== undefined && millisecondsBetween(recent.since, now) < WINDOW_MS
    if (isRecent && recent.count >= FAILURES_MAX) return fail({ kind: 'too-many-failures' })

    const isRight = timingSafeEqual(sha256(encode(secret)), entry?.hash ?? nobody)
    if (isRight && entry !== undefined) return ok(entry.user)
    failures.set(key, isRecent ? { ...recent, count: recent.count + 1 } : { since: now, count: 1 })
    return fail({ kind: 'refused' })
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
