import { fail, ok, type Result } from '@trm/kernel'
import {
  digestOfEvents,
  startEventDigest,
  type AppendFailure,
  type EventDigest,
  type EventStore,
  type RecordedEvent,
} from '@trm/ports'

export type CopyOptions = {
  readonly from: EventStore
  /** Empty, or what an earlier copy of the same store left when it was cut short. */
  readonly to: EventStore
  /**
   * How many appends are under way at once; 1 by default. More only where the target records appends in
   * the order of the calls, and those of one turn all or none, as the SQLite adapter does up to 64.
   */
  readonly appendsAtOnce?: number
  /** Told now and then how many events are in the target. */
  readonly progress?: (events: number) => void
}

export type Copied = EventDigest & {
  /** Events that an earlier copy had brought already. */
  readonly resumedAfter: number
}

export type CopyFailure =
  /** The n-th event of the target, from 1, is not the n-th of the source: it is another store. */
  | { readonly kind: 'target-differs'; readonly event: number }
  /** The source has lost events of a stream, by compaction, so that it cannot be told again. */
  | { readonly kind: 'source-has-gaps'; readonly streamId: string; readonly revision: bigint }
  /** Somebody appended to the source while it was copied. What there is is a good beginning. */
  | { readonly kind: 'source-grew' }
  /** Somebody else appended to the target, or holds an id in it. */
  | { readonly kind: 'target-refused'; readonly refusal: AppendFailure['kind'] }
  /** What the target gives back is not what it was given. */
  | { readonly kind: 'digest-differs' }

const PROGRESS_EVENTS = 1_000
/** No stream ever stands there: asking for a tombstone with it answers and never succeeds. */
const IMPOSSIBLE = 2n ** 62n

/**
 * Copies every event of one store into another: ids, types, data, streams, revisions, and the order of
 * all of them; then what streams say of themselves, and their ends. Reads the target again at last and
 * compares the digest of all events.
 *
 * Nobody may write to the source meanwhile: an event that came too late to be copied is looked for at
 * the end, and refuses the copy. The target may be used when it has succeeded.
 * Cut short by whatever cause it is simply begun again: what is there is compared and not repeated.
 *
 * New in the target are positions, times of recording, and the boundaries of appends: a copied event
 * counts as appended by itself, so that only a repeat of an append of one event is still known as one.
 * A stream without a single event is not found, so its metadata or tombstone is not copied.
 *
 * @throws {StoreUnavailableError} of either store. Begin again.
 */
export async function copyStore(options: CopyOptions): Promise<Result<Copied, CopyFailure>> {
  const { from, to } = options
  const source = from.readAll()[Symbol.asyncIterator]()
  const digest = startEventDigest()
  const heads = new Map<string, bigint>()
  let after: bigint | undefined

  const nextOfSource = async (): Promise<RecordedEvent | undefined> => {
    const step = await source.next()
    if (step.done === true) return undefined
    digest.add(step.value)
    heads.set(step.value.streamId, step.value.revision)
    after = step.value.position
    return step.value
  }

  const there = startEventDigest()
  for await (const event of to.readAll()) {
    there.add(event)
    const here = await nextOfSource()
    if (here === undefined || there.current().digest !== digest.current().digest)
      return fail({ kind: 'target-differs', event: there.current().events })
  }
  const resumedAfter = there.current().events

  const copied = await copyRest(nextOfSource, options, resumedAfter)
  if (!copied.ok) return copied
  for (const [streamId, revision] of heads) await copyStreamState(streamId, revision, options)

  const expected = digest.current()
  const { digest: actual } = await digestOfEvents(to.readAll())
  if (actual !== expected.digest) return fail({ kind: 'digest-differs' })
  const rest = from.readAll({ ...(after !== undefined && { after }), limit: 1 })
  for await (const _ of rest) return fail({ kind: 'source-grew' })
  return ok({ ...expected, resumedAfter })
}

/** Appends window by window; each is answered before the next begins. */
async function copyRest(
  next: () => Promise<RecordedEvent | undefined>,
  { to, appendsAtOnce = 1, progress }: CopyOptions,
  alreadyThere: number,
): Promise<Result<null, CopyFailure>> {
  let copied = alreadyThere
  for (;;) {
    const window: RecordedEvent[] = []
    while (window.length < appendsAtOnce) {
      const event = await next()
      if (event === undefined) break
      window.push(event)
    }
    const outcomes = await Promise.all(window.map((event) => appendCopy(to, event)))
    for (const outcome of outcomes) if (!outcome.ok) return outcome
    const before = copied
    copied += window.length
    if (Math.floor(copied / PROGRESS_EVENTS) > Math.floor(before / PROGRESS_EVENTS))
      progress?.(copied)
    if (window.length < appendsAtOnce) return ok(null)
  }
}

async function appendCopy(
  to: EventStore,
  { streamId, revision, id, type, data }: RecordedEvent,
): Promise<Result<null, CopyFailure>> {
  const expected = revision === 0n ? 'no-stream' : revision - 1n
  const appended = await to.append(streamId, [{ id, type, data }], expected)
  if (appended.ok) return ok(null)
  const { failure } = appended
  const isGap =
    failure.kind === 'revision-conflict' &&
    (failure.actual === 'no-stream' || failure.actual < revision - 1n)
  return isGap
    ? fail({ kind: 'source-has-gaps', streamId, revision })
    : fail({ kind: 'target-refused', refusal: failure.kind })
}

async function copyStreamState(
  streamId: string,
  revision: bigint,
  { from, to }: CopyOptions,
): Promise<void> {
  const metadata = await from.readMetadata(streamId)
  if (metadata.maxAgeMs !== undefined) await to.writeMetadata(streamId, metadata)
  const probed = await from.tombstone(streamId, IMPOSSIBLE)
  const isEnded = !probed.ok && probed.failure.kind === 'stream-tombstoned'
  // Ended already when an earlier copy came this far.
  if (isEnded) await to.tombstone(streamId, revision)
}
