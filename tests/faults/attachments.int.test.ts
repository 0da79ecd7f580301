import type { AttachmentReference, CaseCommandBody } from '@trm/contracts'
import {
  invariant,
  plusMilliseconds,
  toInstant,
  type CaseReference,
  type EventId,
} from '@trm/kernel'
import { playHandover, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { randomToken } from '@trm/sealing'
import { searchFolder, spellingsOf, waitFor } from '@trm/testkit'
import { existsSync, readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FILE_TITLE, letter } from '../casework/attachment-case.ts'
import { BELGRADE, DAY_MS, FURTHER_USE, VIENNA } from '../casework/handover-case.ts'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

const WORDS = 'nalaz za Љубишка Мирослављевић'
const BYTES = 20 * 1024 * 1024
const DEADLINE_MS = 90_000

describe('an attachment of 20 MiB between two countries', () => {
  const closing = new AsyncDisposableStack()
  const file = new Uint8Array(letter(BYTES, WORDS))
  let network: LocalNetwork
  let reference: CaseReference
  let consent: EventId
  let proposal: EventId
  let attached: AttachmentReference

  const until = (holds: () => Promise<boolean> | boolean, what: string) =>
    waitFor(holds, { deadlineMs: DEADLINE_MS, what })
  const homeOf = (organisation: string) =>
    join(network.folder, 'agents', organisation, 'attachments')
  const filesOf = (organisation: string) =>
    existsSync(homeOf(organisation)) ? readdirSync(homeOf(organisation), { recursive: true }) : []
  const agentOf = (id: string) => network.agents.find(({ organisation }) => organisation === id)
  async function viennaSays(command: CaseCommandBody): Promise<EventId> {
    const request = { commandId: randomToken(), command }
    const answer = await network.client(VIENNA).command(reference, request)
    invariant(answer.ok, 'test: the command is accepted')
    return answer.value.event
  }
  async function transfer() {
    const answer = await network.client(VIENNA).attachments(reference)
    const [only] = answer.ok ? answer.value.attachments : []
    return only
  }
  const hasStored = (chunks: number) =>
    until(async () => ((await transfer())?.chunksStored ?? 0) >= chunks, `${String(chunks)} chunks`)
  const fetchedAt = (organisation: string) =>
    network.client(organisation).fetchFile(reference, proposal, attached.attachment)

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    closing.defer(() => network.stop())
    const played = await playHandover(network, { record: await handoverRecord() })
    reference = played.case
    const from = toInstant(new Date())
    const clause = {
      id: 'c1',
      discloser: VIENNA,
      recipient: BELGRADE,
      purposes: ['handover' as const],
      sections: ['documents' as const],
      from,
      until: plusMilliseconds(from, 30 * DAY_MS),
      onward: false,
    }
    consent = await viennaSays({ type: 'GiveDataConsent', ...FURTHER_USE, clauses: [clause] })
    const sent = await network
      .client(VIENNA)
      .sendFile(reference, { mediaType: 'application/pdf', bytes: file })
    invariant(sent.ok, 'test: the file is taken in')
    attached = sent.value
  }, 120_000)
  afterAll(() => closing.disposeAsync())

  it('arrives over a link that breaks, past the deaths of either agent', async () => {
    const node = network.nodes.find(({ participant }) => participant === 'rs')
    const { state } = await network
      .client(VIENNA)
      .viewCase(reference)
      .then((view) => (view.ok ? view.value : { state: {} }))
    const [referral] = Object.keys((state as { referrals: object }).referrals)
    const document = {
      kind: 'medicalCertificate' as const,
      title: FILE_TITLE,
      ...attached,
      chunks: [...attached.chunks],
    }
    proposal = await viennaSays({
      type: 'ProposeCustodyTransfer',
      referral: referral as EventId,
      sections: { documents: { documents: [document] } },
    })
    await hasStored(8)
    await node?.stop()
    await agentOf(BELGRADE)?.kill()
    expect((await transfer())?.status).toBe('sending')
    await node?.start()
    await network.restartAgent(BELGRADE)
    await hasStored(32)
    await agentOf(VIENNA)?.kill()
    await network.restartAgent(VIENNA)
    expect((await transfer())?.chunksStored).toBeGreaterThanOrEqual(32)
    await until(async () => (await transfer())?.status === 'stored', 'the receipt for all of it')
    const fetched = await fetchedAt(BELGRADE)
    expect(fetched.ok && Buffer.from(fetched.value).equals(Buffer.from(file))).toBe(true)
    expect(await network.client(BELGRADE).quarantine()).toMatchObject({ value: { messages: [] } })
  }, 180_000)

  it('is in no file of the network in clear, and neither is its name', async () => {
    const { leaks, files } = await searchFolder(
      network.folder,
      [WORDS, FILE_TITLE].flatMap(spellingsOf),
    )
    expect(leaks).toStrictEqual([])
    expect(files).toBeGreaterThan(160)
  }, 60_000)

  it('is gone at both ends when it is erased, and a copy of its files opens no more', async () => {
    const copy = `${homeOf(BELGRADE)}-copy`
    await cp(homeOf(BELGRADE), copy, { recursive: true })
    await viennaSays({
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['documents'],
    })
    await until(() => filesOf(BELGRADE).length === 0, 'the files gone at Belgrade')
    await viennaSays({
      type: 'RecordErasure',
      sections: ['documents'],
      authority: 'personAsked',
    })
    expect(filesOf(VIENNA)).toStrictEqual([])
    const gone = { ok: false, failure: { kind: 'attachment-erased', status: 410 } }
    for (const organisation of [VIENNA, BELGRADE])
      expect(await fetchedAt(organisation)).toMatchObject(gone)
    await cp(copy, homeOf(BELGRADE), { recursive: true })
    expect(await fetchedAt(BELGRADE)).toMatchObject(gone)
    await agentOf(BELGRADE)?.stop()
    await network.restartAgent(BELGRADE)
    await until(() => filesOf(BELGRADE).length === 0, 'the copy swept')
    expect(await fetchedAt(BELGRADE)).toMatchObject(gone)
  }, 120_000)
})
