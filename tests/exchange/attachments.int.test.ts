import { memoryMailbox, memoryVault } from '@trm/adapter-memory'
import type { AttachmentReference, AttachmentTransferList, QuarantineList } from '@trm/contracts'
import { encodeChunk } from '@trm/exchange'
import {
  canonicalJson,
  invariant,
  participantOf,
  plusMilliseconds,
  type EventId,
} from '@trm/kernel'
import { nameUnderKey, randomToken, sealMessage, type MessageItem } from '@trm/sealing'
import { searchFolder, spellingsOf, waitFor } from '@trm/testkit'
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CHUNK,
  FILE_TITLE,
  fileUrl,
  given,
  letter,
  problemIn,
  proposal,
  sent,
  withDocuments,
  type DocumentCase,
} from '../casework/attachment-case.ts'
import { answerOf, BELGRADE, DAY_MS, VIENNA } from '../casework/handover-case.ts'
import {
  startMemoryNetwork,
  type MemoryAgent,
  type MemoryNetwork,
} from '../support/memory-agents.ts'

const DEADLINE_MS = 15_000
/** As many chunks may be sent again after a break: they were on their way. */
const IN_FLIGHT_MAX = 16

let network: MemoryNetwork
let held: DocumentCase
let vienna: MemoryAgent
let belgrade: MemoryAgent
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await withDocuments(network)
  vienna = network.agent(VIENNA)
  belgrade = network.agent(BELGRADE)
})
afterEach(() => network.stop())

async function transfers() {
  const { body } = await vienna.request('GET', '/exchange/attachments')
  return (body as AttachmentTransferList).attachments
}
const becomes = (status: string, reason?: string) =>
  waitFor(
    async () => {
      const all = await transfers()
      return all.length > 0 && all.every((one) => one.status === status && one.reason === reason)
    },
    { deadlineMs: DEADLINE_MS, what: `attachments that are ${status}` },
  )
const until = (holds: () => boolean | Promise<boolean>, what: string) =>
  waitFor(holds, { deadlineMs: DEADLINE_MS, what })
const filesAt = ({ attachmentsFolder }: MemoryAgent) =>
  existsSync(attachmentsFolder)
    ? readdirSync(attachmentsFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.chunk'),
      )
    : []
const fetchedBy = (agent: MemoryAgent, event: EventId, { attachment }: AttachmentReference) =>
  agent.fetchFile(fileUrl(held.reference, event, attachment))
async function quarantined(): Promise<readonly string[]> {
  const { body } = await belgrade.request('GET', '/exchange/quarantine')
  return (body as QuarantineList).messages.map(({ reason }) => reason)
}

/** Leaves items in Belgrade's mailbox that say they are from Vienna: anybody can seal. */
async function leaveInNameOfVienna(...items: readonly MessageItem[]): Promise<void> {
  const { keyId, publicKey } = belgrade.party.identity.sealing
  const body = sealMessage({
    sender: VIENNA,
    recipient: BELGRADE,
    recipientKeyId: keyId,
    recipientPublicKey: publicKey,
    items,
  })
  const own = { participant: participantOf(VIENNA), mailbox: 'nobody' }
  const to = { participant: belgrade.party.participant, mailbox: belgrade.party.access.mailbox }
  const mail = { id: randomToken(), source: participantOf(VIENNA), time: network.now(), body }
  const left = await memoryMailbox(network.office, own).publish(to, mail)
  invariant(left.ok, 'test: the mail is taken')
}

const chunkItem = (
  event: EventId,
  { attachment }: Pick<AttachmentReference, 'attachment'>,
  index: number,
  bytes: Uint8Array,
): MessageItem => ({
  kind: 'chunk',
  bytes: encodeChunk({ case: held.reference, event, attachment, index, bytes }),
})

