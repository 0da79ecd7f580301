import type { AttachmentTransferList } from '@trm/contracts'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { CHUNK, fileUrl, given, letter, problemIn, withDocuments } from './attachment-case.ts'
import { answerOf, BELGRADE, clause, FURTHER_USE, SKOPJE, VIENNA } from './handover-case.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
})
afterEach(() => network.stop())

const sentBy = (by: string) =>
  waitFor(
    async () => {
      const { body } = await network.agent(by).request('GET', '/exchange/attachments')
      const { attachments } = body as AttachmentTransferList
      return attachments.length > 0 && attachments.every(({ status }) => status === 'stored')
    },
    { deadlineMs: 15_000, what: 'the receipts for the attachments' },
  )

describe('a file of a document that is passed on', () => {
  it('goes along, from who passes it on, and is erased there with what was passed on', async () => {
    const held = await withDocuments(network, true)
    const file = letter(3 * CHUNK + 1)
    const { event: proposal, reference } = await given(network, held, file)
    await sentBy(VIENNA)
    const belgrade = network.agent(BELGRADE)
    await belgrade.command(held.reference, { type: 'TakeCustody', proposal })
    await belgrade.command(held.reference, {
      type: 'GiveDataConsent',
      ...FURTHER_USE,
      clauses: [clause(network, 'c1', [BELGRADE, SKOPJE], ['documents'])],
    })
    const { event } = await belgrade.command(held.reference, {
      type: 'ShareEvent',
      event: proposal,
      to: SKOPJE,
      sections: ['documents'],
      purpose: 'handover',
    })
    await sentBy(BELGRADE)
    const url = fileUrl(held.reference, event, reference.attachment)
    const fetched = await network.agent(SKOPJE).fetchFile(url)
    expect(fetched.bytes.equals(file)).toBe(true)

    const { event: narrowing } = await network.agent(VIENNA).command(held.reference, {
      type: 'NarrowDataConsent',
      consent: held.papers,
      clause: 'c1',
      sections: ['documents'],
    })
    await answerOf(network, held.reference, narrowing, BELGRADE)
    const erased = await waitFor(
      async () => {
        const answer = await network.agent(SKOPJE).fetchFile(url)
        return answer.status === 410 && answer
      },
      { deadlineMs: 15_000, what: 'the file erased where it was passed on to' },
    )
    expect(problemIn(erased)['type']).toBe('urn:trm:problem:attachment-erased')
  })
})
