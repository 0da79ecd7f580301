import {
  decodeTrustList,
  encodeTrustList,
  TRUST_LIST_TYP,
  type TrustList,
  type TrustListOrganisation,
} from '@trm/contracts'
import { replaceFile } from '@trm/files'
import { invariant, ok, plusMilliseconds, type Instant } from '@trm/kernel'
import { decodeBase64url, encodeBase64url, signJws, verifyJws } from '@trm/sealing'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlannedOrganisation, PlannedParticipant } from './plan.ts'
import { ensurePublicKeys, type NetworkSecrets } from './secrets.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const KEY_LIFETIME_MS = 730 * DAY_MS

/**
 * Publishes the trust list of each Participant, signed by its root, and the file in which every agent
 * finds the roots that it pins. A list that was published before stays as it is, until a vault has a sealing key
 * that it does not name: the next version lists that, too, from now on.
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
    const root = secrets.participants[code]?.root
    invariant(root !== undefined, 'trust-lists: every Participant has a root')
    const published = await readPublished(trustList, root)
    const organisations = []
    for (const organisation of participant.organisations) {
      const listed = published?.organisations.find(({ id }) => id === organisation.id)
      organisations.push(await describe(organisation, listed, { folder, secrets, now }))
    }
    if (published === undefined || countKeys(organisations) > countKeys(published.organisations)) {
      const version = (published?.version ?? 0) + 1
      const iat = Math.floor(Date.parse(now) / 1000)
      await publish(trustList, { v: 1, iss: code, version, iat, organisations }, root)
    }
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

type Root = NetworkSecrets['participants'][string]['root']

async function publish(file: string, list: TrustList, root: Root): Promise<void> {
  const privateKey = decodeBase64url(root.privateKey)
  invariant(privateKey !== undefined, 'trust-lists: the root can sign')
  const payload = encodeTrustList(list)
  const token = await signJws({ typ: TRUST_LIST_TYP, keyId: root.keyId, privateKey, payload })
  await replaceFile(file, token)
}

/** The list that was published before; undefined at the first start. */
async function readPublished(file: string, root: Root): Promise<TrustList | undefined> {
  const token = await readFile(file, 'utf8').catch(() => undefined) // first start
  if (token === undefined) return undefined
  const publicKey = decodeBase64url(root.publicKey)
  invariant(publicKey !== undefined, 'trust-lists: the root is known')
  const verified = await verifyJws<never>(token, TRUST_LIST_TYP, () => ok(publicKey))
  const decoded = verified.ok ? decodeTrustList(verified.value.payload) : undefined
  invariant(decoded?.ok === true, 'trust-lists: a list of this network')
  return decoded.value
}

/** As it is listed, with those of its keys that are not listed yet. A key that was listed stays. */
async function describe(
  organisation: PlannedOrganisation,
  listed: TrustListOrganisation | undefined,
  {
    folder,
    secrets,
    now,
  }: { readonly folder: string; readonly secrets: NetworkSecrets; readonly now: Instant },
): Promise<TrustListOrganisation> {
  const { id, kind, names } = organisation
  const own = secrets.organisations[id]
  const masterKey = own === undefined ? undefined : decodeBase64url(own.masterKey)
  invariant(own !== undefined && masterKey !== undefined, 'trust-lists: the vault can be opened')
  const { signing, sealing } = await ensurePublicKeys(folder, organisation, masterKey)
  const validUntil = plusMilliseconds(now, KEY_LIFETIME_MS)
  if (listed === undefined) {
    const validity = { validFrom: plusMilliseconds(now, -DAY_MS), validUntil }
    const keys = [
      listedKey('sign', signing, validity),
      ...sealing.map((key) => listedKey('seal', key, validity)),
    ]
    return { id, kind, names, mailbox: own.mailbox, keys }
  }
  const isListed = ({ keyId }: { readonly keyId: string }) =>
    listed.keys.some(({ kid }) => kid === keyId)
  const fresh = sealing
    .filter((key) => !isListed(key))
    .map((key) => listedKey('seal', key, { validFrom: now, validUntil }))
  return { ...listed, keys: [...listed.keys, ...fresh] }
}

function countKeys(organisations: readonly TrustListOrganisation[]): number {
  return organisations.flatMap(({ keys }) => keys).length
}

function listedKey(
  use: 'sign' | 'seal',
  key: { readonly keyId: string; readonly publicKey: Uint8Array },
  validity: { readonly validFrom: Instant; readonly validUntil: Instant },
) {
  return { kid: key.keyId, use, publicKey: encodeBase64url(key.publicKey), ...validity }
}
