import {
  INBOX_STREAM,
  readInboxEntry,
  type InboxEntry,
  type Receipt,
  type ReceiptItem,
  type RefusalReason,
} from '@trm/contracts'
import { assertNever, type OrganisationId } from '@trm/kernel'
import type { Disposition, MailDelivery } from '@trm/ports'
import { openMessage, sha256Base64url, type MessageItem, type OpenFailure } from '@trm/sealing'
import { createChainMemory, type ChainMemory } from './chain-memory.ts'
import type { ExchangeEnvironment } from './environment.ts'
import type { Outbox } from './outbox.ts'
import { quarantineItem, quarantineMessage } from './quarantine.ts'
import { createReceiptBook, signReceipt, type ReceiptBook } from './receipt-book.ts'
import { receiveEvent, type Reception } from './receive-event.ts'
import { receiveReceipt } from './receive-receipt.ts'

/** Takes in this organisation's sealed mail. */
export type Inbox = {
  /** What was refused last, newest at the end, a thousand at most. No content: reasons, digests and senders. */
  quarantined(): readonly Extract<InboxEntry, { type: 'MailQuarantined' }>['data'][]
  /** Settles one delivery; durable when it resolves. */
  handle(delivery: MailDelivery): Promise<Disposition>
  /** Fetches mail until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

const QUARANTINE_SHOWN_MAX = 1_000

/** Reads what earlier lives of this agent wrote down, so that it answers as they would have. */
export async function openInbox(environment: ExchangeEnvironment, outbox: Outbox): Promise<Inbox> {
  const chains = createChainMemory()
  const receipts = createReceiptBook(environment.directory)
  const quarantined: Extract<InboxEntry, { type: 'MailQuarantined' }>['data'][] = []

  async function remember(entry: InboxEntry): Promise<void> {
    chains.record(entry)
    await receipts.record(entry)
    if (entry.type !== 'MailQuarantined') return
    quarantined.push(entry.data)
    // All of it is in the journal; memory is not for who floods a mailbox to fill.
    if (quarantined.length > QUARANTINE_SHOWN_MAX) quarantined.shift()
  }
  for await (const recorded of environment.store.readStream(INBOX_STREAM)) {
    await remember(readInboxEntry(recorded))
  }
  async function write(...entries: readonly InboxEntry[]): Promise<void> {
    const [first, ...rest] = entries
    if (first === undefined) return
    await environment.inboxJournal.append(first, ...rest)
    for (const entry of entries) await remember(entry)
  }

  const handle = (delivery: MailDelivery) =>
    settle(delivery, { environment, outbox, chains, receipts, write })
  return {
    quarantined: () => quarantined,
    handle,
    run: (signal) => environment.mailbox.consume(handle, { signal }),
  }
}

type Desk = {
  readonly environment: ExchangeEnvironment
  readonly outbox: Outbox
  readonly chains: ChainMemory
  readonly receipts: ReceiptBook
  write(...entries: readonly InboxEntry[]): Promise<void>
}

const openFailures = {
  malformed: 'malformed-message',
  'unknown-suite': 'unknown-suite',
  'unknown-key': 'unknown-recipient-key',
  'open-failed': 'message-not-authentic',
} as const satisfies Record<OpenFailure['kind'], RefusalReason>

/** Whatever is wrong with a message is written down and the next one is processed. */
async function settle({ mail, body }: MailDelivery, desk: Desk): Promise<Disposition> {
  const { self, directory, findPrivateKey, quarantineKey, report } = desk.environment
  const opened =
    mail === undefined
      ? undefined
      : openMessage({
          body,
          recipient: self,
          findPrivateKey,
          senderCandidates: directory.organisationsOf(mail.source).map(({ id }) => id),
        })
  if (opened?.ok !== true) {
    const reason = opened === undefined ? 'malformed-message' : openFailures[opened.failure.kind]
    await desk.write(quarantineMessage(body, reason, quarantineKey))
    report({ kind: 'quarantined', reason })
    return { kind: 'done' }
  }
  const { sender, items } = opened.value
  const receptions: Taken[] = []
  for (const item of items) {
    if (item.kind === 'receipt') await takeReceipt(item, sender, desk)
    else receptions.push(await takeEvent(item, sender, desk))
  }
  await answer(sender, receptions, desk)
  return { kind: 'done' }
}

async function takeReceipt(item: MessageItem, sender: OrganisationId, desk: Desk): Promise<void> {
  const { environment, outbox } = desk
  // Before that, a receipt would be about a delivery that nobody has heard of.
  await outbox.caughtUp()
  const taken = await receiveReceipt(item.bytes, sender, outbox.book, environment)
  if (taken.ok) return
  const refusal = { reason: taken.failure }
  await desk.write(quarantineItem(item, sender, refusal, environment.quarantineKey))
  environment.report({ kind: 'quarantined', reason: taken.failure })
}

/** A reception with the SHA-256 of what came, for the one who cannot be told an event. */
type Taken = Reception & { readonly digest: string }

async function takeEvent(item: MessageItem, sender: OrganisationId, desk: Desk): Promise<Taken> {
  const { environment, chains } = desk
  const reception = await receiveEvent(item.bytes, sender, chains, environment)
  const taken = { ...reception, digest: sha256Base64url(item.bytes) }
  switch (reception.kind) {
    case 'refused':
      await desk.write(quarantineItem(item, sender, reception, environment.quarantineKey))
      environment.report({ kind: 'quarantined', reason: reception.reason })
      return taken
    case 'stored':
    case 'duplicate':
    case 'held-back':
      environment.report({ kind: reception.kind, count: 1 })
      return taken
    default:
      return assertNever(reception, 'inbox: unknown reception')
  }
}

/** One signed receipt for what is new in a message; for what is not, the receipts of that time. */
async function answer(
  sender: OrganisationId,
  receptions: readonly Taken[],
  desk: Desk,
): Promise<void> {
  const { outbox, receipts } = desk
  const again = new Set<string>()
  const items: ReceiptItem[] = []
  for (const reception of receptions) {
    if (reception.kind === 'held-back') continue
    const item = itemOf(reception)
    if (item === undefined) continue
    const { event } = item
    // What is stored stays stored, whatever somebody makes of a later copy of it.
    const earlier =
      receipts.find(event, sender, 'stored') ?? receipts.find(event, sender, item.verdict)
    if (earlier === undefined) items.push(item)
    else again.add(earlier)
  }
  if (items.length > 0) await giveReceipt(sender, { items }, desk)
  for (const message of unnamed(receptions)) await giveReceipt(sender, { items: [], message }, desk)
  for (const receipt of again) outbox.sendReceipt(sender, receipt)
}

function itemOf(
  reception: Exclude<Taken, { readonly kind: 'held-back' }>,
): ReceiptItem | undefined {
  if (reception.kind !== 'refused') return { event: reception.event, verdict: 'stored' }
  const { event, reason } = reception
  return event === undefined ? undefined : { event, verdict: 'refused', reason }
}

/** What was refused and named no event. */
function unnamed(receptions: readonly Taken[]): readonly NonNullable<Receipt['message']>[] {
  return receptions.flatMap((reception) =>
    reception.kind === 'refused' && reception.event === undefined
      ? [{ digest: reception.digest, reason: reception.reason }]
      : [],
  )
}

/** Written down before it is sent, so that the same question gets the same answer after a restart. */
async function giveReceipt(
  sender: OrganisationId,
  what: Pick<Receipt, 'items' | 'message'>,
  { environment, outbox, write }: Desk,
): Promise<void> {
  const receipt = await signReceipt(sender, what, environment)
  const events = what.items.map(({ event }) => event)
  await write({ type: 'ReceiptIssued', data: { to: sender, events, receipt } })
  outbox.sendReceipt(sender, receipt)
}
