import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry, ReceiptItem } from '@trm/contracts'
import { toInstant, type EventId, type OrganisationId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { generateSigningKey, randomToken, type SigningKey } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDeliveryBook } from './delivery-book.ts'
import { signReceipt } from './receipt-book.ts'
import { receiveReceipt } from './receive-receipt.ts'
import { LOST_MIN_MS, WAIT_MAX_MS } from './sending-plan.ts'

const VIENNA = 'at.vienna-cso' as OrganisationId
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const SKOPJE = 'mk.skopje-cso' as OrganisationId
const clock = { now: () => toInstant(new Date(Date.UTC(2026, 2, 1))) }
const eventId = (name: string) => name.padEnd(43, 'A') as EventId
const first = eventId('first')
const second = eventId('second')
const stored = (event: EventId): ReceiptItem => ({ event, verdict: 'stored' })
const refused = (event: EventId): ReceiptItem => ({
  event,
  verdict: 'refused',
  reason: 'grant-missing',
})
const heldBack = (event: EventId, missing?: EventId): ReceiptItem => ({
  event,
  verdict: 'heldBack',
  ...(missing !== undefined && { missing }),
})

let signer: SigningKey
beforeAll(async () => {
  signer = await generateSigningKey()
})

/** Who signs, to whom it is addressed, and in whose message it comes. */
type Said = Partial<Record<'iss' | 'aud' | 'by', OrganisationId>>

/** Vienna has sent two events of one case to Belgrade. */
function sent() {
  const time = { now: 0 }
  const book = createDeliveryBook({ now: () => time.now })
  for (const [place, id] of [first, second].entries()) {
    const event = { id, case: 'case', type: 'CorrectionIssued', grants: [{ to: BELGRADE }] }
    book.queue({ position: BigInt(place), event } as unknown as LoggedEvent)
  }
  const written: OutboxEntry[] = []
  const environment = {
    self: VIENNA,
    clock,
    directory: {
      signingKey: () => ({ kind: 'valid', publicKey: signer.publicKey }),
    } as unknown as Directory,
    outboxJournal: {
      append(...entries: readonly OutboxEntry[]) {
        written.push(...entries)
        return Promise.resolve()
      },
    },
    report: () => undefined,
  }
  function send(): readonly EventId[] {
    const due = book.due(BELGRADE, 64)
    book.taken(due)
    book.sent(due)
    return due.map(({ event }) => event)
  }
  send()
  return {
    time,
    book,
    written,
    send,
    async say(items: readonly ReceiptItem[], said: Said = {}) {
      const { iss = BELGRADE, aud = VIENNA, by = iss } = said
      const parts = { self: iss, clock, signer, newTokenId: randomToken }
      const token = await signReceipt(aud, { items }, parts)
      return await receiveReceipt(new TextEncoder().encode(token), by, book, environment)
    },
    status: (event: EventId) => book.find(event, BELGRADE)?.status,
  }
}

describe('a receipt', () => {
  it('settles what it names, and is written down once', async () => {
    const vienna = sent()
    await vienna.say([stored(first), refused(second)])
    await vienna.say([stored(first), refused(second)])
    expect([first, second].map(vienna.status)).toStrictEqual(['stored', 'refused'])
    expect(vienna.written.map(({ type }) => type)).toStrictEqual([
      'DeliveriesStored',
      'DeliveryRefused',
    ])
  })

  it.each<[string, Said]>([
    ['of somebody else than who sent it', { by: SKOPJE }],
    ['for somebody else', { aud: SKOPJE }],
  ])('%s is refused, and settles nothing', async (_whose, parties) => {
    const vienna = sent()
    const answer = await vienna.say([stored(first), heldBack(second, first)], parties)
    expect(answer).toStrictEqual({ ok: false, failure: 'receipt-invalid' })
    expect(vienna.status(first)).toBe('queued')
    expect(vienna.send()).toStrictEqual([])
  })

  it('of another recipient settles nothing of this one, and asks for nothing of it', async () => {
    const vienna = sent()
    await vienna.say([stored(first), heldBack(second, first)], { iss: SKOPJE })
    expect(vienna.status(first)).toBe('queued')
    expect(vienna.send()).toStrictEqual([])
    expect(vienna.written).toStrictEqual([])
  })

  it.each([
    ['stored', stored],
    ['refused', refused],
  ] as const)(
    'that asks for what was %s has it sent again, until it is answered for again',
    async (_status, settled) => {
      const vienna = sent()
      await vienna.say([settled(first)])
      await vienna.say([heldBack(second, first)])
      expect(vienna.send()).toStrictEqual([first])
      await vienna.say([settled(first)])
      vienna.time.now = LOST_MIN_MS
      expect(vienna.send()).toStrictEqual([second])
      await vienna.say([stored(second)])
      // It is nowhere any more: nobody waits for a word on it, and nobody is called silent.
      vienna.time.now += WAIT_MAX_MS
      expect(vienna.send()).toStrictEqual([])
      expect(vienna.book.dueIn(BELGRADE)).toBeUndefined()
      expect(vienna.book.silences()).toStrictEqual([])
    },
  )

  it('takes a refusal back, once', async () => {
    const vienna = sent()
    await vienna.say([refused(first)])
    await vienna.say([heldBack(first)])
    await vienna.say([heldBack(first)])
    expect(vienna.status(first)).toBe('queued')
    expect(vienna.written.map(({ type }) => type)).toStrictEqual([
      'DeliveryRefused',
      'DeliveryReopened',
    ])
    expect(vienna.send()).toStrictEqual([first])
  })
})
