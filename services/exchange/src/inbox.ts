import { verifyCopy } from '@trm/case-log'
import { INBOX_STREAM, readInboxEntry, type InboxEntry, type RefusalReason } from '@trm/contracts'
import { assertNever, type OrganisationId } from '@trm/kernel'
import type { Disposition, MailDelivery } from '@trm/ports'
import { openMessage, sha256Base64url, type MessageItem, type OpenFailure } from '@trm/sealing'
import { createAnswers, type Answers, type Taken } from './answers.ts'
import type { Attachments } from './attachments.ts'
import { createChainMemory, type ChainMemory } from './chain-memory.ts'
import { createCorrespondents, type Correspondents } from './correspondents.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { createFloodGate, type FloodGate } from './flood-gate.ts'
import { createGaps, type Gap, type Gaps } from './gaps.ts'
import type { Outbox } from './outbox.ts'
import { quarantineItem, quarantineMessage, type QuarantineEntry } from './quarantine.ts'
import { createQuarantineDesk, type Quarantined, type QuarantineDesk } from './quarantine-desk.ts'
import { createReceiptBook } from './receipt-book.ts'
import { receiveEvent, type Reception } from './receive-event.ts'
import { receiveReceipt, type TakenReceipt } from './receive-receipt.ts'
import { createTurns, type Turns } from './turns.ts'

/** How many messages are opened and checked while others wait for the disk. */
const AT_ONCE = 64
/** How long something may be held back before that is told, in milliseconds: a quarter of an hour. */
const GAP_TOLD_MS = 15 * 60 * 1000

