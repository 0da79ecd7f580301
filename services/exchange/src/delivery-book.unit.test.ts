import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry } from '@trm/contracts'
import type { EventType } from '@trm/domain'
import { toInstant, type EventId, type OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createDeliveryBook, type DeliveryBook } from './delivery-book.ts'
import { createLetters, type Letter } from './letters.ts'
import { SILENCE_MIN_MS, WAIT_MAX_MS } from './sending-plan.ts'

const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const SKOPJE = 'mk.skopje-cso' as OrganisationId

/** An own event as far as the book looks at it. */
function entry(
  id: string,
  position: bigint,
  to: readonly OrganisationId[],
  type: EventType = 'CorrectionIssued',
): LoggedEvent {
  return {
    position,
    event: {
      id,
      case: `case of ${id}`,
      type,
      recordedAt: at(0),
      grants: to.map((recipient) => ({ to: recipient })),
    },
  } as unknown as LoggedEvent
}

/** That many seconds into the day. */
const at = (seconds: number) => toInstant(new Date(Date.UTC(2026, 2, 1, 0, 0, seconds)))

const first = entry('first', 1n, [BELGRADE])
const relayed = { type: 'DeliveryRelayed', data: { event: 'first', to: BELGRADE } } as OutboxEntry
const stored = {
  type: 'DeliveryStored',
  data: { event: 'first', to: BELGRADE, receipt: 'token' },
} as OutboxEntry
const refused = {
  type: 'DeliveryRefused',
  data: { event: 'first', to: BELGRADE, receipt: 'token', reason: 'grant-missing' },
} as OutboxEntry

/** A book at the time that it is told, in milliseconds. */
function bookWith(...entries: readonly OutboxEntry[]) {
  const clock = { now: 0 }
  const book = Object.assign(createDeliveryBook({ now: () => clock.now }), { clock })
  book.queue(first)
  entries.forEach((outcome, place) => {
    book.record(outcome, at(place + 1))
  })
  return book
}

