import type { AttachmentStore } from '@trm/attachments'
import {
  ATTACHMENTS_SECTION,
  CaseLogError,
  caseOfStream,
  loadReadable,
  namedAttachments,
  type LoggedEvent,
} from '@trm/case-log'
import {
  ATTACHMENTS_STREAM,
  OUTBOX_STREAM,
  readAttachmentEntry,
  readOutboxEntry,
} from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import type { RecordedEvent } from '@trm/ports'
import type { MessageItem } from '@trm/sealing'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeChunk } from './attachment-chunk.ts'
import type { AttachmentsBook, Transfer } from './attachments-book.ts'
import { createBell, type Bell } from './bell.ts'
import { createCrew } from './crew.ts'
import type { DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { leaveMail } from './leave-mail.ts'
import { mayStillGo } from './make-copy.ts'

/** Sends the attachments of own events, chunk by chunk, and the receipts for those that come. */
export type AttachmentsOutbox = {
  /** Resolves when the book knows the history, which it reads as soon as this runs. */
  caughtUp(): Promise<void>
  /** There is something for this recipient: news of a transfer, or a receipt that it is owed. */
  wake(to: OrganisationId): void
  /** Follows the log until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

/** What this organisation owes receipts for: read, signed and sent as late as possible, so that one says much. */
export type OwedReceipts = {
  /** One receipt over what is owed; undefined where nothing is. */
  take(to: OrganisationId): Promise<OwedReceipt | undefined>
  waiting(): readonly OrganisationId[]
}
export type OwedReceipt = {
  readonly item: MessageItem
  /** It was taken by the recipient's country node. */
  settled(): void
}

const BACKOFF_MIN_MS = 200
const BACKOFF_MAX_MS = 10_000
/** How long what may not go now is left alone, in milliseconds. */
const WITHHELD_AGAIN_MS = 5 * 60_000
/** How long a chunk steps back behind events that wait, in milliseconds, and how often it looks. */
const EVENTS_FIRST_MS = 1_000
const EVENTS_LOOK_MS = 20

type Desk = {
  readonly environment: ExchangeEnvironment
  readonly attachments: AttachmentStore
  readonly book: AttachmentsBook
  readonly owed: OwedReceipts
  readonly deliveries: DeliveryBook
  /** Told, while the history is read, of each event that came from somebody else and names attachments. */
  readonly resume: (entry: LoggedEvent) => Promise<void>
}

export function createAttachmentsOutbox(desk: Desk): AttachmentsOutbox {
  const { environment, book, owed } = desk
  const lanes = new Map<OrganisationId, Bell>()
  let serving: ((to: OrganisationId, bell: Bell) => void) | undefined
  const history = Promise.withResolvers<undefined>()
  let stopped: AbortSignal | undefined

  function wake(to: OrganisationId): void {
    const bell = lanes.get(to) ?? createBell()
    if (!lanes.has(to)) {
      lanes.set(to, bell)
      serving?.(to, bell)
    }
    bell.ring()
  }

  async function take(recorded: RecordedEvent): Promise<void> {
    if (recorded.streamId === ATTACHMENTS_STREAM) {
      const entry = readAttachmentEntry(recorded)
      book.record(entry, stopped === undefined ? 0 : Date.now())
      if (stopped !== undefined && 'to' in entry.data) wake(entry.data.to)
      return
    }
    if (recorded.streamId === OUTBOX_STREAM) {
      const { type, data } = readOutboxEntry(recorded)
      if (type !== 'DeliveryStored' || !book.announce(data.event, data.to)) return
      wake(data.to)
      return
    }
    await takeEvent(recorded, desk, stopped === undefined)
  }

  async function follow(after: bigint | undefined, signal: AbortSignal): Promise<void> {
    const from = after === undefined ? { signal } : { signal, after }
    for await (const recorded of environment.store.subscribe(from)) await take(recorded)
  }

  return {
    caughtUp: () => history.promise,
    wake,
    async run(signal) {
      let after: bigint | undefined
      for await (const recorded of environment.store.readAll()) {
        await take(recorded)
        after = recorded.position
      }
      history.resolve(undefined)
      stopped = signal
      for (const to of owed.waiting()) wake(to)
      const crew = createCrew(signal)
      serving = (to, bell) => crew.add((stopping) => serve(to, bell, desk, stopping))
      for (const [to, bell] of lanes) serving(to, bell)
      await crew.beside((stopping) => follow(after, stopping))
    },
  }
}

async function takeEvent(
  recorded: RecordedEvent,
  { environment, book, resume }: Desk,
  isHistory: boolean,
): Promise<void> {
  const reference = caseOfStream(recorded.streamId)
  if (reference === undefined) return
  const { caseLog, report } = environment
  const unreadable = (code: string) => {
    report({ kind: 'case-unreadable', code })
  }
  // Nothing is sent from one whose record cannot be read, and the others go on.
  const loaded = await loadReadable(caseLog, reference, unreadable)
  const entry = loaded?.entries[Number(recorded.revision)]
  if (entry?.stored.sections.some(({ name }) => name === ATTACHMENTS_SECTION) !== true) return
  const { event, stored } = entry
  try {
    if (stored.origin.kind !== 'own') {
      if (isHistory) await resume(entry)
      return
    }
    const named = await namedAttachments(entry, caseLog)
    for (const { to, sections } of event.grants) {
      if (!sections.includes(ATTACHMENTS_SECTION)) continue
      for (const each of named) book.queue({ event: event.id, case: reference, to, named: each })
    }
  } catch (error) {
    if (!(error instanceof CaseLogError)) throw error
    unreadable(error.code)
  }
}

async function serve(
  to: OrganisationId,
  bell: Bell,
  desk: Desk,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const outcome = await sendOne(to, desk, failures, signal)
    if (outcome === 'failed') {
      failures += 1
      await sleep(backoff(failures), undefined, { signal }).catch(() => undefined)
      continue
    }
    failures = 0
    if (outcome === 'sent') continue
    const due = desk.book.nextDue(to)
    await bell.wait(due === undefined ? undefined : Math.max(0, due - Date.now()), signal)
  }
}

/** Sends one receipt or one chunk to a recipient, receipts first: somebody waits for them to go on. */
async function sendOne(
  to: OrganisationId,
  desk: Desk,
  failures: number,
  signal: AbortSignal,
): Promise<'sent' | 'failed' | 'nothing'> {
  const receipt = await desk.owed.take(to)
  if (receipt !== undefined) {
    const left = await leave(to, receipt.item, desk.environment, failures)
    if (left) receipt.settled()
    return left ? 'sent' : 'failed'
  }
  const next = desk.book.next(to, Date.now())
  if (next === undefined) return 'nothing'
  await stepBack(to, desk.deliveries, signal)
  // Looked at last of all: what may go is decided at the time of sending.
  const bytes = await readToSend(next.transfer, next.index, desk)
  if (bytes === undefined) return 'sent'
  const { transfer, index } = next
  const { attachment } = transfer.named.reference
  const chunk = encodeChunk({
    case: transfer.case,
    event: transfer.event,
    attachment,
    index,
    bytes,
  })
  const left = await leave(to, { kind: 'chunk', bytes: chunk }, desk.environment, failures)
  if (left) desk.book.sent(transfer, index, Date.now())
  return left ? 'sent' : 'failed'
}

/** Events go before attachments, but for one chunk a second where there are always some. */
async function stepBack(
  to: OrganisationId,
  deliveries: DeliveryBook,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + EVENTS_FIRST_MS
  while (!signal.aborted && Date.now() < until && deliveries.due(to, 1).length > 0)
    await sleep(EVENTS_LOOK_MS, undefined, { signal }).catch(() => undefined)
}

async function leave(
  to: OrganisationId,
  item: MessageItem,
  environment: ExchangeEnvironment,
  failures: number,
): Promise<boolean> {
  const left = await leaveMail(to, [item], environment)
  if (left === 'taken') return true
  environment.report({ kind: left, organisation: to, attempt: failures + 1 })
  return false
}

/** The chunk in clear, if it may go to this recipient now; else the transfer is put off, or given up. */
async function readToSend(
  transfer: Transfer,
  index: number,
  { environment, attachments, book }: Desk,
): Promise<Uint8Array | undefined> {
  const { caseLog, clock, report } = environment
  const now = Date.now()
  async function mayGoNow(): Promise<boolean> {
    const loaded = await caseLog.load(transfer.case)
    const entry = loaded.entries.find(({ event }) => event.id === transfer.event)
    const grant = entry?.event.grants.find((each) => each.to === transfer.to)
    if (entry === undefined || grant === undefined) return false
    const asked = { ...grant, sections: [ATTACHMENTS_SECTION] } as const
    return mayStillGo(loaded, entry, asked, caseLog, clock.now())
  }
  const mayGo = await mayGoNow()
  const { kind } = mayGo ? await attachments.progress(transfer.named) : { kind: 'erased' as const }
  if (mayGo && kind === 'complete') {
    const bytes = await attachments.read(transfer.named, index)
    // Asked again: the disk may have taken its time, and somebody has taken it back meanwhile.
    if (bytes !== undefined && (await mayGoNow())) return bytes
    // Erased in between is seen when it is asked again.
    if (bytes === undefined) report({ kind: 'attachment-not-readable' })
  }
  // What is erased never comes back; a suspension may end, and what is passed on may still be coming in.
  const isOver = mayGo && kind === 'erased'
  book.withhold(transfer, isOver ? Infinity : now + WITHHELD_AGAIN_MS)
  return undefined
}

/** Exponential with full jitter, so that many agents do not come back at the same moment. */
function backoff(failures: number): number {
  const ceiling = Math.min(BACKOFF_MIN_MS * 2 ** failures, BACKOFF_MAX_MS)
  return BACKOFF_MIN_MS + Math.random() * (ceiling - BACKOFF_MIN_MS)
}
