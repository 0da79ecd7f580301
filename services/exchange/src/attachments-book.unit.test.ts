import type { AttachmentReceiptItem, AttachmentReference } from '@trm/contracts'
import {
  invariant,
  type CaseReference,
  type EventId,
  type OrganisationId,
  type TokenId,
} from '@trm/kernel'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  createAttachmentsBook,
  entryOf,
  IN_FLIGHT_MAX,
  type AttachmentsBook,
  type Transfer,
} from './attachments-book.ts'

const event = 'event' as EventId
const attachment = 'attachment' as TokenId
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const SKOPJE = 'mk.skopje-cso' as OrganisationId
const CHUNKS = 20
const reference = { attachment, chunks: Array<string>(CHUNKS).fill('') } as object
const queued = {
  event,
  case: 'case' as CaseReference,
  to: BELGRADE,
  named: { keyId: 'key', reference: reference as AttachmentReference },
}
const key = { event, attachment, to: BELGRADE }
const WAIT_MS = 5_000

let book: AttachmentsBook
beforeEach(() => {
  book = createAttachmentsBook()
  book.queue(queued)
})

function known(): Transfer {
  const found = book.find(event, attachment, BELGRADE)
  invariant(found !== undefined, 'test: it is queued')
  return found
}
/** Sends what there is to send at this time. @returns the places. */
function sendAll(now: number): readonly number[] {
  const places: number[] = []
  for (let next = book.next(BELGRADE, now); next !== undefined; next = book.next(BELGRADE, now)) {
    book.sent(next.transfer, next.index, now)
    places.push(next.index)
  }
  return places
}
const partly = (...missing: readonly number[]) =>
  ({ type: 'AttachmentPartlyStored', data: { ...key, missing } }) as const
const placesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, place) => first + place)

describe('an attachment on its way', () => {
  it('waits for the receipt for its event, from its recipient and nobody else', () => {
    expect(sendAll(0)).toStrictEqual([])
    expect(book.announce(event, SKOPJE)).toBe(false)
    expect(book.announce('another' as EventId, BELGRADE)).toBe(false)
    expect(sendAll(0)).toStrictEqual([])
    expect(book.announce(event, BELGRADE)).toBe(true)
    expect(sendAll(0)).toHaveLength(IN_FLIGHT_MAX)
  })

  it('is on its way in part only: the rest follows the word of its recipient', () => {
    book.announce(event, BELGRADE)
    expect(sendAll(0)).toStrictEqual(placesFrom(0, IN_FLIGHT_MAX))
    book.record(partly(...placesFrom(8, 12)), 1)
    expect(sendAll(1)).toStrictEqual(placesFrom(16, 4))
    expect(known().missing.size).toBe(12)
  })

  it('is asked after with one chunk when no word comes, later each time', () => {
    book.announce(event, BELGRADE)
    sendAll(0)
    expect(book.nextDue(BELGRADE)).toBe(WAIT_MS)
    expect(sendAll(WAIT_MS - 1)).toStrictEqual([])
    expect(sendAll(WAIT_MS)).toStrictEqual([0])
    expect(book.nextDue(BELGRADE)).toBe(WAIT_MS + 2 * WAIT_MS)
    expect(sendAll(3 * WAIT_MS)).toStrictEqual([0])
    book.record(partly(17, 19), 3 * WAIT_MS)
    expect(sendAll(3 * WAIT_MS)).toStrictEqual([17, 19])
  })

  it('begins, after a restart, with what its recipient had not by its last word', () => {
    book.record(partly(3, 5))
    book.announce(event, BELGRADE)
    expect(sendAll(0)).toStrictEqual([3, 5])
  })

  it('is not begun again when it is queued again', () => {
    book.announce(event, BELGRADE)
    sendAll(0)
    book.queue(queued)
    expect(sendAll(0)).toStrictEqual([])
  })

  it('is asked for again where it may not go now, and never where it is erased', () => {
    book.announce(event, BELGRADE)
    book.withhold(known(), 100)
    expect(sendAll(99)).toStrictEqual([])
    expect(book.nextDue(BELGRADE)).toBe(100)
    expect(sendAll(100)).toHaveLength(IN_FLIGHT_MAX)
    book.withhold(known(), Infinity)
    expect(sendAll(1e15)).toStrictEqual([])
  })

  it('is stored, and nothing outranks that', () => {
    book.announce(event, BELGRADE)
    book.record({ type: 'AttachmentStored', data: { ...key, receipt: '' } })
    book.record({
      type: 'AttachmentRefused',
      data: { ...key, reason: 'attachment-erased', receipt: '' },
    })
    book.record(partly(1))
    expect(known()).toMatchObject({ status: 'stored', missing: new Set() })
    expect(sendAll(0)).toStrictEqual([])
  })

  it('is refused, and sent no more', () => {
    book.announce(event, BELGRADE)
    const reason = 'attachment-erased'
    book.record({ type: 'AttachmentRefused', data: { ...key, reason, receipt: '' } })
    book.record(partly(1))
    expect(known()).toMatchObject({ status: 'refused', reason })
    expect(sendAll(0)).toStrictEqual([])
  })
})

describe('the word of a recipient', () => {
  const named = { event, attachment }
  const after = (...said: readonly AttachmentReceiptItem[]) =>
    said.map((item) => {
      const entry = entryOf(item, known(), 'token')
      if (entry !== undefined) book.record(entry)
      return entry?.type
    })
  const refused = { ...named, verdict: 'refused', reason: 'attachment-erased' } as const
  const stored = { ...named, verdict: 'stored' } as const
  const half = { ...named, verdict: 'partly', missing: [1] } as const

  it('is written down while it is news', () => {
    expect(after(half, refused, refused, half, stored, stored, refused, half)).toStrictEqual([
      'AttachmentPartlyStored',
      'AttachmentRefused',
      undefined,
      undefined,
      'AttachmentStored',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('says nothing of chunks that there are not', () => {
    expect(after({ ...half, missing: [CHUNKS, 79] })).toStrictEqual([undefined])
    after({ ...half, missing: [2, CHUNKS] })
    expect(known().missing).toStrictEqual(new Set([2]))
  })
})
