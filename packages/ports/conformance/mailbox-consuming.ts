import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Disposition, MailDelivery } from '../src/index.ts'
import {
  attemptsOf,
  bytesOf,
  DONE,
  mailboxCase,
  receive,
  send,
  sendOne,
  textsOf,
  type MailboxCase,
} from './mailbox-harness.ts'

// Long beside what delivering the others takes, on a machine that has other things to do too.
const RETRY_MS = 800
const WORK_MS = 5

/** Fetching mail: in order, one at a time, until it is done. */
export const consumingCases: readonly MailboxCase[] = [
  mailboxCase(
    'delivers in order, one at a time, what came before and while it runs',
    async (harness, signal) => {
      await send(harness, '1', '2', '3')
      let sentMore = false
      let inHand = 0
      let inHandMax = 0
      const deliveries = await receive(harness.recipient.mailbox, {
        count: 6,
        signal,
        async handle() {
          inHandMax = Math.max(inHandMax, ++inHand)
          if (!sentMore) {
            sentMore = true
            await send(harness, '4', '5', '6')
          }
          await delay(WORK_MS)
          inHand--
          return DONE
        },
      })
      expect(textsOf(deliveries)).toStrictEqual(['1', '2', '3', '4', '5', '6'])
      expect(attemptsOf(deliveries)).toStrictEqual([1, 1, 1, 1, 1, 1])
      expect(inHandMax).toBe(1)
    },
  ),

  mailboxCase(
    'delivers again no earlier than asked, and the others meanwhile',
    async (harness, signal) => {
      await send(harness, 'later', 'second', 'third')
      let askedAt = Infinity
      let againAt = -Infinity
      const deliveries = await receive(harness.recipient.mailbox, {
        count: 4,
        signal,
        handle: ({ body, attempt }) => {
          const isLater = new TextDecoder().decode(body) === 'later'
          if (!isLater) return Promise.resolve(DONE)
          if (attempt > 1) againAt = performance.now()
          else askedAt = performance.now()
          return Promise.resolve(attempt > 1 ? DONE : { kind: 'retry', afterMs: RETRY_MS })
        },
      })
      expect(textsOf(deliveries)).toStrictEqual(['later', 'second', 'third', 'later'])
      expect(attemptsOf(deliveries)).toStrictEqual([1, 1, 1, 2])
      expect(againAt - askedAt).toBeGreaterThanOrEqual(RETRY_MS)
    },
  ),

  mailboxCase('counts how often it delivered a message', async (harness, signal) => {
    const mail = await sendOne(harness, 'stubborn')
    const deliveries = await receive(harness.recipient.mailbox, {
      count: 4,
      signal,
      handle: ({ attempt }) => Promise.resolve(attempt < 4 ? { kind: 'retry', afterMs: 0 } : DONE),
    })
    expect(attemptsOf(deliveries)).toStrictEqual([1, 2, 3, 4])
    expect(deliveries.map((delivery) => delivery.mail)).toStrictEqual([mail, mail, mail, mail])
  }),

  mailboxCase('delivers again what a handler threw at, and goes on', async (harness, signal) => {
    await send(harness, 'rejects', 'throws', 'works')
    const deliveries = await receive(harness.recipient.mailbox, {
      count: 5,
      signal,
      handle: (delivery) => {
        const [text] = textsOf([delivery])
        if (delivery.attempt > 1 || text === 'works') return Promise.resolve(DONE)
        const trouble = new Error('the handler is in trouble')
        if (text === 'rejects') return Promise.reject(trouble)
        throw trouble
      },
    })
    expect(textsOf(deliveries).slice(0, 3)).toStrictEqual(['rejects', 'throws', 'works'])
    expect(textsOf(deliveries).slice(3).toSorted()).toStrictEqual(['rejects', 'throws'])
    const attempts = attemptsOf(deliveries)
    expect(attempts.slice(0, 3)).toStrictEqual([1, 1, 1])
    // A redelivery can fall due just as a request for mail ends; then a number is skipped.
    expect(attempts.slice(3).every((attempt) => attempt > 1)).toBe(true)
  }),

  mailboxCase('never delivers again what is done', async (harness, signal) => {
    const { recipient } = harness
    await send(harness, 'done', 'again')
    const first = await receive(recipient.mailbox, {
      count: 2,
      signal,
      handle: (delivery) =>
        Promise.resolve(textsOf([delivery])[0] === 'done' ? DONE : { kind: 'retry', afterMs: 0 }),
    })
    const restarted = await recipient.reopen()
    await send(harness, 'last')
    const rest = await receive(restarted, { count: 2, signal })
    expect(textsOf(first)).toStrictEqual(['done', 'again'])
    expect(textsOf(rest).toSorted()).toStrictEqual(['again', 'last'])
  }),

  mailboxCase('hands out copies: changing one changes nothing inside', async (harness, signal) => {
    await send(harness, 'untouched')
    const seen: (readonly string[])[] = []
    await receive(harness.recipient.mailbox, {
      count: 2,
      signal,
      handle: (delivery) => {
        seen.push(textsOf([delivery]))
        delivery.body.fill(0)
        delivery.mail?.body.fill(0)
        const again: Disposition = { kind: 'retry', afterMs: 0 }
        return Promise.resolve(delivery.attempt > 1 ? DONE : again)
      },
    })
    expect(seen).toStrictEqual([['untouched'], ['untouched']])
  }),

  mailboxCase(
    'delivers a body without mail where the headers are not of the protocol',
    async (harness, signal) => {
      const { recipient } = harness
      const body = bytesOf('from who knows whom')
      await recipient.leaveForeign(body)
      const mail = await sendOne(harness, 'lawful')
      const deliveries = await receive(recipient.mailbox, { count: 2, signal })
      expect(deliveries).toStrictEqual([
        { mail: undefined, body, attempt: 1 },
        { mail, body: mail.body, attempt: 1 },
      ])
    },
  ),

  mailboxCase('allows one consumer at a time, and the next after it', async (harness, signal) => {
    const { mailbox } = harness.recipient
    await send(harness, 'first', 'second')
    const second: MailDelivery[] = []
    let refusal: unknown
    const first = await receive(mailbox, {
      count: 1,
      signal,
      async handle() {
        const other = receive(mailbox, { count: 1, signal })
        refusal = await other.then((more) => second.push(...more)).catch((error: unknown) => error)
        return DONE
      },
    })
    expect(refusal).toMatchObject({ code: 'INVARIANT_BROKEN' })
    expect(second).toStrictEqual([])
    expect(textsOf(first)).toStrictEqual(['first'])
    expect(textsOf(await receive(mailbox, { count: 1, signal }))).toStrictEqual(['second'])
  }),
]
