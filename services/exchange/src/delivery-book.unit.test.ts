import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createDeliveryBook } from './delivery-book.ts'

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

  it('does not wait for a clock that was set back to be where it was', () => {
    const book = bookWith(relayed)
    const [before, day] = [Date.parse('2026-03-01'), 86_400_000]
    book.sent(book.due(BELGRADE, before), before)
    expect(book.due(BELGRADE, before)).toStrictEqual([])
    expect(book.due(BELGRADE, before - day)).toMatchObject([{ event: 'first' }])
    book.sent(book.due(BELGRADE, before - day), before - day)
    expect(book.due(BELGRADE, before - day)).toStrictEqual([])
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
