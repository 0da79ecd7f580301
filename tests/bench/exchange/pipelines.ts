import { openFileVault } from '@trm/adapter-vault-file'
import { invariant, type OrganisationId } from '@trm/kernel'
import { findNatsServer, freePorts, startNatsServer } from '@trm/nats'
import { encodeBase64url, randomBytes } from '@trm/sealing'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMesh } from '../../support/mesh.ts'
import { createParty, publishLists, type Party } from '../../support/parties.ts'
import { startMember, type Member } from './crew.ts'
import type { Station } from './ours.ts'
import { providePlain } from './plain.ts'

/** One way of bringing events to two recipients: a sender and its recipients, and how to end them. */
export type Pipeline = {
  readonly sender: Member
  readonly recipients: readonly Member[]
  /** Whether recipients answer with receipts. */
  readonly givesReceipts: boolean
  stop(): Promise<void>
}

/** The pipeline without security: a server, its two streams, and three processes. @param folder where all of it lies. */
export async function startPlain(folder: string): Promise<Pipeline> {
  const program = await findProgram()
  const [port = 0, monitoring = 0] = await freePorts(2)
  const configuration = JSON.stringify({
    listen: `127.0.0.1:${port}`,
    http: `127.0.0.1:${monitoring}`,
    max_payload: 1_048_576,
    jetstream: { store_dir: join(folder, 'data'), max_memory_store: 0 },
  })
  const server = await startNatsServer({ program, configuration, folder: join(folder, 'nats') })
  const names = ['first', 'second']
  await providePlain(server.address, names)
  const recipients = await Promise.all(
    names.map((name) => startMember(['plain-recipient', folder, server.address, name])),
  )
  const sender = await startMember(['plain-sender', folder, server.address, ...names])
  return pipelineOf({ sender, recipients, givesReceipts: false }, () => server.stop())
}

/** Three organisations in one country, each with keys, a vault and a case log. @param itemsPerMessage how much one message may hold. */
export async function startOurs(folder: string, itemsPerMessage: number): Promise<Pipeline> {
  const ids = ['at.sender', 'at.first', 'at.second']
  const keys = new Map<string, Uint8Array>()
  const parties: Party[] = []
  for (const id of ids) {
    mkdirSync(join(folder, id))
    const masterKey = randomBytes(32)
    keys.set(id, masterKey)
    // The vault wipes what it is given.
    const vault = await openFileVault({
      file: join(folder, id, 'vault.db'),
      masterKey: masterKey.slice(),
    })
    parties.push(await createParty(id, 'cso', vault))
    await vault.close()
  }
  const lists = (await publishLists(parties)).latest().map(({ token, root }) => ({
    token,
    ...root,
    publicKey: encodeBase64url(root.publicKey),
  }))
  const [first] = parties
  invariant(first !== undefined, 'bench: three parties')
  const { participant } = first
  const mesh = await startMesh(
    folder,
    new Map([[participant, parties.map(({ access }) => access)]]),
  )
  const members: Member[] = []
  for (const { id, access } of parties.toReversed()) {
    const station: Station = {
      self: id,
      participant,
      masterKey: encodeBase64url(keys.get(id) ?? new Uint8Array()),
      server: mesh.addressOf(participant),
      nkeySeed: access.seed,
      mailbox: access.mailbox,
      inboxPrefix: access.inboxPrefix,
      recipients: id === first.id ? ids.slice(1).map((to) => to as OrganisationId) : [],
      itemsPerMessage,
      lists,
    }
    writeFileSync(join(folder, id, 'station.json'), JSON.stringify(station), { mode: 0o600 })
    members.push(await startMember(['ours', join(folder, id)]))
  }
  const sender = members.pop()
  invariant(sender !== undefined, 'bench: the sender was started last')
  return pipelineOf({ sender, recipients: members, givesReceipts: true }, () => mesh.stop())
}

function pipelineOf(parts: Omit<Pipeline, 'stop'>, stopServer: () => Promise<void>): Pipeline {
  return {
    ...parts,
    async stop() {
      await parts.sender.stop()
      await Promise.all(parts.recipients.map((recipient) => recipient.stop()))
      await stopServer()
    },
  }
}

function findProgram(): Promise<string> {
  const { TRM_NATS_SERVER: program, PATH: path } = process.env
  return findNatsServer({ program, path })
}