describe('an attachment', () => {
  it('comes after the event that names it, and is the same there', async () => {
    const file = letter(20 * CHUNK + 3)
    const { event, reference } = await given(network, held, file)
    await becomes('stored')
    const { status, bytes } = await fetchedBy(belgrade, event, reference)
    expect(status).toBe(200)
    expect(bytes.equals(file)).toBe(true)
    expect(await transfers()).toMatchObject([{ to: BELGRADE, chunks: 21, chunksStored: 21 }])
    expect(network.traffic.chunks).toBe(20)
  })

  it('is not here yet while it comes, and the answer says how much of it is', async () => {
    network.traffic.breaksAfter = 8
    const { event, reference } = await given(network, held, letter(10 * CHUNK))
    await until(() => filesAt(belgrade).length === 8, 'eight chunks')
    expect(problemIn(await fetchedBy(belgrade, event, reference))).toStrictEqual({
      type: 'urn:trm:problem:attachment-not-here-yet',
      status: 409,
      chunksHere: 8,
      chunks: 10,
    })
  })

  it('lies at its recipient in no file, log line or journal in clear, and neither does its name', async () => {
    const words = 'Љубишка Мирослављевић'
    const { event, reference } = await given(network, held, letter(2 * CHUNK + 90, words))
    await becomes('stored')
    expect((await fetchedBy(belgrade, event, reference)).bytes.includes(words)).toBe(true)
    const wanted = [words, FILE_TITLE].flatMap(spellingsOf)
    const { leaks, files } = await searchFolder(belgrade.attachmentsFolder, wanted)
    expect(leaks).toStrictEqual([])
    expect(files).toBe(4)
    for (const { logged, storeState } of [vienna, belgrade]) {
      const written = [...logged, ...storeState.log.map(({ json }) => json)].join('\n')
      expect(written).toContain('attachments')
      for (const text of [words, FILE_TITLE, reference.digest]) expect(written).not.toContain(text)
    }
  })

  it('goes to nobody to whom its section is not granted', async () => {
    await vienna.command(held.reference, {
      type: 'WithdrawDataConsent',
      consent: held.papers,
    })
    const reference = await sent(network, held.reference, letter(2 * CHUNK))
    const { event } = await vienna.command(held.reference, proposal(held, reference))
    await network.delivered(VIENNA, event)
    expect(await transfers()).toStrictEqual([])
    expect(filesAt(belgrade)).toStrictEqual([])
    const answer = problemIn(await fetchedBy(belgrade, event, reference))
    expect(answer['type']).toBe('urn:trm:problem:attachment-withheld')
  })
})

describe('an attachment on a way that breaks', () => {
  const file = letter(40 * CHUNK)

  it('goes on where it was: only what is missing is sent', async () => {
    network.traffic.breaksAfter = 20
    const { event, reference } = await given(network, held, file)
    await until(() => network.traffic.health === 'unreachable', 'the break')
    network.traffic.health = 'good'
    await becomes('stored')
    expect((await fetchedBy(belgrade, event, reference)).bytes.equals(file)).toBe(true)
    expect(network.traffic.chunks).toBe(40)
  })

  it('goes on after its recipient was stopped in the middle', async () => {
    network.traffic.breaksAfter = 12
    const { event, reference } = await given(network, held, file)
    await until(() => network.traffic.health === 'unreachable', 'the break')
    await belgrade.stop()
    network.traffic.health = 'good'
    await belgrade.start()
    await becomes('stored')
    expect((await fetchedBy(belgrade, event, reference)).bytes.equals(file)).toBe(true)
    expect(network.traffic.chunks).toBe(40)
  })

  it('goes on after its sender was stopped in the middle, and sends again at most what was on its way', async () => {
    network.traffic.breaksAfter = 20
    const { event, reference } = await given(network, held, file)
    await until(() => network.traffic.health === 'unreachable', 'the break')
    await vienna.stop()
    network.traffic.health = 'good'
    await vienna.start()
    await becomes('stored')
    expect((await fetchedBy(belgrade, event, reference)).bytes.equals(file)).toBe(true)
    expect(network.traffic.chunks).toBeLessThanOrEqual(40 + IN_FLIGHT_MAX)
  })

  it('is not sent again at any later start', async () => {
    await given(network, held, letter(3 * CHUNK))
    await becomes('stored')
    await vienna.stop()
    await vienna.start()
    await becomes('stored')
    expect(network.traffic.chunks).toBe(3)
  })
})

