import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { MailboxError, type MailDelivery } from '../src/index.ts'
import {
  attemptsOf,
  DONE,
  mailboxCase,
  newMail,
  receive,
  send,
  sendOne,
  textsOf,
  type MailboxCase,
  type MailboxParty,
} from './mailbox-harness.ts'

const WORK_MS = 50

/** Stopping, closing and coming back: what is in hand is settled, what waits goes on waiting. */
export const lifeCases: readonly MailboxCase[] = [
  mailboxCase(
    'ends when the signal aborts while it waits for mail',
    async ({ recipient }, signal) => {
      const leaving = new AbortController()
      const deliveries: MailDelivery[] = []
      const consuming = recipient.mailbox.consume(
        (delivery) => {
          deliveries.push(delivery)
          return Promise.resolve(DONE)
        },
        { signal: AbortSignal.any([signal, leaving.signal]) },
      )
      leaving.abort()
      await consuming
      expect(signal.aborted).toBe(false)
      expect(deliveries).toStrictEqual([])
    },
  ),

  mailboxCase('delivers nothing when the signal has aborted before', async (harness, signal) => {
    const { recipient } = harness
    await send(harness, 'for the next')
    const deliveries = await receive(recipient.mailbox, { count: 1, signal: AbortSignal.abort() })
    expect(deliveries).toStrictEqual([])
    const next = await receive(recipient.mailbox, { count: 1, signal })
    expect(textsOf(next)).toStrictEqual(['for the next'])
    expect(attemptsOf(next)).toStrictEqual([1])
  }),

  mailboxCase(
    'settles the delivery in hand before it ends, and fetches no other',
    async (harness, signal) => {
      const { recipient } = harness
      await send(harness, 'in hand', 'waiting')
      let isHandled = false
      const stopped = await receive(recipient.mailbox, {
        count: 1,
        signal,
        async handle() {
          await delay(WORK_MS)
          isHandled = true
          return DONE
        },
      })
      expect(isHandled).toBe(true)
      expect(textsOf(stopped)).toStrictEqual(['in hand'])
      await send(harness, 'last')
      const rest = await receive(await recipient.reopen(), { count: 2, signal })
      expect(textsOf(rest)).toStrictEqual(['waiting', 'last'])
      expect(attemptsOf(rest)).toStrictEqual([1, 1])
    },
  ),

  mailboxCase(
    'ends consuming when it closes, with the delivery in hand settled',
    async (harness, signal) => {
      const { recipient } = harness
      await send(harness, 'in hand', 'waiting')
      let closing: Promise<void> | undefined
      const stopped = await receive(recipient.mailbox, {
        count: 2,
        signal,
        async handle() {
          closing = recipient.mailbox.close()
          await delay(WORK_MS)
          return DONE
        },
      })
      await closing
      expect(signal.aborted).toBe(false)
      expect(textsOf(stopped)).toStrictEqual(['in hand'])
      const rest = await receive(await recipient.reopen(), { count: 1, signal })
      expect(textsOf(rest)).toStrictEqual(['waiting'])
    },
  ),

  mailboxCase('has all mail that waits after a restart', async (harness, signal) => {
    const { recipient } = harness
    const again = await sendOne(harness, 'again')
    await send(harness, 'first', 'second')
    await receive(recipient.mailbox, {
      count: 1,
      signal,
      handle: () => Promise.resolve({ kind: 'retry', afterMs: 0 }),
    })
    const deliveries = await receive(await recipient.reopen(), { count: 3, signal })
    expect(textsOf(deliveries).toSorted()).toStrictEqual(['again', 'first', 'second'])
    expect(deliveries.find(({ mail }) => mail?.id === again.id)).toMatchObject({ attempt: 2 })
  }),

  mailboxCase('refuses every use after it is closed', async ({ sender, recipient }) => {
    const { mailbox } = sender
    await mailbox.close()
    expect(mailbox.isConnected()).toBe(false)
    await expectClosed(sender, recipient)
  }),

  mailboxCase('closes twice as it closes once', async ({ sender, recipient }) => {
    await Promise.all([sender.mailbox.close(), sender.mailbox.close()])
    await sender.mailbox.close()
    await expectClosed(sender, recipient)
  }),
]

async function expectClosed(closed: MailboxParty, other: MailboxParty): Promise<void> {
  const uses = [
    () => closed.mailbox.publish(other.address, newMail(closed)),
    () => closed.mailbox.consume(() => Promise.resolve(DONE), { signal: AbortSignal.abort() }),
  ]
  for (const use of uses) {
    const outcome: unknown = await use().catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(MailboxError)
    expect(outcome).toMatchObject({ code: 'MAILBOX_CLOSED' })
  }
}
