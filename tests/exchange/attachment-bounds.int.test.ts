import { memoryEventStore, memoryMailbox, memoryVault } from '@trm/adapter-memory'
import { openAttachmentStore } from '@trm/attachments'
import { openCaseLog, openJournal } from '@trm/case-log'
import {
  ATTACHMENTS_STREAM,
  INBOX_STREAM,
  OUTBOX_STREAM,
  type AttachmentEntry,
  type AttachmentReference,
  type InboxEntry,
  type OutboxEntry,
} from '@trm/contracts'
import {
  createDeliveryBook,
  encodeChunk,
  openAttachments,
  type Attachments,
  type ExchangeFact,
} from '@trm/exchange'
import type { EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CHUNK,
  letter,
  proposal,
  sent,
  withDocuments,
  type DocumentCase,
} from '../casework/attachment-case.ts'
import { BELGRADE, SKOPJE, VIENNA } from '../casework/handover-case.ts'
import {
  startMemoryNetwork,
  type MemoryAgent,
  type MemoryNetwork,
} from '../support/memory-agents.ts'

const file = letter(6 * CHUNK)
const other = letter(2 * CHUNK, 'something else')

let network: MemoryNetwork
let held: DocumentCase
let belgrade: MemoryAgent
let event: EventId
let reference: AttachmentReference
let second: AttachmentReference
/** One chunk of the first of two files has come, and Belgrade's agent is stopped. */
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await withDocuments(network)
  belgrade = network.agent(BELGRADE)
  network.traffic.breaksAfter = 1
  reference = await sent(network, held.reference, file)
  second = await sent(network, held.reference, other)
  const vienna = network.agent(VIENNA)
  event = (await vienna.command(held.reference, proposal(held, reference, second))).event
  await waitFor(() => network.traffic.health === 'unreachable' && chunks() === 1, {
    deadlineMs: 8_000,
    what: 'the first chunk',
  })
  await belgrade.stop()
})
afterEach(() => network.stop())

function chunks(): number {
  try {
    const names = readdirSync(belgrade.attachmentsFolder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => name.endsWith('.chunk')).length
  } catch {
    return 0
  }
}

/** The exchange of Belgrade over what its agent left, as one that buffers only so much of one sender. */
async function openBounded(bytesMax: number) {
  const { party, directory } = belgrade
  const { signer, quarantineKey } = party.identity
  const clock = { now: () => network.now() }
  const store = memoryEventStore({ state: belgrade.storeState, clock })
  const vault = memoryVault(belgrade.vaultState)
  const facts: ExchangeFact[] = []
  const environment = {
    self: BELGRADE,
    store,
    caseLog: openCaseLog({ self: BELGRADE, store, vault, directory, signer }),
    directory,
    mailbox: memoryMailbox(network.office, { participant: party.participant, mailbox: 'none' }),
    clock,
    signer,
    findPrivateKey: () => undefined,
    isKeyOver: () => false,
    quarantineKey,
    inboxJournal: openJournal<InboxEntry>(store, INBOX_STREAM),
    outboxJournal: openJournal<OutboxEntry>(store, OUTBOX_STREAM),
    attachmentsJournal: openJournal<AttachmentEntry>(store, ATTACHMENTS_STREAM),
    attachments: openAttachmentStore({ folder: belgrade.attachmentsFolder, vault }),
    newTokenId: randomToken,
    report: (fact: ExchangeFact) => void facts.push(fact),
  }
  const attachments = await openAttachments(environment, createDeliveryBook(), bytesMax)
  // It reads what is held, and is stopped before it sends anything.
  await attachments.run(AbortSignal.abort())
  return { attachments, facts }
}

const take = (
  attachments: Attachments,
  index: number,
  { attachment } = reference,
  whole: Uint8Array = file,
) => {
  const bytes = whole.subarray(index * CHUNK, (index + 1) * CHUNK)
  const chunk = encodeChunk({ case: held.reference, event, attachment, index, bytes })
  return attachments.take({ kind: 'chunk', bytes: chunk }, VIENNA)
}

describe('a chunk of what somebody else announced', () => {
  it('is refused: only from its author is it taken', async () => {
    const { attachments } = await openBounded(6 * CHUNK)
    const chunk = { case: held.reference, event, ...reference, index: 1 }
    const bytes = encodeChunk({ ...chunk, bytes: file.subarray(CHUNK, 2 * CHUNK) })
    const refusal = await attachments.take({ kind: 'chunk', bytes }, SKOPJE)
    expect(refusal).toStrictEqual({ reason: 'attachment-unannounced', event })
    expect(chunks()).toBe(1)
  })
})

describe('what has begun to come from one sender', () => {
  it('is bounded: what is beyond is not written, and is no fault of its sender', async () => {
    const { attachments, facts } = await openBounded(3 * CHUNK)
    expect(await take(attachments, 1)).toBeUndefined()
    expect(await take(attachments, 2)).toBeUndefined()
    expect(chunks()).toBe(3)
    expect(await take(attachments, 3)).toBeUndefined()
    expect(chunks()).toBe(3)
    expect(facts).toStrictEqual([
      { kind: 'chunk-stored' },
      { kind: 'chunk-stored' },
      { kind: 'attachments-full', organisation: VIENNA },
    ])
  })

  it('counts what came before a restart', async () => {
    const { attachments, facts } = await openBounded(CHUNK)
    await take(attachments, 1)
    expect(chunks()).toBe(1)
    expect(facts).toStrictEqual([{ kind: 'attachments-full', organisation: VIENNA }])
  })

  it('counts no chunk twice, and what is there already may come again', async () => {
    const { attachments, facts } = await openBounded(2 * CHUNK)
    for (const index of [0, 0, 1, 1, 0]) await take(attachments, index)
    expect(facts).toStrictEqual(Array(5).fill({ kind: 'chunk-stored' }))
    expect(chunks()).toBe(2)
  })

  it('is counted no more once it is whole', async () => {
    const { attachments, facts } = await openBounded(6 * CHUNK)
    for (const index of [1, 2, 3, 4, 5]) await take(attachments, index)
    for (const index of [0, 1]) await take(attachments, index, second, other)
    expect(facts.map(({ kind }) => kind)).toStrictEqual([
      ...Array<string>(4).fill('chunk-stored'),
      'attachment-stored',
      'chunk-stored',
      'attachment-stored',
    ])
  })
})
