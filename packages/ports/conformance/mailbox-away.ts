import { expect } from 'vitest'
import type { Disposition } from '../src/index.ts'
import {
  attemptsOf,
  DONE,
  DUPLICATE,
  mailboxCase,
  newMail,
  publishUntilTaken,
  receive,
  send,
  sendOne,
  textsOf,
  UNREACHABLE,
  until,
  type MailboxCase,
} from './mailbox-harness.ts'

/** Country nodes that go away and come back. */
export const awayCases: readonly MailboxCase[] = [
  mailboxCase(
    'says unreachable while the other country node is away, and delivers once after it is back',
    async (harness, signal) => {
      const { sender, recipient } = harness
      const kept = await sendOne(harness, 'before')
      const mail = newMail(sender, 'meanwhile')
      await recipient.goAway()
      expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(UNREACHABLE)
      expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(UNREACHABLE)
      expect(sender.mailbox.isConnected()).toBe(true)

      await recipient.comeBack()
      await publishUntilTaken(sender.mailbox, recipient.address, mail, signal)
      for (const repeat of [kept, mail]) {
        expect(await sender.mailbox.publish(recipient.address, repeat)).toStrictEqual(DUPLICATE)
      }
      await send(harness, 'after')
      const deliveries = await receive(recipient.mailbox, { count: 3, signal })
      expect(textsOf(deliveries)).toStrictEqual(['before', 'meanwhile', 'after'])
    },
  ),

  mailboxCase(
    'sees its own country node leave and return, and reaches nobody meanwhile',
    async ({ sender, recipient }, signal) => {
      expect(sender.mailbox.isConnected()).toBe(true)
      const mail = newMail(sender, 'patient')
      await sender.goAway()
      await until(() => !sender.mailbox.isConnected(), signal)
      for (const { address } of [sender, recipient]) {
        expect(await sender.mailbox.publish(address, mail)).toStrictEqual(UNREACHABLE)
      }
      expect(recipient.mailbox.isConnected()).toBe(true)

      await sender.comeBack()
      await until(() => sender.mailbox.isConnected(), signal)
      await publishUntilTaken(sender.mailbox, recipient.address, mail, signal)
      const deliveries = await receive(recipient.mailbox, { count: 1, signal })
      expect(textsOf(deliveries)).toStrictEqual(['patient'])
    },
  ),

  mailboxCase('goes on consuming after its country node was away', async (harness, signal) => {
    const { sender, recipient } = harness
    const before = Promise.withResolvers<undefined>()
    const enough = new AbortController()
    const consuming = receive(recipient.mailbox, {
      count: Infinity,
      signal: AbortSignal.any([signal, enough.signal]),
      handle: (delivery) => {
        before.resolve(undefined)
        if (textsOf([delivery])[0] === 'after') enough.abort()
        return Promise.resolve(DONE)
      },
    })
    await send(harness, 'before')
    await before.promise
    await recipient.goAway()
    await until(() => !recipient.mailbox.isConnected(), signal)
    await recipient.comeBack()
    const mail = newMail(sender, 'after')
    await publishUntilTaken(sender.mailbox, recipient.address, mail, signal)
    // It comes again when the country node went before it heard that it is done.
    expect(new Set(textsOf(await consuming))).toStrictEqual(new Set(['before', 'after']))
  }),

  mailboxCase(
    'delivers again to a restarted agent what it could not settle before',
    async (harness, signal) => {
      const { recipient } = harness
      const mail = await sendOne(harness, 'in hand')
      const inHand = Promise.withResolvers<undefined>()
      const decision = Promise.withResolvers<Disposition>()
      const consuming = receive(recipient.mailbox, {
        count: 1,
        signal,
        handle: () => {
          inHand.resolve(undefined)
          return decision.promise
        },
      })
      await inHand.promise
      await recipient.goAway()
      await until(() => !recipient.mailbox.isConnected(), signal)
      decision.resolve(DONE)
      expect(attemptsOf(await consuming)).toStrictEqual([1])

      const restarted = await recipient.reopen()
      await recipient.comeBack()
      const [again] = await receive(restarted, { count: 1, signal })
      expect(again).toStrictEqual({ mail, body: mail.body, attempt: 2 })
    },
  ),
]
