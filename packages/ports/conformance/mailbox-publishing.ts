import { expect } from 'vitest'
import { MailboxError, type SealedMail } from '../src/index.ts'
import {
  bytesOf,
  DUPLICATE,
  FULL,
  mailboxCase,
  newMail,
  publishUntilTaken,
  receive,
  send,
  sendOne,
  TAKEN,
  textsOf,
  UNREACHABLE,
  type MailboxCase,
  type MailboxHarness,
} from './mailbox-harness.ts'

const MANY = 20
const FILLING_BYTES = 8 * 1024
// Of mail that fills: more than any party of a harness has room for.
const FILLING_MAX = 32
// Far more than the broker of any set-up takes in one message.
const MONSTROUS_BYTES = 16 * 1024 * 1024

/** Leaving mail: what comes back at the other end, and what is said when it cannot be left. */
export const publishingCases: readonly MailboxCase[] = [
  mailboxCase('delivers attributes and bytes as they were handed in', async (harness, signal) => {
    const { sender, recipient } = harness
    const bodies = [
      new Uint8Array(),
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      bytesOf('\r\n\r\nNATS/1.0 503\r\n\r\n'),
      crypto.getRandomValues(new Uint8Array(16 * 1024)),
    ]
    const sent = bodies.map((body) => newMail(sender, body))
    for (const mail of sent) {
      expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(TAKEN)
    }
    const deliveries = await receive(recipient.mailbox, { count: sent.length, signal })
    expect(deliveries).toStrictEqual(sent.map((mail) => ({ mail, body: mail.body, attempt: 1 })))
  }),

  mailboxCase('takes mail once: a repeat is a duplicate', async (harness, signal) => {
    const { sender, recipient } = harness
    const mail = await sendOne(harness, 'once')
    const repeats = [mail, { ...mail, body: bytesOf('not the same') }]
    for (const repeat of repeats) {
      expect(await sender.mailbox.publish(recipient.address, repeat)).toStrictEqual(DUPLICATE)
    }
    await send(harness, 'last')
    const deliveries = await receive(recipient.mailbox, { count: 2, signal })
    expect(textsOf(deliveries)).toStrictEqual(['once', 'last'])
  }),

  mailboxCase('knows a repeat of mail that is settled', async (harness, signal) => {
    const { sender, recipient } = harness
    const mail = await sendOne(harness, 'settled')
    await receive(recipient.mailbox, { count: 1, signal })
    expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(DUPLICATE)
    await send(harness, 'last')
    const deliveries = await receive(recipient.mailbox, { count: 1, signal })
    expect(textsOf(deliveries)).toStrictEqual(['last'])
  }),

  mailboxCase('takes one of many that leave the same mail at once', async (harness, signal) => {
    const { sender, recipient } = harness
    const mail = newMail(sender, 'raced')
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, () => sender.mailbox.publish(recipient.address, mail)),
    )
    const duplicates = outcomes.map((outcome) => outcome.ok && outcome.value.duplicate)
    expect(duplicates.filter((isDuplicate) => !isDuplicate)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok)).toStrictEqual([])
    await send(harness, 'last')
    const deliveries = await receive(recipient.mailbox, { count: 2, signal })
    expect(textsOf(deliveries)).toStrictEqual(['raced', 'last'])
  }),

  mailboxCase('delivers each of many that are left at once, once', async (harness, signal) => {
    const { sender, recipient } = harness
    const sent = Array.from({ length: MANY }, (_, number) => newMail(sender, String(number)))
    const outcomes = await Promise.all(
      sent.map((mail) => sender.mailbox.publish(recipient.address, mail)),
    )
    expect(outcomes).toStrictEqual(sent.map(() => TAKEN))
    await send(harness, 'last')
    const deliveries = await receive(recipient.mailbox, { count: MANY + 1, signal })
    expect(textsOf(deliveries).at(-1)).toBe('last')
    expect(new Set(deliveries.map(({ mail }) => mail?.id)).size).toBe(MANY + 1)
  }),

  mailboxCase('keeps the mail of two Participants apart, ids included', async (harness, signal) => {
    const { sender, recipient } = harness
    const mail = newMail(sender, 'to the other')
    const note = { ...mail, body: bytesOf('to myself') }
    expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(TAKEN)
    expect(await sender.mailbox.publish(sender.address, note)).toStrictEqual(TAKEN)
    const [delivered] = await receive(recipient.mailbox, { count: 1, signal })
    const [noted] = await receive(sender.mailbox, { count: 1, signal })
    expect(delivered?.mail).toStrictEqual(mail)
    expect(noted?.mail).toStrictEqual(note)
  }),

  mailboxCase(
    'says that it is full, loses nothing and takes more once there is room',
    async (harness, signal) => {
      const { sender, recipient } = harness
      const { taken, refused } = await fill(harness)
      expect(taken.length).toBeGreaterThan(0)
      const { publish } = sender.mailbox
      expect(await publish(recipient.address, refused)).toStrictEqual(FULL)

      const kept = await receive(recipient.mailbox, { count: taken.length, signal })
      expect(kept.map(({ mail }) => mail)).toStrictEqual(taken)
      expect(
        await publishUntilTaken(sender.mailbox, recipient.address, refused, signal),
      ).toStrictEqual(TAKEN)
      const [late] = await receive(recipient.mailbox, { count: 1, signal })
      expect(late?.mail).toStrictEqual(refused)
    },
  ),

  mailboxCase('knows a repeat of what it took, also when it is full', async (harness, signal) => {
    const { sender, recipient } = harness
    const { taken } = await fill(harness)
    for (const mail of taken) {
      expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(DUPLICATE)
    }
    const kept = await receive(recipient.mailbox, { count: taken.length, signal })
    expect(kept.map(({ mail }) => mail)).toStrictEqual(taken)
  }),

  mailboxCase('takes no mail for a mailbox that nobody has', async ({ sender, recipient }) => {
    const nobody = { ...recipient.address, mailbox: `nobody-${crypto.randomUUID()}` }
    expect(await sender.mailbox.publish(nobody, newMail(sender))).toStrictEqual(UNREACHABLE)
  }),

  mailboxCase('refuses as a fault what the broker forbids', async (harness, signal) => {
    const { sender, recipient } = harness
    const monster = newMail(sender, new Uint8Array(MONSTROUS_BYTES))
    const refusal: unknown = await sender.mailbox
      .publish(recipient.address, monster)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(MailboxError)
    expect(refusal).toMatchObject({ code: 'MAILBOX_REFUSED' })
    await send(harness, 'small')
    const deliveries = await receive(recipient.mailbox, { count: 1, signal })
    expect(textsOf(deliveries)).toStrictEqual(['small'])
  }),

  mailboxCase('keeps a copy of the bytes that it was given', async (harness, signal) => {
    const { sender, recipient } = harness
    const mail = newMail(sender, 'untouched')
    expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(TAKEN)
    mail.body.fill(0)
    const deliveries = await receive(recipient.mailbox, { count: 1, signal })
    expect(textsOf(deliveries)).toStrictEqual(['untouched'])
  }),
]

/** Leaves mail until one is refused, for want of room and nothing else. */
async function fill({ sender, recipient }: MailboxHarness): Promise<{
  readonly taken: readonly SealedMail[]
  readonly refused: SealedMail
}> {
  const taken: SealedMail[] = []
  for (;;) {
    const mail = newMail(sender, crypto.getRandomValues(new Uint8Array(FILLING_BYTES)))
    const outcome = await sender.mailbox.publish(recipient.address, mail)
    if (!outcome.ok) {
      expect(outcome).toStrictEqual(FULL)
      return { taken, refused: mail }
    }
    taken.push(mail)
    expect(taken.length).toBeLessThan(FILLING_MAX)
  }
}