describe('erasing the section while its attachment comes', () => {
  const beginning = async () => {
    network.traffic.breaksAfter = 12
    const begun = await given(network, held, letter(40 * CHUNK))
    await until(() => filesAt(belgrade).length === 12, 'twelve chunks')
    return begun
  }
  const erase = {
    type: 'RecordErasure',
    sections: ['documents'],
    authority: 'personAsked',
  } as const
  const gone = { type: 'urn:trm:problem:attachment-erased', status: 410 }

  it('erases it at both ends when she takes it back: it is sent no further, and no file is left', async () => {
    const { event, reference } = await beginning()
    const { event: narrowing } = await vienna.command(held.reference, {
      type: 'NarrowDataConsent',
      consent: held.papers,
      clause: 'c1',
      sections: ['documents'],
    })
    network.traffic.health = 'good'
    await answerOf(network, held.reference, narrowing, BELGRADE)
    await until(() => filesAt(belgrade).length === 0, 'the files gone at Belgrade')
    await vienna.command(held.reference, erase)
    expect(filesAt(vienna)).toStrictEqual([])
    for (const agent of [vienna, belgrade])
      expect(problemIn(await fetchedBy(agent, event, reference))).toStrictEqual(gone)
    expect((await transfers()).map(({ status }) => status)).not.toContain('stored')
    expect(network.traffic.chunks).toBeLessThan(40)
  })

  it('is put off by a hold, and still it is sent no further, and no more of it is taken', async () => {
    const { event, reference } = await beginning()
    await belgrade.command(held.reference, {
      type: 'PlaceLegalHold',
      sections: ['documents'],
      citation: 'court-7',
      until: plusMilliseconds(network.now(), DAY_MS),
    })
    const { event: narrowing } = await vienna.command(held.reference, {
      type: 'NarrowDataConsent',
      consent: held.papers,
      clause: 'c1',
      sections: ['documents'],
    })
    network.traffic.health = 'good'
    expect(await answerOf(network, held.reference, narrowing, BELGRADE)).toBe('retained')
    await becomes('withheld')
    const next = letter(40 * CHUNK).subarray(12 * CHUNK, 13 * CHUNK)
    await leaveInNameOfVienna(chunkItem(event, reference, 12, next))
    await until(async () => (await quarantined()).length === 1, 'the refusal')
    expect(await quarantined()).toStrictEqual(['consent-does-not-cover'])
    expect(filesAt(belgrade)).toHaveLength(12)
    expect(network.traffic.chunks).toBe(12)
    const answer = problemIn(await fetchedBy(belgrade, event, reference))
    expect(answer['type']).toBe('urn:trm:problem:attachment-withheld')
  })

  it('at its sender ends the sending, for good', async () => {
    await beginning()
    await vienna.command(held.reference, erase)
    network.traffic.health = 'good'
    await becomes('withheld')
    expect(network.traffic.chunks).toBe(12)
  })

  it('at its recipient is answered, and nothing more is sent or kept', async () => {
    await beginning()
    await belgrade.command(held.reference, erase)
    expect(filesAt(belgrade)).toStrictEqual([])
    network.traffic.health = 'good'
    await becomes('refused', 'attachment-erased')
    expect(filesAt(belgrade)).toStrictEqual([])
    expect(network.traffic.chunks).toBeLessThan(40)
  })
})

