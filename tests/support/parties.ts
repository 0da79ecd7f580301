import { ensureIdentity, type Identity } from '@trm/case-log'
import { encodeTrustList, TRUST_LIST_TYP, type TrustListOrganisation } from '@trm/contracts'
import {
  createTrustedDirectory,
  verifyTrustList,
  type PinnedRoot,
  type TrustedDirectory,
} from '@trm/directory'
import type { OrganisationKind } from '@trm/domain'
import {
  invariant,
  participantOf,
  plusMilliseconds,
  toInstant,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type { Vault } from '@trm/ports'
import { encodeBase64url, generateSigningKey, signJws } from '@trm/sealing'
import { createNodeAccess, type NodeAccess } from './mesh.ts'

/** An organisation of a test network with its keys, whoever holds them. */
export type Party = {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
  readonly participant: ParticipantCode
  readonly identity: Identity
  readonly access: NodeAccess
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Longer than any test lets pass. */
const KEY_LIFETIME_MS = 10 * 365 * DAY_MS

/** Makes an organisation. Its keys lie in the vault, as an agent's would. */
export async function createParty(
  id: string,
  kind: OrganisationKind,
  vault: Vault,
): Promise<Party> {
  const organisation = id as OrganisationId
  const mailbox = id.replaceAll(/[^a-z]/g, '').padEnd(16, '0')
  return {
    id: organisation,
    kind,
    participant: participantOf(organisation),
    identity: await ensureIdentity(vault),
    access: createNodeAccess(mailbox),
  }
}

/** A signed list, with the root that whoever follows it has pinned. */
export type PublishedList = { readonly token: string; readonly root: PinnedRoot }

/** The trust lists of a test network. */
export type TrustLists = {
  /** What was published last, for a process of its own. */
  latest(): readonly PublishedList[]
  /** A directory that follows all of them. */
  newDirectory(): Promise<TrustedDirectory>
  /** What a directory knows after a restart: the versions that it had kept, checked anew, and nothing else. */
  restarted(directory: TrustedDirectory): Promise<TrustedDirectory>
  /** Every Participant publishes its next list, of these parties, which all directories take but for some. */
  publish(parties: readonly ListedParty[], unseenBy?: readonly TrustedDirectory[]): Promise<void>
  /** A directory that was left out takes what is published now. */
  catchUp(directory: TrustedDirectory): Promise<void>
}

/** A sealing key as a Participant lists it. */
export type ListedSealingKey = Pick<Identity['sealing'], 'keyId' | 'publicKey'> & {
  readonly validFrom: Instant
  readonly validUntil: Instant
}

/** A party, with what its Participant says of its standing, and with other sealing keys where some are given. */
export type ListedParty = Party &
  Pick<TrustListOrganisation, 'facts'> & { readonly sealingKeys?: readonly ListedSealingKey[] }

/** The parties' Participants each publish a trust list; every directory here follows all of them. */
export async function listParties(
  parties: readonly Party[],
): Promise<() => Promise<TrustedDirectory>> {
  return (await publishLists(parties)).newDirectory
}

/** The same, and lists can be published anew. */
export async function publishLists(
  parties: readonly Party[],
  now: () => Instant = () => toInstant(new Date()),
): Promise<TrustLists> {
  const codes = [...new Set(parties.map(({ participant }) => participant))]
  const roots = await Promise.all(
    codes.map(async (participant) => ({ participant, ...(await generateSigningKey()) })),
  )
  /** Of each follower the versions that it took, oldest first. */
  const followers = new Map<TrustedDirectory, PublishedList[]>()
  let version = 0
  let published: readonly PublishedList[] = []

  async function take(directory: TrustedDirectory, published: readonly PublishedList[]) {
    await takeLists(directory, published)
    followers.set(directory, [...(followers.get(directory) ?? []), ...published])
  }

  async function follow(taken: readonly PublishedList[]) {
    const directory = createTrustedDirectory()
    await take(directory, taken)
    return directory
  }

  const lists: TrustLists = {
    latest: () => published,
    newDirectory: () => follow(published),
    async restarted(directory) {
      const kept = followers.get(directory) ?? []
      followers.delete(directory)
      return await follow(kept)
    },
    catchUp: (directory) => take(directory, published),
    async publish(listed, unseenBy = []) {
      version += 1
      published = await Promise.all(
        roots.map(async (root) => {
          const payload = encodeTrustList({
            v: 1,
            iss: root.participant,
            version,
            iat: Date.parse(now()) / 1000,
            organisations: listed
              .filter(({ participant }) => participant === root.participant)
              .map((party) => describe(party, toInstant(new Date()))),
          })
          return { token: await signJws({ typ: TRUST_LIST_TYP, ...root, payload }), root }
        }),
      )
      for (const directory of followers.keys()) {
        if (!unseenBy.includes(directory)) await take(directory, published)
      }
    },
  }
  await lists.publish(parties)
  return lists
}

/** A directory of the lists that were published, in whichever process. */
export async function directoryOf(published: readonly PublishedList[]): Promise<TrustedDirectory> {
  const directory = createTrustedDirectory()
  await takeLists(directory, published)
  return directory
}

async function takeLists(directory: TrustedDirectory, published: readonly PublishedList[]) {
  for (const { token, root } of published) {
    const verified = await verifyTrustList(token, root, directory.versionOf(root.participant))
    invariant(verified.ok, 'parties: a list that was just signed')
    directory.take(verified.value)
  }
}

function describe(
  { id, kind, identity, access, facts, sealingKeys }: ListedParty,
  now: Instant,
): TrustListOrganisation {
  const validity = {
    validFrom: plusMilliseconds(now, -DAY_MS),
    validUntil: plusMilliseconds(now, KEY_LIFETIME_MS),
  }
  const key = (use: 'sign' | 'seal', listed: ListedSealingKey) => ({
    kid: listed.keyId,
    use,
    publicKey: encodeBase64url(listed.publicKey),
    validFrom: listed.validFrom,
    validUntil: listed.validUntil,
  })
  const { signer, sealing } = identity
  const listed = sealingKeys ?? [{ ...sealing, ...validity }]
  return {
    id,
    kind,
    names: { en: id },
    mailbox: access.mailbox,
    ...(facts !== undefined && { facts }),
    keys: [key('sign', { ...signer, ...validity }), ...listed.map((each) => key('seal', each))],
  }
}
