import type { TrustList, TrustListKey, TrustListOrganisation } from '@trm/contracts'
import {
  participantOf,
  toInstant,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type {
  Directory,
  KeyStanding,
  ListedKey,
  ListedOrganisation,
  OrganisationStanding,
  StatedFact,
} from '@trm/ports'
import { decodeBase64url } from '@trm/sealing'
import {
  missingSince,
  rememberedAfter,
  wasListed,
  type Remembered,
  type RememberedOrganisation,
} from './remembered.ts'

/**
 * A directory over verified trust lists, one per Participant. A newer list replaces its predecessor for what is
 * sent and taken from now on; whom and what the earlier ones named it keeps, for what was signed then.
 */
export type TrustedDirectory = Directory & {
  /** Takes a list that `verifyTrustList` has accepted: each version once, in their order. */
  take(list: TrustList): void
  versionOf(participant: ParticipantCode): number
}

type Following = {
  readonly list: TrustList
  readonly remembered: ReadonlyMap<string, RememberedOrganisation>
}

/** The end of the year 9999: what a list says is later is as late as can be said. */
const LATEST_SECONDS = 253_402_300_799

export function createTrustedDirectory(): TrustedDirectory {
  const followed = new Map<ParticipantCode, Following>()

  function find(id: OrganisationId): TrustListOrganisation | undefined {
    return followed.get(participantOf(id))?.list.organisations.find((listed) => listed.id === id)
  }

  function remember(id: OrganisationId): RememberedOrganisation | undefined {
    return followed.get(participantOf(id))?.remembered.get(id)
  }

  return {
    take(list) {
      const before = followed.get(list.iss)?.remembered ?? new Map()
      const at = toInstant(new Date(Math.min(list.iat, LATEST_SECONDS) * 1000))
      const remembered = rememberedAfter(before, list.organisations, at)
      followed.set(list.iss, { list, remembered })
    },
    versionOf: (participant) => followed.get(participant)?.list.version ?? 0,
    participants: () => [...followed.keys()].sort(),
    findOrganisation(id) {
      const listed = find(id)
      return listed === undefined ? undefined : describe(listed)
    },
    standingOf(id, at) {
      const known = remember(id)
      return known === undefined ? undefined : standingThen(known, at)
    },
    organisationsOf: (participant) =>
      (followed.get(participant)?.list.organisations ?? [])
        .map(describe)
        .sort((left, right) => (left.id < right.id ? -1 : 1)),
    signingKey(organisation, keyId, at) {
      const known = remember(organisation)
      if (known === undefined) return { kind: 'unknown-organisation' }
      const key = known.keys.get(`sign ${keyId}`)
      const publicKey = key === undefined ? undefined : bytesOf(key.last)
      if (key === undefined || publicKey === undefined) return { kind: 'unknown-key' }
      const isThere = wasListed(known, at) && wasListed(key, at)
      return { kind: keyStanding(key, isThere, at), publicKey }
    },
    sealingKey(organisation, at) {
      const valid = (find(organisation)?.keys ?? [])
        .filter((key) => key.use === 'seal' && standingOf(key, at) === 'valid')
        .sort((left, right) => (left.validFrom < right.validFrom ? 1 : -1))
      const [newest] = valid
      const publicKey = newest === undefined ? undefined : bytesOf(newest)
      if (newest === undefined || publicKey === undefined) return undefined
      return { keyId: newest.kid, publicKey }
    },
    listedKeys: (organisation) => (find(organisation)?.keys ?? []).map(describeKey),
    formerMailboxesOf: (organisation) => find(organisation)?.formerMailboxes ?? [],
    mailboxOf(organisation) {
      const mailbox = find(organisation)?.mailbox
      if (mailbox === undefined) return undefined
      return { participant: participantOf(organisation), mailbox }
    },
  }
}

const decoded = new WeakMap<TrustListKey, Uint8Array>()

/** The same array each time: whoever takes a key apart keeps the parts with it. */
function bytesOf(key: TrustListKey): Uint8Array | undefined {
  const bytes = decoded.get(key) ?? decodeBase64url(key.publicKey)
  if (bytes !== undefined) decoded.set(key, bytes)
  return bytes
}

/** What its last list said of a key, and that it is worth nothing from the list on that dropped it. */
function keyStanding(
  { last }: Remembered<TrustListKey>,
  isThere: boolean,
  at: Instant,
): KeyStanding {
  const standing = standingOf(last, at)
  return standing === 'valid' && !isThere ? 'not-valid-then' : standing
}

/** What a key is worth at a time. From `compromisedSince` on, nothing that it signed can be relied on. */
function standingOf(key: TrustListKey, at: Instant): KeyStanding {
  if (key.compromisedSince !== undefined && at >= key.compromisedSince) return 'compromised'
  if (key.revokedAt !== undefined && at >= key.revokedAt) return 'revoked'
  return at >= key.validFrom && at < key.validUntil ? 'valid' : 'not-valid-then'
}

function standingThen(known: RememberedOrganisation, at: Instant): OrganisationStanding {
  const { last, kinds } = known
  const leftAt = missingSince(known)
  const { licence, agreement, membership, vetting } = last.facts ?? {}
  return {
    kind: (kinds.findLast(({ from }) => from <= at) ?? kinds[0])?.kind ?? last.kind,
    isListed: wasListed(known, at),
    facts: {
      licence: factAt(licence, at),
      agreement: factAt(agreement, at),
      membership: factAt(membership, at),
      vetting: factAt(vetting, at),
    },
    ...(leftAt !== undefined && { leftAt }),
  }
}

type Periods = NonNullable<NonNullable<TrustListOrganisation['facts']>['licence']>

function factAt(periods: Periods | undefined, at: Instant): StatedFact {
  if (periods === undefined) return 'notStated'
  const isIn = periods.some(({ from, until }) => from <= at && (until === undefined || at < until))
  return isIn ? 'inForce' : 'notInForce'
}

function describeKey({ kid, publicKey: _publicKey, ...stated }: TrustListKey): ListedKey {
  return { keyId: kid, ...stated }
}

function describe({ id, kind, names }: TrustListOrganisation): ListedOrganisation {
  return { id, kind, participant: participantOf(id), names }
}
