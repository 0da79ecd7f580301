import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createDeliveryBook } from './delivery-book.ts'
import { createLetters } from './letters.ts'

const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const SKOPJE = 'mk.skopje-cso' as OrganisationId

/** An own event as far as the book looks at it. */
function entry(id: string, position: bigint, ...to: readonly OrganisationId[]): LoggedEvent {
  return {
    position,
    event: { id, case: 'case', grants: to.map((recipient) => ({ to: recipient })) },
  } as unknown as LoggedEvent
}

const first = entry('first', 1n, BELGRADE)
const relayed = { type: 'DeliveryRelayed', data: { event: 'first', to: BELGRADE } } as OutboxEntry
const stored = {
  type: 'DeliveryStored',
  data: { event: 'first', to: BELGRADE, receipt: 'token' },
} as OutboxEntry
const refused = {
  type: 'DeliveryRefused',
  data: { event: 'first', to: BELGRADE, receipt: 'token', reason: 'grant-missing' },
} as OutboxEntry

function bookWith(...entries: readonly OutboxEntry[]) {
  const book = createDeliveryBook()
  book.queue(first)
  for (const outcome of entries) book.record(outcome)
  return book
}

const statusIn = (book: ReturnType<typeof createDeliveryBook>) =>
  book.find('first' as EventId, BELGRADE)?.status

describe('the delivery book', () => {
  it.each<[string, readonly OutboxEntry[], string]>([
    ['queued until the country node has it', [], 'queued'],
    ['relayed until a receipt comes', [relayed], 'relayed'],
    ['stored by a receipt', [relayed, stored], 'stored'],
    ['stored by a receipt that was faster than the relay', [stored, relayed], 'stored'],
    ['refused by a receipt', [relayed, refused], 'refused'],
    ['stored when it was refused first', [relayed, refused, stored], 'stored'],
    ['stored for good', [relayed, stored, refused], 'stored'],
  ])('says that a delivery is %s', (_what, entries, status) => {
    expect(statusIn(bookWith(...entries))).toBe(status)
  })

  it('drops the reason of a refusal that was outranked', () => {
    const found = bookWith(refused, stored).find('first' as EventId, BELGRADE)
    expect(found).not.toHaveProperty('reason')
  })

  it('hands out what is due for one recipient, in the order of the log', () => {
    const book = createDeliveryBook()
    for (const queued of [entry('c', 3n, BELGRADE), entry('a', 1n, BELGRADE, SKOPJE)]) {
      book.queue(queued)
    }
    book.queue(entry('b', 2n, BELGRADE))
    expect(book.due(BELGRADE, 0).map(({ event }) => event)).toStrictEqual(['a', 'b', 'c'])
    expect(book.due(SKOPJE, 0).map(({ event }) => event)).toStrictEqual(['a'])
  })

  it('queues an event once, whoever comes across it again', () => {
    const book = bookWith(relayed)
    book.queue(first)
    expect(book.all()).toHaveLength(1)
    expect(statusIn(book)).toBe('relayed')
  })

  it('waits longer with every time that no receipt came, and at most five minutes', () => {
    const book = bookWith(relayed)
    const waits = Array.from({ length: 9 }, () => {
      book.sent(book.due(BELGRADE, Number.MAX_SAFE_INTEGER), 0)
      return book.nextDue(BELGRADE)
    })
    expect(waits).toStrictEqual([
      5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000,
    ])
  })

  it.each<[string, OutboxEntry]>([
    ['stored', stored],
    ['refused', refused],
  ])('has nothing due once a delivery is %s', (_status, outcome) => {
    const book = bookWith(outcome)
    expect(book.due(BELGRADE, Number.MAX_SAFE_INTEGER)).toStrictEqual([])
    expect(book.nextDue(BELGRADE)).toBeUndefined()
    book.sent(book.all(), 0)
    expect(book.nextDue(BELGRADE)).toBeUndefined()
  })

  it('ignores an outcome of what was never sent', () => {
    const book = createDeliveryBook()
    book.record(stored)
    expect(book.all()).toStrictEqual([])
  })
})

describe('what was sealed to a key', () => {
  const older = { to: BELGRADE, keyId: 'older', digest: 'first message' }
  const resealed = {
    type: 'DeliveryResealed',
    data: { event: 'first', to: BELGRADE, keyId: 'older' },
  } as OutboxEntry
  const sealed = (...entries: readonly OutboxEntry[]) => {
    const book = bookWith(relayed)
    book.sent(book.all(), 0, older)
    for (const each of entries) book.record(each)
    return book
  }

  it('is found by the key, and the key by the message', () => {
    const book = sealed()
    expect(book.keyOf('first message', BELGRADE)).toBe('older')
    expect(book.sealedTo('older', BELGRADE)).toHaveLength(1)
  })

  it.each<[string, ReturnType<typeof bookWith>, string, OrganisationId]>([
    ['to another key', sealed(), 'newer', BELGRADE],
    ['to another recipient', sealed(), 'older', SKOPJE],
    ['and is stored', sealed(stored), 'older', BELGRADE],
    ['and is refused', sealed(refused), 'older', BELGRADE],
    ['and is sealed anew already', sealed(resealed), 'older', BELGRADE],
    ['in an earlier life', bookWith(relayed), 'older', BELGRADE],
  ])('is not what was sealed %s', (_what, book, keyId, to) => {
    expect(book.sealedTo(keyId, to)).toStrictEqual([])
  })

  it('is not sealed anew for the same key a second time, though it was sealed to it again', () => {
    const book = sealed(resealed)
    book.sent(book.all(), 0, { ...older, digest: 'second message' })
    expect(book.sealedTo('older', BELGRADE)).toStrictEqual([])
  })

  it('is due at once when it is to be sealed anew, and its recipient is named', () => {
    const named: OrganisationId[] = []
    const book = createDeliveryBook((to) => void named.push(to))
    book.queue(first)
    book.sent(book.all(), 0, older)
    expect(book.due(BELGRADE, 0)).toStrictEqual([])
    book.record(resealed)
    expect(book.due(BELGRADE, 0)).toHaveLength(1)
    expect(named).toStrictEqual([BELGRADE])
  })

  it.each<[string, string, OrganisationId]>([
    ['that nobody sent', 'another message', BELGRADE],
    ['to another recipient', 'first message', SKOPJE],
  ])('is not said of a message %s', (_what, digest, to) => {
    expect(sealed().keyOf(digest, to)).toBeUndefined()
  })
})

describe('the messages that are remembered', () => {
  it('are the latest, so many and no more', () => {
    const letters = createLetters(2)
    for (const digest of ['a', 'b', 'c'])
      letters.note({ to: BELGRADE, keyId: `to ${digest}`, digest })
    expect(['a', 'b', 'c'].map((digest) => letters.keyOf(digest, BELGRADE))).toStrictEqual([
      undefined,
      'to b',
      'to c',
    ])
  })
})
