import { StreamDeletedError, StreamNotFoundError } from '@eventstore/db-client'
import { setTimeout as delay } from 'node:timers/promises'
import { putClaim, putRelease, readTop, type Destiny, type Top } from './claim-stream.ts'
import { overdue } from './faults.ts'
import { uuidOf } from './names.ts'
import { readFrom } from './read-one.ts'
import type { StoreContext } from './reading.ts'
import { readMaxAge } from './stream-metadata.ts'

/** A claim that an append holds on an id. */
export type Claim = {
  readonly id: string
  /** Its revision in the claim stream. */
  readonly revision: bigint
  /** When it was asked for, by `performance.now()`. */
  readonly claimedAt: number
  /** Whether nobody had claimed the id for this append before: only then may it be given back. */
  readonly isFresh: boolean
}

/** How many deadlines after a claim nobody acts on it any more; see the README. */
const LEASE = 3
const ATTEMPTS_MAX = 100
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 500

/**
 * Claims an id for one append.
 *
 * @returns `taken` when the id belongs to an event that another append has recorded
 */
export async function claim(
  context: StoreContext,
  id: string,
  destiny: Destiny,
): Promise<Claim | 'taken'> {
  let top: Top | undefined
  let isFresh = true
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const claimedAt = performance.now()
    const revision = await putClaim(context, id, top?.revision, destiny)
    if (revision !== undefined) return { id, revision, claimedAt, isFresh }
    top = await readTop(context, id)
    const standing = await standingOf(context, id, top, destiny)
    if (standing === 'taken') return 'taken'
    isFresh = standing === 'free'
  }
  throw overdue()
}

/** Lets an id go that was claimed for an append which is now refused for good. */
export async function giveBack(
  context: StoreContext,
  { id, revision, isFresh }: Claim,
): Promise<void> {
  if (!isFresh) return
  try {
    await putRelease(context, id, revision)
  } catch {
    // The server is away. The refusal stands, and the claim runs out by itself.
  }
}

/** What an append may do about the claim on top: put its own over it when it is `free` or `ours`. */
async function standingOf(
  context: StoreContext,
  id: string,
  top: Top | undefined,
  { append }: Destiny,
): Promise<'free' | 'ours' | 'taken'> {
  if (top?.destiny === undefined) return 'free'
  if (top.destiny.append === append) return 'ours'
  const since = performance.now()
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const fate = await fateOf(context, id, top.destiny)
    if (fate === 'recorded') return 'taken'
    if (fate === 'never' || performance.now() - since > LEASE * context.deadlineMs) return 'free'
    await delay(pauseMs)
    // Whoever claims over a claim that has changed meanwhile is told so, and looks again.
    if ((await readTop(context, id))?.revision !== top.revision) return 'free'
  }
}

/**
 * Whether the event with this id has come to its place: `never` when another one is there, `open` when
 * nothing is there yet. What the engine does not show any more counts as recorded.
 */
async function fateOf(
  context: StoreContext,
  id: string,
  { streamId, revision }: Destiny,
): Promise<'recorded' | 'never' | 'open'> {
  try {
    const there = await readFrom(context, streamId, revision)
    if (there !== undefined)
      return there.revision > revision || there.id === uuidOf(id) ? 'recorded' : 'never'
    return (await readMaxAge(context, streamId)) === undefined ? 'open' : 'recorded'
  } catch (error) {
    if (error instanceof StreamNotFoundError) return 'open'
    if (error instanceof StreamDeletedError) return 'recorded'
    throw error
  }
}