describe('an attachment that is not what its author announced', () => {
  /** Vienna's agent as one that lies: what it took in lies under another description. */
  async function lieAbout(change: Partial<AttachmentReference>) {
    const file = letter(9 * CHUNK)
    const reference = await sent(network, held.reference, file)
    const lying = { ...reference, ...change }
    const [keyId = ''] = readdirSync(vienna.attachmentsFolder)
    const key = await memoryVault(vienna.vaultState).findSectionKey(keyId)
    const name = (each: AttachmentReference) =>
      nameUnderKey(key ?? new Uint8Array(), canonicalJson({ ...each, chunks: [...each.chunks] }))
    const pathOf = (each: AttachmentReference) => join(vienna.attachmentsFolder, keyId, name(each))
    renameSync(pathOf(reference), pathOf(lying))
    const { event } = await vienna.command(held.reference, proposal(held, lying))
    return { event, reference: lying }
  }

  it.each([
    ['another whole', { digest: 'A'.repeat(43) }, 'attachment-digest-differs'],
    ['another type', { mediaType: 'image/png' }, 'attachment-not-of-type'],
  ] as const)('is refused for being %s, with nothing left of it', async (_what, lie, reason) => {
    const { event, reference } = await lieAbout(lie)
    await becomes('refused', reason)
    expect(filesAt(belgrade)).toStrictEqual([])
    expect(await quarantined()).toStrictEqual([reason])
    expect(problemIn(await fetchedBy(belgrade, event, reference))).toStrictEqual({
      type: 'urn:trm:problem:attachment-rejected',
      status: 410,
      reason,
    })
    // A later chunk of it is refused at once, also after a restart.
    await belgrade.stop()
    await belgrade.start()
    await leaveInNameOfVienna(chunkItem(event, reference, 0, letter(9 * CHUNK).subarray(0, CHUNK)))
    await until(async () => (await quarantined()).length === 2, 'the second refusal')
    expect(filesAt(belgrade)).toStrictEqual([])
  })
})

describe('chunks that nobody announced', () => {
  const nobodys = { attachment: 'AAAAAAAAAAAAAAAAAAAAAA' } as never as AttachmentReference

  it.each<readonly [string, () => MessageItem, string]>([
    [
      'of an event that is not here',
      () => chunkItem('A'.repeat(43) as EventId, nobodys, 0, letter(100)),
      'attachment-unannounced',
    ],
    [
      'of an event without documents',
      () => chunkItem(held.contact, nobodys, 0, letter(100)),
      'attachment-unannounced',
    ],
    [
      'that are no chunks',
      () => ({ kind: 'chunk', bytes: new Uint8Array(68) }),
      'attachment-chunk-invalid',
    ],
    [
      'that are receipts for none',
      () => ({ kind: 'chunk-receipt', bytes: letter(100) }),
      'receipt-invalid',
    ],
  ])('are refused %s, and nothing of them is written', async (_what, item, reason) => {
    await leaveInNameOfVienna(item())
    await until(async () => (await quarantined()).length === 1, 'the refusal')
    expect(await quarantined()).toStrictEqual([reason])
    expect(filesAt(belgrade)).toStrictEqual([])
  })

  it('are not kept in place of those that were, and stop nothing', async () => {
    network.traffic.breaksAfter = 2
    const file = letter(3 * CHUNK)
    const { event, reference } = await given(network, held, file)
    await until(() => filesAt(belgrade).length === 2, 'two chunks')
    await leaveInNameOfVienna(chunkItem(event, reference, 2, letter(CHUNK, 'something else')))
    await leaveInNameOfVienna(chunkItem(event, reference, 3, letter(CHUNK)))
    await until(async () => (await quarantined()).length === 2, 'the refusals')
    expect(await quarantined()).toStrictEqual(Array(2).fill('attachment-chunk-invalid'))
    network.traffic.health = 'good'
    await becomes('stored')
    expect((await fetchedBy(belgrade, event, reference)).bytes.equals(file)).toBe(true)
  })

  it('fill no store however many come, and are all reported', async () => {
    const flood = Array.from({ length: 60 }, () => chunkItem(held.contact, nobodys, 0, letter(100)))
    await leaveInNameOfVienna(...flood)
    const reports = () =>
      belgrade.logged.filter((line) => line.includes('attachment-unannounced')).length
    await until(() => reports() === 60, 'the reports')
    expect(await quarantined()).toHaveLength(20)
    await given(network, held, letter(3 * CHUNK))
    await becomes('stored')
  })
})
