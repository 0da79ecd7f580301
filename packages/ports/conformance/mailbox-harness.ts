import { expect } from 'vitest'
import { setTimeout as delay } from 'node:timers/promises'
import type {
  Disposition,
  Mailbox,
  MailboxAddress,
  MailDelivery,
  SealedMail,
} from '../src/index.ts'
import { conformanceCase, type ConformanceCase, type Harness } from './case.ts'

/** An agent at its country node, with an empty mailbox. */
export type MailboxParty = {
  readonly address: MailboxAddress
  /** Connected. Its country node has room for at least 32 KiB of mail and for less than 256 KiB. */
  readonly mailbox: Mailbox
  /** Closes the mailbox and opens it again, as a restart of the agent does. */
  readonly reopen: () => Promise<Mailbox>
  /** Stops the party's country node. What it has taken it keeps. */
  readonly goAway: () => Promise<void>
  /** Starts it again. Connections and links to it may take longer. */
  readonly comeBack: () => Promise<void>
  /** Leaves bytes in the party's mailbox under headers that are not those of the protocol. */
  readonly leaveForeign: (body: Uint8Array) => Promise<void>
}

/** Two agents of different Participants in one mesh, who can write to each other. */
export type MailboxHarness = Harness & {
  readonly sender: MailboxParty
  readonly recipient: MailboxParty
}

export type MailboxCase = ConformanceCase<MailboxHarness>

export const mailboxCase: (
  name: string,
  check: (harness: MailboxHarness, signal: AbortSignal) => Promise<void>,
) => MailboxCase = conformanceCase

export const DONE: Disposition = { kind: 'done' }
export const TAKEN = { ok: true, value: { duplicate: false } }
export const DUPLICATE = { ok: true, value: { duplicate: true } }
export const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } }
export const FULL = { ok: false, failure: { kind: 'full' } }

const POLL_MS = 5

/** Mail that no other case knows. */
export function newMail(from: MailboxParty, content: string | Uint8Array = 'sealed'): SealedMail {
  return {
    id: crypto.randomUUID(),
    source: from.address.participant,
    time: '2026-03-01T10:00:00Z',
    body: typeof content === 'string' ? bytesOf(content) : content,
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** What was delivered, as text, in order. */
export function textsOf(deliveries: readonly MailDelivery[]): readonly string[] {
  return deliveries.map(({ body }) => new TextDecoder().decode(body))
}

export function attemptsOf(deliveries: readonly MailDelivery[]): readonly number[] {
  return deliveries.map(({ attempt }) => attempt)
}

/** Sends a text that has to be taken, and hands out the mail. */
export async function sendOne(
  { sender, recipient }: MailboxHarness,
  text: string,
): Promise<SealedMail> {
  const mail = newMail(sender, text)
  expect(await sender.mailbox.publish(recipient.address, mail)).toStrictEqual(TAKEN)
  return mail
}

/** Sends texts one after the other, each of which has to be taken. */
export async function send(harness: MailboxHarness, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await sendOne(harness, text)
}

export type Receiving = {
  /** How many deliveries to take. */
  readonly count: number
  /** Ends the receiving before that, with the case. */
  readonly signal: AbortSignal
  /** Settles a delivery; it is done unless told otherwise. */
  readonly handle?: (delivery: MailDelivery) => Promise<Disposition>
}

/**
 * Consumes until so many deliveries were made and settled. It stops with the last one in hand: no
 * adapter then fetches another, and none has to wait for mail that does not come.
 */
export async function receive(
  mailbox: Mailbox,
  { count, signal, handle = () => Promise.resolve(DONE) }: Receiving,
): Promise<readonly MailDelivery[]> {
  const deliveries: MailDelivery[] = []
  const enough = new AbortController()
  await mailbox.consume(
    (delivery) => {
      deliveries.push(delivery)
      if (deliveries.length >= count) enough.abort()
      return handle(delivery)
    },
    { signal: AbortSignal.any([signal, enough.signal]) },
  )
  return deliveries
}

/** Waits for the condition, as long as the case may take. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!(await condition())) await delay(POLL_MS, undefined, { signal })
}

/** Asks again until the mail is taken, as an outbox does. */
export async function publishUntilTaken(
  mailbox: Mailbox,
  to: MailboxAddress,
  mail: SealedMail,
  signal: AbortSignal,
): Promise<unknown> {
  let outcome = await mailbox.publish(to, mail)
  while (!outcome.ok) {
    await delay(POLL_MS, undefined, { signal })
    outcome = await mailbox.publish(to, mail)
  }
  return outcome
}
