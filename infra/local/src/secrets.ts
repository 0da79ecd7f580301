import { ensureIdentity, readSealingKeys } from '@trm/case-log'
import { openFileVault } from '@trm/adapter-vault-file'
import { replaceFile } from '@trm/files'
import { createLinkPassword, createNkey } from '@trm/nats'
import { encodeBase64url, generateSigningKey, randomBytes, randomToken } from '@trm/sealing'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { PlannedOrganisation, PlannedParticipant } from './plan.ts'

const MASTER_KEY_BYTES = 32
const MAILBOX_BYTES = 16

const nkey = z.strictObject({ seed: z.string(), publicKey: z.string() })
const userSecrets = z.strictObject({ caseworker: z.string(), auditor: z.string() })

const organisationSecrets = z.strictObject({
  masterKey: z.string(),
  nkey,
  mailbox: z.string(),
  users: userSecrets,
})

const participantSecrets = z.strictObject({
  root: z.strictObject({ keyId: z.string(), privateKey: z.string(), publicKey: z.string() }),
  operator: nkey,
})

const networkSecrets = z.strictObject({
  participants: z.record(z.string(), participantSecrets),
  organisations: z.record(z.string(), organisationSecrets),
  /** By pair of codes, `at-rs`. */
  links: z.record(z.string(), z.string()),
})

/**
 * Every secret of a local network in one file. That is what makes it a local network: in the field
 * each of them is made where it is used, and never meets another.
 */
export type NetworkSecrets = z.infer<typeof networkSecrets>

/** Reads the network's secrets, or makes them on the first start. */
export async function ensureSecrets(
  folder: string,
  plan: readonly PlannedParticipant[],
): Promise<NetworkSecrets> {
  const file = join(folder, 'secrets.json')
  const kept = await readFile(file, 'utf8').catch(() => undefined) // first start
  if (kept !== undefined) return networkSecrets.parse(JSON.parse(kept))
  const secrets = await makeSecrets(plan)
  // Whole or not at all: half of the keys would be worse than none.
  await replaceFile(file, JSON.stringify(secrets, null, 2))
  return secrets
}

async function makeSecrets(plan: readonly PlannedParticipant[]): Promise<NetworkSecrets> {
  const secrets: NetworkSecrets = { participants: {}, organisations: {}, links: {} }
  for (const { code, organisations } of plan) {
    const { keyId, privateKey, publicKey } = await generateSigningKey()
    secrets.participants[code] = {
      root: {
        keyId,
        privateKey: encodeBase64url(privateKey),
        publicKey: encodeBase64url(publicKey),
      },
      operator: createNkey(),
    }
    for (const { id } of organisations) {
      secrets.organisations[id] = {
        masterKey: encodeBase64url(randomBytes(MASTER_KEY_BYTES)),
        nkey: createNkey(),
        mailbox: Buffer.from(randomBytes(MAILBOX_BYTES)).toString('hex'),
        users: { caseworker: randomToken(), auditor: randomToken() },
      }
    }
  }
  for (const [index, { code }] of plan.entries()) {
    for (const other of plan.slice(index + 1)) {
      secrets.links[linkName(code, other.code)] = createLinkPassword()
    }
  }
  return secrets
}

/** The name of the link between two Participants, the same from both sides. */
export function linkName(one: string, other: string): string {
  return [one, other].sort().join('-')
}

/** Where an agent keeps its data. */
export function agentFolder(folder: string, { id }: PlannedOrganisation): string {
  return join(folder, 'agents', id)
}

/**
 * The public keys of an organisation, from its vault: made there on the first start. Of sealing keys there are as
 * many as `trm key rotate` has made since and the agent has not destroyed, the oldest first.
 */
export async function ensurePublicKeys(
  folder: string,
  organisation: PlannedOrganisation,
  masterKey: Uint8Array,
) {
  const home = agentFolder(folder, organisation)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const vault = await openFileVault({ file: join(home, 'vault.db'), masterKey })
  try {
    const { signer } = await ensureIdentity(vault)
    const sealing = await readSealingKeys(vault)
    return {
      signing: { keyId: signer.keyId, publicKey: signer.publicKey },
      sealing: sealing.map(({ keyId, publicKey }) => ({ keyId, publicKey })),
    }
  } finally {
    await vault.close()
  }
}
