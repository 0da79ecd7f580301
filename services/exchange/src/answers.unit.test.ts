import { decodeReceipt, type InboxEntry } from '@trm/contracts'
import type { CaseReference, EventId, Instant, OrganisationId, VerifiedBytes } from '@trm/kernel'
import { decodeBase64url, generateSigningKey, randomToken, type SigningKey } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAnswers, type Taken } from './answers.ts'
import { createReceiptBook } from './receipt-book.ts'

const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const VIENNA = 'at.vienna-cso' as OrganisationId
const SKOPJE = 'mk.skopje-cso' as OrganisationId
const place = { case: 'a case' as CaseReference, author: VIENNA, seq: 1 }

const stored = (event: string): Taken => ({ kind: 'stored', event: eventId(event), digest: 'd' })
const refused = (event: string): Taken => ({
  kind: 'refused',
  reason: 'event-invalid',
  event: eventId(event),
  place: { ...place, event: eventId(event) },
  digest: 'd',
})
const eventId = (name: string) => name.padEnd(43, 'A') as EventId

let signer: SigningKey
beforeAll(async () => {
  signer = await generateSigningKey()
})

/** Belgrade's desk; the disk is busy until `release`, if it is told so. */
function answering({ isBusy = false }: { readonly isBusy?: boolean } = {}) {
  const disk = Promise.withResolvers<undefined>()
  if (!isBusy) disk.resolve(undefined)
  const written: InboxEntry[] = []
  const sent: { readonly to: OrganisationId; readonly receipt: string }[] = []
  const answers = createAnswers({
    environment: {
      self: BELGRADE,
      clock: { now: () => '2026-03-01T10:00:00.000Z' as Instant },
      signer,
      newTokenId: randomToken,
    },
    outbox: { sendReceipt: (to, receipt) => void sent.push({ to, receipt }) },
    // Nothing of an earlier life is read here.
    receipts: createReceiptBook({ signingKey: () => ({ kind: 'unknown-key' }) }),
    async write(...entries) {
      await disk.promise
      written.push(...entries)
    },
  })
  return { ...answers, sent, written, release: () => disk.resolve(undefined) }
}

const itemsIn = (receipt: string) => {
  const payload = decodeBase64url(receipt.split('.')[1] ?? '') as VerifiedBytes
  const decoded = decodeReceipt(payload)
  return decoded.ok ? decoded.value.items.map(({ event, verdict }) => [event, verdict]) : undefined
}

describe('answers', () => {
  it('to what came in one turn are one receipt for each sender, durable before they are sent', async () => {
    const desk = answering({ isBusy: true })
    const given = [
      desk.give(VIENNA, [stored('first')]),
      desk.give(VIENNA, [refused('second')]),
      desk.give(SKOPJE, [stored('third')]),
    ]
    await new Promise((resolve) => setImmediate(resolve))
    expect(desk.sent).toStrictEqual([])
    desk.release()
    await Promise.all(given)
    expect(desk.sent.map(({ to }) => to)).toStrictEqual([VIENNA, SKOPJE])
    expect(desk.sent.map(({ receipt }) => itemsIn(receipt))).toStrictEqual([
      [
        [eventId('first'), 'stored'],
        [eventId('second'), 'refused'],
      ],
      [[eventId('third'), 'stored']],
    ])
    expect(desk.written).toHaveLength(2)
  })

  it('to more than a receipt holds are several receipts', async () => {
    const desk = answering()
    const events = Array.from({ length: 65 }, (_, index) => stored(`event-${index}-`))
    await desk.give(VIENNA, events)
    expect(desk.sent.map(({ receipt }) => itemsIn(receipt)?.length)).toStrictEqual([64, 1])
  })

  it('to the same again are the receipt of that time', async () => {
    const desk = answering()
    await desk.give(VIENNA, [stored('first')])
    await desk.give(VIENNA, [stored('first')])
    expect(desk.written).toHaveLength(1)
    expect(desk.sent).toHaveLength(2)
    expect(desk.sent[1]).toStrictEqual(desk.sent[0])
  })

  it.each<[string, Taken]>([
    ['the same', stored('first')],
    ['a spoiled copy of it', refused('first')],
  ])('to %s while the answer waits for the disk are that one answer', async (_what, again) => {
    const desk = answering({ isBusy: true })
    const first = desk.give(VIENNA, [stored('first')])
    await new Promise((resolve) => setImmediate(resolve))
    let isGiven = false
    const second = desk.give(VIENNA, [again]).then(() => (isGiven = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isGiven).toBe(false)
    desk.release()
    await Promise.all([first, second])
    expect(desk.sent.map(({ receipt }) => itemsIn(receipt))).toStrictEqual([
      [[eventId('first'), 'stored']],
    ])
  })

  it('to the same of two senders are a receipt to each', async () => {
    const desk = answering()
    await Promise.all([desk.give(VIENNA, [stored('first')]), desk.give(SKOPJE, [refused('first')])])
    expect(desk.sent.map(({ to, receipt }) => [to, itemsIn(receipt)?.[0]?.[1]])).toStrictEqual([
      [VIENNA, 'stored'],
      [SKOPJE, 'refused'],
    ])
  })

  it('say what is held back and what is missing, each time anew, and are not written down', async () => {
    const desk = answering()
    const held: Taken = { kind: 'held-back', event: eventId('second'), digest: 'd' }
    await desk.give(VIENNA, [{ ...held, missing: eventId('first') }, held])
    await desk.give(VIENNA, [held])
    expect(desk.sent.map(({ receipt }) => itemsIn(receipt))).toStrictEqual([
      [
        [eventId('second'), 'heldBack'],
        [eventId('second'), 'heldBack'],
      ],
      [[eventId('second'), 'heldBack']],
    ])
    expect(desk.written).toStrictEqual([])
    await desk.give(VIENNA, [stored('second')])
    expect(itemsIn(desk.sent.at(-1)?.receipt ?? '')).toStrictEqual([[eventId('second'), 'stored']])
  })
})
