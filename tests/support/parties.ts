import { ensureIdentity, type Identity } from '@trm/case-log'
import { encodeTrustList, TRUST_LIST_TYP, type TrustListOrganisation } from '@trm/contracts'
import { createTrustedDirectory, verifyTrustList, type TrustedDirectory } from '@trm/directory'
import type { OrganisationKind } from '@trm/domain'
import {
  invariant,
  participantOf,
  plusMilliseconds,
  toInstant,
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

/** The trust lists of a test network. */
export type TrustLists = {
  /** A directory that follows all of them. */
  newDirectory(): Promise<TrustedDirectory>
  /** Every Participant publishes its next list, of these parties, which all directories take. */
  publish(parties: readonly Party[]): Promise<void>
}

/** The parties' Participants each publish a trust list; every directory here follows all of them. */
export async function listParties(
  parties: readonly Party[],
): Promise<() => Promise<TrustedDirectory>> {
  return (await publishLists(parties)).newDirectory
}

/** The same, and lists can be published anew. */
export async function publishLists(parties: readonly Party[]): Promise<TrustLists> {
  const codes = [...new Set(parties.map(({ participant }) => participant))]
  const roots = await Promise.all(
    codes.map(async (participant) => ({ participant, ...(await generateSigningKey()) })),
  )
  const followers: TrustedDirectory[] = []
  let version = 0
  let published: { token: string; root: Parameters<typeof verifyTrustList>[1] }[] = []

  async function take(directory: TrustedDirectory) {
    for (const { token, root } of published) {
      const verified = await verifyTrustList(token, root, directory.versionOf(root.participant))
      invariant(verified.ok, 'parties: a list that was just signed')
      directory.take(verified.value)
    }
  }

  const lists: TrustLists = {
    async newDirectory() {
      const directory = createTrustedDirectory()
      await take(directory)
      followers.push(directory)
      return directory
    },
    async publish(listed) {
      version += 1
      published = await Promise.all(
        roots.map(async (root) => {
          const payload = encodeTrustList({
            v: 1,
            iss: root.participant,
            version,
            iat: Math.floor(Date.now() / 1000),
            organisations: listed
              .filter(({ participant }) => participant === root.participant)
              .map(describe),
          })
          return { token: await signJws({ typ: TRUST_LIST_TYP, ...root, payload }), root }
        }),
      )
      for (const directory of followers) await take(directory)
    },
  }
  await lists.publish(parties)
  return lists
}

function describe({ id, kind, identity, access }: Party): TrustListOrganisation {
  const now = toInstant(new Date())
  const validity = {
    validFrom: plusMilliseconds(now, -DAY_MS),
    validUntil: plusMilliseconds(now, DAY_MS),
  }
  const key = (use: 'sign' | 'seal', { keyId, publicKey }: Identity['sealing']) => ({
    kid: keyId,
    use,
    publicKey: encodeBase64url(publicKey),
    ...validity,
  })
  return {
    id,
    kind,
    names: { en: id },
    mailbox: access.mailbox,
    keys: [key('sign', identity.signer), key('seal', identity.sealing)],
  }
}