const statusIn = (book: ReturnType<typeof bookWith>) =>
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

  it('queues again what was refused when that is taken back, and no other', () => {
    const reopened = { ...refused, type: 'DeliveryReopened' } as OutboxEntry
    const book = bookWith(relayed, refused, reopened)
    const found = book.find('first' as EventId, BELGRADE)
    expect(found).toMatchObject({ status: 'queued', relayedAt: at(1) })
    expect(found).not.toHaveProperty('reason')
    expect(book.due(BELGRADE, 64)).toHaveLength(1)
    for (const before of [[relayed], [relayed, stored]]) {
      const other = bookWith(...before)
      const status = statusIn(other)
      other.record(reopened, at(9))
      expect(statusIn(other)).toBe(status)
    }
  })

  it('says since when it has been what it is', () => {
    const found = bookWith(relayed, relayed, stored).find('first' as EventId, BELGRADE)
    expect(found).toMatchObject({ queuedAt: at(0), relayedAt: at(1), answeredAt: at(3) })
  })

  it('hands out what is due for one recipient, in the order of the log, the urgent first', () => {
    const book = createDeliveryBook()
    book.queue(entry('a', 1n, [BELGRADE, SKOPJE]))
    book.queue(entry('b', 2n, [BELGRADE]))
    book.queue(entry('c', 3n, [BELGRADE], 'DataConsentWithdrawn'))
    const due = (to: OrganisationId) => book.due(to, 64).map(({ event }) => event)
    expect(due(BELGRADE)).toStrictEqual(['c', 'a', 'b'])
    expect(due(SKOPJE)).toStrictEqual(['a'])
    expect(book.due(BELGRADE, 1)).toHaveLength(1)
  })

  it('queues an event once, whoever comes across it again', () => {
    const book = bookWith(relayed)
    book.queue(first)
    expect(book.all()).toHaveLength(1)
    expect(statusIn(book)).toBe('relayed')
  })

  it('has nothing due while it is on its way or in the mailbox, until nobody answered', () => {
    const book = bookWith()
    const batch = book.due(BELGRADE, 64)
    book.taken(batch)
    expect(book.due(BELGRADE, 64)).toStrictEqual([])
    book.sent(batch)
    expect(book.due(BELGRADE, 64)).toStrictEqual([])
    expect(book.dueIn(BELGRADE)).toBe(SILENCE_MIN_MS)
    book.clock.now = SILENCE_MIN_MS
    expect(book.due(BELGRADE, 64)).toMatchObject([{ event: 'first', attempts: 1 }])
    expect(book.silences()).toStrictEqual([
      { organisation: BELGRADE, forMs: SILENCE_MIN_MS, open: 1 },
    ])
  })

  it('has due what the country node did not take', () => {
    const book = bookWith()
    const batch = book.due(BELGRADE, 64)
    book.taken(batch)
    book.returned(batch)
    expect(book.due(BELGRADE, 64)).toMatchObject([{ event: 'first', attempts: 0 }])
    expect(book.dueIn(BELGRADE)).toBe(0)
  })

  it('does not send again at its start what is in a mailbox, but waits for it', () => {
    const book = bookWith(relayed)
    expect(book.due(BELGRADE, 64)).toHaveLength(1)
    book.begin()
    expect(book.due(BELGRADE, 64)).toStrictEqual([])
    expect(book.dueIn(BELGRADE)).toBe(SILENCE_MIN_MS)
  })

  it('sends at once what is missing before an event that is held back, stored or not, and no other', () => {
    const named: OrganisationId[] = []
    const book = createDeliveryBook({ onDue: (to) => void named.push(to) })
    const inOneCase = ['first', 'second'].map((id, place) => {
      const made = entry(id, BigInt(place + 1), [BELGRADE])
      return { ...made, event: { ...made.event, case: 'case' } } as LoggedEvent
    })
    for (const each of [...inOneCase, entry('other', 3n, [BELGRADE, SKOPJE])]) book.queue(each)
    const all = book.due(BELGRADE, 64)
    book.taken(all)
    book.sent(all)
    book.record(stored, at(1))
    const due = () => book.due(BELGRADE, 64).map(({ event }) => event)
    const say = (event: string, missing: string, by = BELGRADE) =>
      book.heldBack(
        { event, verdict: 'heldBack', missing } as Parameters<typeof book.heldBack>[0],
        by,
      )
    // Of another case, of another's mail, of what is settled, of what nobody sent.
    say('second', 'other')
    say('second', 'first', SKOPJE)
    say('first', 'second')
    say('nothing', 'first')
    expect(due()).toStrictEqual([])
    expect(named).toStrictEqual([])
    say('second', 'first')
    expect(due()).toStrictEqual(['first'])
    expect(named).toStrictEqual([BELGRADE])
  })

  it.each<[string, OutboxEntry]>([
    ['stored', stored],
    ['refused', refused],
  ])('has nothing due once a delivery is %s', (_status, outcome) => {
    const book = bookWith(outcome)
    book.begin()
    book.clock.now = WAIT_MAX_MS
    expect(book.due(BELGRADE, 64)).toStrictEqual([])
    expect(book.dueIn(BELGRADE)).toBeUndefined()
    book.taken(book.all())
    book.sent(book.all())
    expect(book.dueIn(BELGRADE)).toBeUndefined()
    expect(book.silences()).toStrictEqual([])
  })

  it('ignores an outcome of what was never sent', () => {
    const book = createDeliveryBook()
    book.record(stored, at(0))
    expect(book.all()).toStrictEqual([])
  })
})

/** In one message. */
function send(book: DeliveryBook, letter: Letter): void {
  book.taken(book.all())
  book.sent(book.all(), letter)
}

describe('what was sealed to a key', () => {
  const older = { to: BELGRADE, keyId: 'older', digest: 'first message' }
  const resealed = {
    type: 'DeliveryResealed',
    data: { event: 'first', to: BELGRADE, keyId: 'older' },
  } as OutboxEntry
  const sealed = (...entries: readonly OutboxEntry[]) => {
    const book = bookWith(relayed)
    send(book, older)
    for (const each of entries) book.record(each, at(9))
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
    send(book, { ...older, digest: 'second message' })
    expect(book.sealedTo('older', BELGRADE)).toStrictEqual([])
  })

  it('is due at once when it is to be sealed anew, and its recipient is named', () => {
    const named: OrganisationId[] = []
    const book = createDeliveryBook({ onDue: (to) => void named.push(to) })
    book.queue(first)
    send(book, older)
    expect(book.due(BELGRADE, 64)).toStrictEqual([])
    book.record(resealed, at(9))
    expect(book.due(BELGRADE, 64)).toHaveLength(1)
    expect(named).toStrictEqual([BELGRADE])
  })

  it('is sent at the start when it was to be sealed anew, and nobody knows whether it was sent', () => {
    const book = bookWith(relayed, resealed)
    book.begin()
    expect(book.due(BELGRADE, 64)).toHaveLength(1)
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
