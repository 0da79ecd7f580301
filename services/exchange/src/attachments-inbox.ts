import type { AttachmentPlace } from '@trm/attachments'
import {
  ATTACHMENTS_SECTION,
  findReadingFlaw,
  namedAttachments,
  type LoadedCase,
  type LoggedEvent,
} from '@trm/case-log'
import {
  ATTACHMENT_CHUNK_BYTES,
  type AttachmentReceiptItem,
  type RefusalReason,
} from '@trm/contracts'
import { assertNever, type OrganisationId } from '@trm/kernel'
import { decodeChunk, type AttachmentChunk } from './attachment-chunk.ts'
import type { ExchangeEnvironment } from './environment.ts'

/** What became of one chunk that came. */
export type ChunkReception =
  /** Kept, or here already. `isAnswered`: whoever sent it is to hear how far it is. */
  | { readonly kind: 'taken'; readonly isComplete: boolean; readonly isAnswered: boolean }
  /** Not now: it comes again. */
  | { readonly kind: 'full' }
  /** `isAnswered`: whoever announced it signed for what is wrong with it, or it is not to be sent any more. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly isAnswered: boolean }

/** An attachment, by the event that names it. */
export type Named = Pick<AttachmentChunk, 'case' | 'event' | 'attachment'>

export type AttachmentsInbox = {
  /** Examines one chunk and keeps it; durable when it resolves. */
  receive(
    item: Uint8Array,
    sender: OrganisationId,
  ): Promise<{
    readonly reception: ChunkReception
    /** What it was a chunk of, where that could be told. */
    readonly named?: Named
  }>
  /** What is here of an attachment that somebody sends, as a receipt says it; undefined where nobody announced it. */
  stateOf(named: Named, sender: OrganisationId): Promise<AttachmentReceiptItem | undefined>
  /** What came of an earlier refusal, as the journal has it. */
  reject(named: Pick<Named, 'event' | 'attachment'>, reason: RefusalReason): void
  /** Counts what had begun to come of an event before this start. */
  resume(entry: LoggedEvent): Promise<void>
}

const INVALID = 'attachment-chunk-invalid'
/** How many chunks make a receipt, beside the last one. */
const CHUNKS_PER_RECEIPT = 8

/**
 * Takes in chunks of attachments that were announced, and of nothing else: the event that names one is in the log, it
 * came from whoever sends the chunk, and its section may be read here. What a chunk has to be its author has signed.
 *
 * @param bufferedBytesMax what may have begun to come from one sender and not be whole, bytes.
 */
