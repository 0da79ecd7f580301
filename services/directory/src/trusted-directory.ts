import type { TrustList, TrustListKey, TrustListOrganisation } from '@trm/contracts'
import { participantOf, type Instant, type OrganisationId, type ParticipantCode } from '@trm/kernel'
import type { Directory, KeyStanding, ListedOrganisation } from '@trm/ports'
import { decodeBase64url } from '@trm/sealing'

/** A directory over verified trust lists, one per Participant. A newer list replaces its predecessor. */
export type TrustedDirectory = Directory & {
  /** Takes a list that `verifyTrustList` has accepted. */
  take(list: TrustList): void
  versionOf(participant: ParticipantCode): number
}

export function createTrustedDirectory(): TrustedDirectory {
  const lists = new Map<ParticipantCode, TrustList>()

  function find(id: OrganisationId): TrustListOrganisation | undefined {
    return lists.get(participantOf(id))?.organisations.find((listed) => listed.id === id)
  }

  return {
    take(list) {
      lists.set(list.iss, list)
    },
    versionOf: (participant) => lists.get(participant)?.version ?? 0,
    participants: () => [...lists.keys()].sort(),
    findOrganisation(id) {
      const listed = find(id)
      return listed === undefined ? undefined : describe(listed)
    },
    organisationsOf: (participant) =>
      (lists.get(participant)?.organisations ?? [])
        .map(describe)
        .sort((left, right) => (left.id < right.id ? -1 : 1)),
    signingKey(organisation, keyId, at) {
      const listed = find(organisation)
      if (listed === undefined) return { kind: 'unknown-organisation' }
      const key = listed.keys.find(({ use, kid }) => use === 'sign' && kid === keyId)
      const publicKey = key === undefined ? undefined : decodeBase64url(key.publicKey)
      if (key === undefined || publicKey === undefined) return { kind: 'unknown-key' }
      return { kind: standingOf(key, at), publicKey }
    },
    sealingKey(organisation, at) {
      const valid = (find(organisation)?.keys ?? [])
        .filter((key) => key.use === 'seal' && standingOf(key, at) === 'valid')
        .sort((left, right) => (left.validFrom < right.validFrom ? 1 : -1))
      const [newest] = valid
      const publicKey = newest === undefined ? undefined : decodeBase64url(newest.publicKey)
      if (newest === undefined || publicKey === undefined) return undefined
      return { keyId: newest.kid, publicKey }
    },
    mailboxOf(organisation) {
      const mailbox = find(organisation)?.mailbox
      if (mailbox === undefined) return undefined
      return { participant: participantOf(organisation), mailbox }
    },
  }
}

/** What a key is worth at a time. From `compromisedSince` on, nothing that it signed can be relied on. */
function standingOf(key: TrustListKey, at: Instant): KeyStanding {
  if (key.compromisedSince !== undefined && at >= key.compromisedSince) return 'compromised'
  if (key.revokedAt !== undefined && at >= key.revokedAt) return 'revoked'
  return at >= key.validFrom && at < key.validUntil ? 'valid' : 'not-valid-then'
}

function describe({ id, kind, names }: TrustListOrganisation): ListedOrganisation {
  return { id, kind, participant: participantOf(id), names }
}
