import { encodeTrustList, TRUST_LIST_TYP, type TrustListOrganisation } from '@trm/contracts'
import { replaceFile } from '@trm/files'
import { invariant, plusMilliseconds, type Instant } from '@trm/kernel'
import { decodeBase64url, encodeBase64url, signJws } from '@trm/sealing'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlannedOrganisation, PlannedParticipant } from './plan.ts'
import { ensurePublicKeys, type NetworkSecrets } from './secrets.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const KEY_LIFETIME_MS = 730 * DAY_MS

/**
 * Publishes the trust list of each Participant, signed by its root, and the file in which every agent
 * finds the roots that it pins. A list that was published before stays as it is.
 *
 * @returns the file with the pinned roots.
 */
export async function publishTrustLists(
  folder: string,
  plan: readonly PlannedParticipant[],
  secrets: NetworkSecrets,
  now: Instant,
): Promise<string> {
  const roots = []
  for (const participant of plan) {
    const { code } = participant
    const trustList = join(folder, code, 'trust-list.jws')
    await mkdir(join(folder, code), { recursive: true, mode: 0o700 })
    if (!(await exists(trustList))) await publish(trustList, folder, participant, secrets, now)
    const root = secrets.participants[code]?.root
    invariant(root !== undefined, 'trust-lists: every Participant has a root')
    roots.push({
      participant: code,
      keyId: root.keyId,
      publicKey: root.publicKey,
      trustList,
    })
  }
  const file = join(folder, 'roots.json')
  await replaceFile(file, JSON.stringify(roots, null, 2))
  return file
}

async function publish(
  file: string,
  folder: string,
  { code, organisations }: PlannedParticipant,
  secrets: NetworkSecrets,
  now: Instant,
): Promise<void> {
  const root = secrets.participants[code]?.root
  const privateKey = root === undefined ? undefined : decodeBase64url(root.privateKey)
  invariant(root !== undefined && privateKey !== undefined, 'trust-lists: the root can sign')
  const listed: TrustListOrganisation[] = []
  for (const organisation of organisations) {
    listed.push(await describe(organisation, folder, secrets, now))
  }
  const payload = encodeTrustList({
    v: 1,
    iss: code,
    version: 1,
    iat: Math.floor(Date.parse(now) / 1000),
    organisations: listed,
  })
  const token = await signJws({ typ: TRUST_LIST_TYP, keyId: root.keyId, privateKey, payload })
  await replaceFile(file, token)
}

async function describe(
  organisation: PlannedOrganisation,
  folder: string,
  secrets: NetworkSecrets,
  now: Instant,
): Promise<TrustListOrganisation> {
  const own = secrets.organisations[organisation.id]
  const masterKey = own === undefined ? undefined : decodeBase64url(own.masterKey)
  invariant(own !== undefined && masterKey !== undefined, 'trust-lists: the vault can be opened')
  const { signing, sealing } = await ensurePublicKeys(folder, organisation, masterKey)
  const validity = {
    validFrom: plusMilliseconds(now, -DAY_MS),
    validUntil: plusMilliseconds(now, KEY_LIFETIME_MS),
  }
  const { id, kind, names } = organisation
  return {
    id,
    kind,
    names,
    mailbox: own.mailbox,
    keys: [listedKey('sign', signing, validity), listedKey('seal', sealing, validity)],
  }
}

function listedKey(
  use: 'sign' | 'seal',
  key: { readonly keyId: string; readonly publicKey: Uint8Array },
  validity: { readonly validFrom: Instant; readonly validUntil: Instant },
) {
  return { kid: key.keyId, use, publicKey: encodeBase64url(key.publicKey), ...validity }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