/** Takes in this organisation's sealed mail. */
export type Inbox = {
  /** What was refused last, newest at the end, a thousand at most. No content: reasons, digests and senders. */
  quarantined(): readonly Quarantined[]
  /** Writes down what somebody decided about what was refused, and asks for it anew where it is released. */
  review: QuarantineDesk['review']
  /** What has been held back for long, since something before it does not come. */
  lastingGaps(): readonly Gap[]
  /** Settles one delivery, beside others; durable when it resolves. Called in the order of the mailbox. */
  handle(delivery: MailDelivery): Promise<Disposition>
  /** Fetches mail until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

/** Reads what earlier lives of this agent wrote down, so that it answers as they would have. */
export async function openInbox(
  environment: ExchangeEnvironment,
  outbox: Outbox,
  attachments: Pick<Attachments, 'take'>,
): Promise<Inbox> {
  const chains = createChainMemory()
  const receipts = createReceiptBook(environment.directory)
  const correspondents = createCorrespondents(environment, outbox.book)
  const refused = createQuarantineDesk({
    write,
    askAnew: (...asked) => answers.askAnew(...asked),
  })

  function remember(entry: InboxEntry): void {
    chains.record(entry)
    correspondents.record(entry)
    refused.record(entry)
    if (entry.type !== 'QuarantineReviewed' || entry.data.released === undefined) return
    const { event, sender } = entry.data.released
    receipts.forgetRefusal(event, sender)
  }
  for await (const recorded of environment.store.readStream(INBOX_STREAM)) {
    const entry = readInboxEntry(recorded)
    remember(entry)
    await receipts.record(entry)
  }
  async function write(...entries: readonly InboxEntry[]): Promise<void> {
    const [first, ...rest] = entries
    if (first === undefined) return
    await environment.inboxJournal.append(first, ...rest)
    for (const entry of entries) remember(entry)
  }

  const answers = createAnswers({ environment, outbox, receipts, write })
  const turns = createTurns()
  const gaps = createGaps()
  const gate = createFloodGate()
  const desk = {
    environment,
    outbox,
    attachments,
    chains,
    answers,
    correspondents,
    turns,
    gaps,
    gate,
    write,
  }
  // What was asked for anew and has not come: the asking is not kept anywhere else.
  for (const { sender, event } of refused.awaited()) await answers.askAnew(sender, event)
  const handle = (delivery: MailDelivery) => settle(delivery, desk)
  return {
    quarantined: refused.shown,
    review: refused.review,
    lastingGaps: () => gaps.lasting(GAP_TOLD_MS, environment.clock.now()),
    handle,
    run: (signal) => environment.mailbox.consume(handle, { signal, atOnce: AT_ONCE }),
  }
}

type Desk = {
  readonly environment: ExchangeEnvironment
  readonly outbox: Outbox
  readonly attachments: Pick<Attachments, 'take'>
  readonly chains: ChainMemory
  readonly answers: Answers
  /** So that what is of one case, or from one who answers, is done in the order in which it came. */
  readonly turns: Turns
  readonly correspondents: Correspondents
  readonly gaps: Gaps
  readonly gate: FloodGate
  write(...entries: readonly InboxEntry[]): Promise<void>
}

const openFailures = {
  malformed: 'malformed-message',
  'unknown-suite': 'unknown-suite',
  'unknown-key': 'unknown-recipient-key',
  'open-failed': 'message-not-authentic',
} as const satisfies Record<OpenFailure['kind'], RefusalReason>

function reasonOf(failure: OpenFailure, { isKeyOver }: ExchangeEnvironment): RefusalReason {
  const isOver = failure.kind === 'unknown-key' && isKeyOver(failure.keyId)
  return isOver ? 'key-epoch-over' : openFailures[failure.kind]
}

/** Whatever is wrong with a message is written down and the next one is processed. */
async function settle({ mail, body }: MailDelivery, desk: Desk): Promise<Disposition> {
  const { self, findPrivateKey, quarantineKey, report } = desk.environment
  const opened =
    mail === undefined
      ? undefined
      : openMessage({
          body,
          recipient: self,
          findPrivateKey,
          senderCandidates: desk.correspondents.candidates(mail.source),
        })
  if (opened?.ok !== true) {
    const reason =
      opened === undefined ? 'malformed-message' : reasonOf(opened.failure, desk.environment)
    report({ kind: 'quarantined', reason })
    if (!(await quarantine(quarantineMessage(body, reason, quarantineKey), desk)))
      return { kind: 'done' }
    if (reason === 'key-epoch-over' && mail !== undefined) {
      const message = { digest: sha256Base64url(body), reason }
      for (const to of desk.correspondents.toTell(mail.source)) await desk.answers.tell(to, message)
    }
    return { kind: 'done' }
  }
  const { sender } = opened.value
  const items = opened.value.items.filter(meansSomething)
  // Cover traffic: it leaves no record and no answer, and is no sign of life of whom it claims to be from.
  if (items.length === 0) return { kind: 'done' }
  desk.outbox.book.heard(sender)
  desk.correspondents.heard(sender)
  const checked = Promise.all(items.map((item) => check(item, sender, desk)))
  const receptions = await desk.turns.admit(checked, (all) =>
    all.map((item) => takeItem(item, sender, desk)),
  )
  const taken = await Promise.all(receptions)
  await desk.answers.give(
    sender,
    taken.filter((reception) => reception !== undefined),
  )
  return { kind: 'done' }
}

/** An item that is there for something. */
type Meant = MessageItem & { readonly kind: Exclude<MessageItem['kind'], 'cover'> }

function meansSomething(item: MessageItem): item is Meant {
  return item.kind !== 'cover'
}

/** An item, and of a copy what it is by itself. */
type Checked = {
  readonly item: MessageItem
  readonly copy?: Awaited<ReturnType<typeof verifyCopy>>
}

async function check(
  item: MessageItem,
  sender: OrganisationId,
  { environment: { self, directory, clock } }: Desk,
): Promise<Checked> {
  if (item.kind !== 'event') return { item }
  const copy = await verifyCopy(item.bytes, { self, sender, directory, now: clock.now() })
  return { item, copy }
}

/** Queues it behind what came earlier and belongs together with it. */
function takeItem(
  { item, copy }: Checked,
  sender: OrganisationId,
  desk: Desk,
): Promise<Taken | undefined> {
  if (item.kind === 'receipt')
    return desk.turns
      .queue(`receipts of ${sender}`, () => takeReceipt(item, sender, desk))
      .then(({ durable }) => durable)
      .then(() => undefined)
  if (copy === undefined)
    return desk.turns.queue(`attachments of ${sender}`, () => takeOfAttachment(item, sender, desk))
  const reference = copy.ok ? copy.value.event.case : copy.failure.place?.case
  const key = reference === undefined ? `nothing of ${sender}` : `case ${reference}`
  return desk.turns.queue(key, () => takeEvent(item, copy, sender, desk))
}

async function takeReceipt(
  item: MessageItem,
  sender: OrganisationId,
  desk: Desk,
): Promise<TakenReceipt> {
  const { environment, outbox } = desk
  // Before that, a receipt would be about a delivery that nobody has heard of.
  await outbox.caughtUp()
  const taken = await receiveReceipt(item.bytes, sender, outbox.book, environment)
  if (taken.ok) return taken.value
  const refusal = { reason: taken.failure }
  environment.report({ kind: 'quarantined', reason: taken.failure })
  await quarantine(quarantineItem(item, sender, refusal, environment.quarantineKey), desk)
  return { durable: Promise.resolve() }
}

async function takeOfAttachment(
  item: MessageItem,
  sender: OrganisationId,
  desk: Desk,
): Promise<undefined> {
  const refusal = await desk.attachments.take(item, sender)
  if (refusal !== undefined)
    await quarantine(quarantineItem(item, sender, refusal, desk.environment.quarantineKey), desk)
}

/**
 * Writes down what was refused. A place in a chain only its author can have used up, and it is always written; of
 * everything else anybody can have made as much as one likes.
 *
 * @returns whether it was written. What was not is not answered either: who really sent it will ask.
 */
async function quarantine(
  entry: QuarantineEntry,
  { environment, gate, write }: Desk,
): Promise<boolean> {
  const { evidence, place } = entry.data
  const admitted =
    place === undefined
      ? gate.admit(evidence.ciphertext.length, environment.clock.now())
      : 'admitted'
  if (admitted === 'first-refused') environment.report({ kind: 'quarantine-full' })
  if (admitted !== 'admitted') return false
  await write(entry)
  return true
}

async function takeEvent(
  item: MessageItem,
  copy: NonNullable<Checked['copy']>,
  sender: OrganisationId,
  desk: Desk,
): Promise<Taken | undefined> {
  const { environment, chains } = desk
  const reception: Reception = copy.ok
    ? await receiveEvent(copy.value, chains, environment)
    : { kind: 'refused', ...copy.failure }
  const taken = { ...reception, digest: sha256Base64url(item.bytes) }
  switch (reception.kind) {
    case 'refused': {
      environment.report({ kind: 'quarantined', reason: reception.reason })
      const entry = quarantineItem(item, sender, reception, environment.quarantineKey)
      if (!(await quarantine(entry, desk))) return undefined
      if (reception.event !== undefined) desk.gaps.close(reception.event)
      return taken
    }
    case 'held-back': {
      const { event, missing } = reception
      const place = { author: sender, event, since: environment.clock.now() }
      const gap = { ...place, ...(missing !== undefined && { missing }) }
      if (copy.ok && desk.gaps.note({ case: copy.value.event.case, ...gap }) >= GAP_TOLD_MS)
        environment.report({ kind: 'gap-lasts', organisation: sender })
      environment.report({ kind: 'held-back', count: 1 })
      return taken
    }
    case 'stored':
    case 'duplicate':
      desk.gaps.close(reception.event)
      environment.report({ kind: reception.kind, count: 1 })
      return taken
    default:
      return assertNever(reception, 'inbox: unknown reception')
  }
}
