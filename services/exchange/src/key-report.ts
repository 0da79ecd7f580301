import type { KeyRing } from '@trm/case-log'
import type { KeyReport } from '@trm/contracts'
import { plusMilliseconds, type Instant, type OrganisationId } from '@trm/kernel'
import type { Directory, ListedKey } from '@trm/ports'
import type { KeyHistory } from './key-history.ts'

export type { KeyReport } from '@trm/contracts'

type ReportedKey = KeyReport['sealing'][number]

/** Something about the own keys that somebody has to see to. */
export type KeyAttention = KeyReport['attention'][number]

type Parts = {
  readonly self: OrganisationId
  readonly directory: Directory
  readonly ring: KeyRing
  readonly graceDays: number
}

const DAY_MS = 24 * 60 * 60 * 1_000
/** How long before the last listed window of a use ends somebody is reminded: a list takes its time. */
const REMIND_BEFORE_MS = 14 * DAY_MS

/** Where each of the own sealing keys stands. Dates and ids, which are hashes of what is public. */
export function reportKeys(parts: Parts, history: KeyHistory, now: Instant): KeyReport {
  const { self, directory, ring, graceDays } = parts
  const listed = directory.listedKeys(self).filter(({ use }) => use === 'seal')
  const keyIds = new Set([
    ...history.keyIds(),
    ...ring.keyIds(),
    ...listed.map(({ keyId }) => keyId),
  ])
  const inForce = directory.sealingKey(self, now)?.keyId
  return {
    at: now,
    graceDays,
    sealing: [...keyIds].map((keyId): ReportedKey => {
      const window = listed.find((key) => key.keyId === keyId)
      const inForceSince = history.inForceSince(keyId)
      const endedAt = history.endedAt(keyId)
      const destroyedAt = history.destroyedAt(keyId)
      const isKept = ring.find(keyId) !== undefined
      return {
        keyId,
        state: stateOf({ isInForce: keyId === inForce, isKept, inForceSince, destroyedAt }),
        ...(window && {
          listed: { validFrom: window.validFrom, validUntil: window.validUntil },
        }),
        ...(inForceSince !== undefined && { inForceSince }),
        ...(endedAt !== undefined &&
          isKept && { keptUntil: plusMilliseconds(endedAt, graceDays * DAY_MS) }),
        ...(destroyedAt !== undefined && { destroyedAt }),
      }
    }),
    attention: [...findKeyAttention(parts, now)],
  }
}

function stateOf(of: {
  readonly isInForce: boolean
  readonly isKept: boolean
  readonly inForceSince: Instant | undefined
  readonly destroyedAt: Instant | undefined
}): ReportedKey['state'] {
  if (of.destroyedAt !== undefined) return 'destroyed'
  if (!of.isKept) return 'missing'
  if (of.isInForce) return 'inForce'
  return of.inForceSince === undefined ? 'unused' : 'grace'
}

/** What somebody has to see to now, at most one of a kind for each use. */
export function findKeyAttention(
  { self, directory, ring }: Pick<Parts, 'self' | 'directory' | 'ring'>,
  now: Instant,
): readonly KeyAttention[] {
  const found: KeyAttention[] = []
  const inForce = directory.sealingKey(self, now)?.keyId
  if (inForce === undefined) found.push({ kind: 'noneInForce', use: 'seal' })
  else if (ring.find(inForce) === undefined)
    found.push({ kind: 'notKept', use: 'seal', keyId: inForce })
  for (const use of ['sign', 'seal'] as const) {
    const listed = directory.listedKeys(self).filter((key) => key.use === use)
    const last = listed.toSorted((left, right) => (endOf(left) < endOf(right) ? 1 : -1))[0]
    if (last === undefined) continue
    const { keyId } = last
    const at = endOf(last)
    if (now < at && at <= plusMilliseconds(now, REMIND_BEFORE_MS))
      found.push({ kind: 'endsSoon', use, keyId, at })
  }
  return found
}

/** When it counts no more, for whichever reason comes first. */
function endOf({ validUntil, revokedAt, compromisedSince }: ListedKey): Instant {
  const ends = [validUntil, revokedAt, compromisedSince].filter((end) => end !== undefined)
  return ends.toSorted()[0] ?? validUntil
}
