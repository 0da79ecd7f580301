import type { AttachmentTransferList } from '@trm/contracts'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CHUNK,
  fileUrl,
  given,
  letter,
  withDocuments,
  type DocumentCase,
} from '../casework/attachment-case.ts'
import { BELGRADE, VIENNA } from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
let held: DocumentCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await withDocuments(network)
})
afterEach(() => network.stop())

async function transfers() {
  const { body } = await network.agent(VIENNA).request('GET', '/exchange/attachments')
  return (body as AttachmentTransferList).attachments
}
const becomes = (status: string) =>
  waitFor(async () => (await transfers()).every((transfer) => transfer.status === status), {
    deadlineMs: 15_000,
    what: `attachments that are ${status}`,
  })

describe('an attachment', () => {
  it('comes after the event that names it, and is the same there', async () => {
    const file = letter(20 * CHUNK + 3)
    const { event, reference } = await given(network, held, file)
    await becomes('stored')
    const url = fileUrl(held.reference, event, reference.attachment)
    const { status, bytes } = await network.agent(BELGRADE).fetchFile(url)
    expect(status).toBe(200)
    expect(bytes.equals(file)).toBe(true)
    expect(await transfers()).toMatchObject([{ to: BELGRADE, chunks: 21, chunksStored: 21 }])
  })
})
