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

/** The parties' Participants each publish a trust list; every directory here follows all of them. */
export async function listParties(
  parties: readonly Party[],
): Promise<() => Promise<TrustedDirectory>> {
  const published: { token: string; root: Parameters<typeof verifyTrustList>[1] }[] = []
  for (const participant of new Set(parties.map((party) => party.participant))) {
    const root = await generateSigningKey()
    const payload = encodeTrustList({
      v: 1,
      iss: participant,
      version: 1,
      iat: Math.floor(Date.now() / 1000),
      organisations: parties.filter((party) => party.participant === participant).map(describe),
    })
    const token = await signJws({ typ: TRUST_LIST_TYP, ...root, payload })
    published.push({ token, root: { participant, ...root } })
  }
  return async () => {
    const directory = createTrustedDirectory()
    for (const { token, root } of published) {
      const verified = await verifyTrustList(token, root, 0)
      invariant(verified.ok, 'parties: a list that was just signed')
      directory.take(verified.value)
    }
    return directory
  }
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
