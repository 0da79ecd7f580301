import { fail, InvariantError, type Result } from '@trm/kernel'
import type { Appended, AppendFailure } from '@trm/ports'
import { claim, giveBack, type Claim } from './claims.ts'
import { overdue, toFault } from './faults.ts'
import { inParallel } from './in-parallel.ts'
import type { PendingAppend } from './pending-append.ts'
import type { StoreContext } from './reading.ts'
import { isTombstoned } from './tombstone.ts'
import { writeEvents, type WriteFailure } from './write-events.ts'

/**
 * Claims every id, then appends, and gives the claims back when the append is refused.
 *
 * The claims come first, so that an id is never in two streams; the append decides, so that a claim
 * alone is never an event. An interrupted append leaves claims, and its repeat knows them for its own.
 *
 * @throws {StoreUnavailableError} when the outcome is unknown
 * @throws {InvariantError} for more than the engine takes in one append
 */
export async function append(
  context: StoreContext,
  pending: PendingAppend,
): Promise<Result<Appended, AppendFailure>> {
  try {
    const { claims, taken } = await claimAll(context, pending)
    const outcome =
      taken === undefined
        ? await writeInTime(context, pending, claims)
        : await refuse(context, pending, taken)
    if (!outcome.ok) await inParallel(claims, (held) => giveBack(context, held))
    return agreed(outcome)
  } catch (error) {
    throw toFault(error)
  }
}

/** Claims the ids as far as they differ. `taken` is the first that this append cannot have. */
async function claimAll(
  context: StoreContext,
  { streamId, ids, first, digest }: PendingAppend,
): Promise<{ readonly claims: readonly Claim[]; readonly taken: string | undefined }> {
  const second = ids.findIndex((id, index) => ids.indexOf(id) < index)
  const distinct = second === -1 ? ids : ids.slice(0, second)
  const answers = await inParallel(distinct, (id, index) =>
    claim(context, id, { streamId, revision: first + BigInt(index), append: digest }),
  )
  const refused = answers.indexOf('taken')
  return {
    claims: answers.filter((answer) => answer !== 'taken'),
    taken: refused === -1 ? ids[second] : ids[refused],
  }
}

/** Others count on it: on a claim that is older than a deadline nobody acts any more. */
async function writeInTime(
  context: StoreContext,
  pending: PendingAppend,
  claims: readonly Claim[],
): Promise<Result<Appended, WriteFailure>> {
  const oldest = Math.min(...claims.map(({ claimedAt }) => claimedAt))
  if (performance.now() - oldest > context.deadlineMs) throw overdue()
  return writeEvents(context, pending)
}

/** A tombstone comes before everything, also before an id that is taken. */
async function refuse(
  context: StoreContext,
  { streamId }: PendingAppend,
  taken: string,
): Promise<Result<Appended, WriteFailure>> {
  return (await isTombstoned(context, streamId))
    ? fail({ kind: 'stream-tombstoned' })
    : fail({ kind: 'duplicate-event-id', id: taken })
}

function agreed(outcome: Result<Appended, WriteFailure>): Result<Appended, AppendFailure> {
  if (outcome.ok) return outcome
  if (outcome.failure.kind === 'too-large')
    throw new InvariantError('append: no more than the engine takes at once')
  return fail(outcome.failure)
}
