import { AttachmentError, type AttachmentStore } from '@trm/attachments'
import {
  ATTACHMENTS_SECTION,
  readingRemedies,
  type CaseLog,
  type LoadedCase,
  type ReadingRule,
  type SectionFact,
} from '@trm/case-log'
import {
  attachmentsIn,
  ATTACHMENTS_STREAM,
  readAttachmentEntry,
  type AttachmentReference,
  type RefusalReason,
} from '@trm/contracts'
import { assertNever, type EventId, type Instant, type TokenId } from '@trm/kernel'
import { problem, type Problem } from '@trm/platform'
import type { EventStore } from '@trm/ports'

/** Why a file is not given out: different things, never one blank. */
export type AttachmentAbsence =
  | { readonly kind: 'unknown' | 'erased' | 'cannot-open' }
  | { readonly kind: 'withheld'; readonly rule: ReadingRule }
  /** All of it came, and it was not what its author announced. */
  | { readonly kind: 'rejected'; readonly reason: RefusalReason }
  | { readonly kind: 'not-here-yet'; readonly chunksHere: number; readonly chunks: number }

export type FoundAttachment =
  | {
      readonly kind: 'here'
      readonly reference: AttachmentReference
      /** Chunk by chunk; it throws where one cannot be read any more, so that nobody takes a part for the whole. */
      readonly content: AsyncIterable<Uint8Array>
    }
  | AttachmentAbsence

/**
 * A file as the section that names it may be read: what holds for the section holds for its files.
 *
 * @param report told where the section ought to be there and cannot be opened.
 */
export async function findAttachment(
  loaded: LoadedCase,
  asked: { readonly event: EventId; readonly attachment: TokenId },
  parts: {
    readonly caseLog: CaseLog
    readonly attachments: AttachmentStore
    readonly store: EventStore
    readonly now: Instant
    readonly report: (fact: SectionFact) => void
  },
): Promise<FoundAttachment> {
  const { caseLog, attachments, store, now, report } = parts
  const inspected = (await caseLog.inspect(loaded, now)).find(
    ({ entry, section }) => entry.event.id === asked.event && section === ATTACHMENTS_SECTION,
  )
  if (inspected === undefined) return { kind: 'unknown' }
  const { entry, status } = inspected
  switch (status.kind) {
    case 'never-collected':
      return { kind: 'unknown' }
    case 'erased':
      return { kind: 'erased' }
    case 'withheld':
      return { kind: 'withheld', rule: status.rule }
    case 'cannot-open':
      report({ kind: 'section-cannot-open', event: asked.event, fault: status.fault })
      return { kind: 'cannot-open' }
    case 'open':
      break
    default:
      assertNever(status, 'find-attachment: unknown status of a section')
  }
  const reference = attachmentsIn(status.value).find(
    ({ attachment }) => attachment === asked.attachment,
  )
  const keyId = entry.stored.sections.find(({ name }) => name === ATTACHMENTS_SECTION)?.keyId
  if (reference === undefined || keyId === undefined) return { kind: 'unknown' }
  const place = { keyId, reference }
  const progress = await attachments.progress(place)
  if (progress.kind === 'erased') return { kind: 'erased' }
  const chunks = reference.chunks.length
  if (progress.kind === 'partly') {
    const reason = await findRejection(asked, store)
    if (reason !== undefined) return { kind: 'rejected', reason }
    return { kind: 'not-here-yet', chunksHere: chunks - progress.missing.length, chunks }
  }
  // Before the answer begins, so that a disk which has lost it is a problem and not half a file.
  const first = await attachments.read(place, 0)
  if (first === undefined) return { kind: 'cannot-open' }

  async function* content(beginning: Uint8Array): AsyncGenerator<Uint8Array> {
    yield beginning
    for (let index = 1; index < chunks; index += 1) {
      const chunk = await attachments.read(place, index)
      if (chunk === undefined) throw new AttachmentError('ATTACHMENT_NOT_READABLE')
      yield chunk
    }
  }
  return { kind: 'here', reference, content: content(first) }
}

/** Why it was refused when it came, as the exchange wrote it down; undefined where it was not. */
async function findRejection(
  asked: { readonly event: EventId; readonly attachment: TokenId },
  store: EventStore,
): Promise<RefusalReason | undefined> {
  for await (const recorded of store.readStream(ATTACHMENTS_STREAM)) {
    const { type, data } = readAttachmentEntry(recorded)
    const isMeant = data.event === asked.event && data.attachment === asked.attachment
    if (type === 'AttachmentRejected' && isMeant) return data.reason
  }
  return undefined
}

/** The absence as an answer. An event that is not here and one without such a file are the same. */
export function absenceProblem(absence: AttachmentAbsence): Problem {
  switch (absence.kind) {
    case 'unknown':
      return problem('attachment-unknown', 404)
    case 'withheld': {
      const { rule } = absence
      return problem('attachment-withheld', 403, { rule, remedy: readingRemedies[rule] })
    }
    case 'erased':
      return problem('attachment-erased', 410)
    case 'rejected':
      return problem('attachment-rejected', 410, { reason: absence.reason })
    case 'not-here-yet': {
      const { chunksHere, chunks } = absence
      return problem('attachment-not-here-yet', 409, { chunksHere, chunks })
    }
    case 'cannot-open':
      return problem('attachment-cannot-open', 503)
    default:
      return assertNever(absence, 'find-attachment: unknown absence')
  }
}