export function createAttachmentsInbox(
  environment: ExchangeEnvironment,
  bufferedBytesMax: number,
): AttachmentsInbox {
  const { self, caseLog, clock, attachments, attachmentsJournal } = environment
  const rejected = new Map<string, RefusalReason>()
  /** By sender and attachment, the chunks of what is not whole yet. */
  const buffered = new Map<OrganisationId, Map<string, number>>()

  function count(
    sender: OrganisationId,
    named: Pick<Named, 'event' | 'attachment'>,
    chunks: number,
  ): void {
    const ofSender = buffered.get(sender) ?? new Map<string, number>()
    if (chunks === 0) ofSender.delete(keyOf(named))
    else ofSender.set(keyOf(named), chunks)
    buffered.set(sender, ofSender)
  }

  function isFull(sender: OrganisationId): boolean {
    const chunks = [...(buffered.get(sender)?.values() ?? [])].reduce((sum, each) => sum + each, 0)
    return (chunks + 1) * ATTACHMENT_CHUNK_BYTES > bufferedBytesMax
  }

  /** Where the attachment is to lie, or why it is not taken. */
  async function placeOf(
    named: Named,
    loaded: LoadedCase,
    sender: OrganisationId,
  ): Promise<AttachmentPlace | RefusalReason> {
    const entry = loaded.entries.find(({ event }) => event.id === named.event)
    const origin = entry?.stored.origin
    if (entry === undefined || origin?.kind !== 'received' || origin.from !== sender)
      return 'attachment-unannounced'
    const isHeld = entry.stored.sections.some(({ name }) => name === ATTACHMENTS_SECTION)
    if (!isHeld) return 'attachment-unannounced'
    const { organisations } = caseLog
    const flaw = findReadingFlaw(loaded, entry, ATTACHMENTS_SECTION, {
      self,
      now: clock.now(),
      organisations,
    })
    if (flaw !== undefined) return 'consent-does-not-cover'
    const opened = await caseLog.open(entry, ATTACHMENTS_SECTION)
    if (opened?.kind !== 'open') return 'attachment-erased'
    const all = await namedAttachments(entry, caseLog)
    return (
      all.find(({ reference }) => reference.attachment === named.attachment) ??
      'attachment-unannounced'
    )
  }

  async function keep(
    chunk: AttachmentChunk,
    place: AttachmentPlace,
    sender: OrganisationId,
  ): Promise<ChunkReception> {
    const before = await attachments.progress(place)
    if (before.kind === 'complete') return { kind: 'taken', isComplete: true, isAnswered: true }
    const isThere = before.kind === 'partly' && !before.missing.includes(chunk.index)
    if (!isThere && isFull(sender)) return { kind: 'full' }
    const outcome = await attachments.put(place, chunk.index, chunk.bytes)
    switch (outcome.kind) {
      case 'partly': {
        const here = place.reference.chunks.length - outcome.missing.length
        count(sender, chunk, here)
        // The disk may have lost one that was there: then all are, and one is asked for.
        const isMilestone = here % CHUNKS_PER_RECEIPT === 0 || isThere || before.kind === 'erased'
        const isLost = before.kind === 'partly' && outcome.missing.length >= before.missing.length
        return { kind: 'taken', isComplete: false, isAnswered: isMilestone || isLost }
      }
      case 'complete':
        count(sender, chunk, 0)
        return { kind: 'taken', isComplete: true, isAnswered: true }
      case 'erased':
        count(sender, chunk, 0)
        return { kind: 'refused', reason: 'attachment-erased', isAnswered: true }
      case 'chunk-invalid':
        // Anybody can seal in anybody's name: it says nothing about whoever announced the attachment.
        return { kind: 'refused', reason: INVALID, isAnswered: false }
      case 'refused': {
        count(sender, chunk, 0)
        const isLie = outcome.flaw === 'digest-differs'
        const reason = isLie ? 'attachment-digest-differs' : 'attachment-not-of-type'
        const { event, attachment } = chunk
        await attachmentsJournal.append({
          type: 'AttachmentRejected',
          data: { event, attachment, reason },
        })
        rejected.set(keyOf(chunk), reason)
        return { kind: 'refused', reason, isAnswered: true }
      }
    }
  }

  return {
    async receive(item, sender) {
      const chunk = decodeChunk(item)
      if (chunk === undefined)
        return { reception: { kind: 'refused', reason: INVALID, isAnswered: false } }
      const { bytes: _bytes, index: _index, ...named } = chunk
      const earlier = rejected.get(keyOf(named))
      if (earlier !== undefined)
        return { named, reception: { kind: 'refused', reason: earlier, isAnswered: true } }
      const place = await placeOf(named, await caseLog.load(named.case), sender)
      if (typeof place !== 'string') return { named, reception: await keep(chunk, place, sender) }
      count(sender, named, 0)
      // Whoever sends what nobody announced is not known to be anybody: there is nobody to answer.
      const isAnswered = place !== 'attachment-unannounced'
      return { named, reception: { kind: 'refused', reason: place, isAnswered } }
    },
    async stateOf(named, sender) {
      const { event, attachment } = named
      const earlier = rejected.get(keyOf(named))
      const place = earlier ?? (await placeOf(named, await caseLog.load(named.case), sender))
      if (place === 'attachment-unannounced') return undefined
      if (typeof place === 'string') return { event, attachment, verdict: 'refused', reason: place }
      const progress = await attachments.progress(place)
      switch (progress.kind) {
        case 'complete':
          return { event, attachment, verdict: 'stored' }
        case 'partly':
          return { event, attachment, verdict: 'partly', missing: progress.missing }
        case 'erased':
          return { event, attachment, verdict: 'refused', reason: 'attachment-erased' }
        default:
          return assertNever(progress, 'attachments-inbox: unknown progress')
      }
    },
    reject(named, reason) {
      rejected.set(keyOf(named), reason)
    },
    async resume(entry) {
      const { event, stored } = entry
      const { origin } = stored
      if (origin.kind !== 'received') return
      for (const { keyId, reference } of await namedAttachments(entry, caseLog)) {
        const progress = await attachments.progress({ keyId, reference })
        if (progress.kind !== 'partly') continue
        const here = reference.chunks.length - progress.missing.length
        count(origin.from, { event: event.id, attachment: reference.attachment }, here)
      }
    },
  }
}

function keyOf({ event, attachment }: Pick<Named, 'event' | 'attachment'>): string {
  return `${event} ${attachment}`
}
