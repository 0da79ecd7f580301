import { jsonEvent, WrongExpectedVersionError, type JSONEventType } from '@eventstore/db-client'
import { StoreUnavailableError } from '@trm/ports'
import { toEngine } from './expectation.ts'
import { claimStream } from './names.ts'
import { readFrom, readLast } from './read-one.ts'
import type { StoreContext } from './reading.ts'

/** Where an event is about to be recorded, and by which append. */
export type Destiny = {
  readonly streamId: string
  readonly revision: bigint
  /** Digest of what makes an append the same append. */
  readonly append: string
}

/** What lies on top in the claim stream of an id. */
export type Top = {
  readonly revision: bigint
  /** Undefined when the id has been let go. */
  readonly destiny: Destiny | undefined
}

const CLAIMED = 'trm-id-claimed'
const RELEASED = 'trm-id-released'

/**
 * Puts a claim on top of what is expected there.
 *
 * @returns its revision; undefined when something else is on top
 */
export function putClaim(
  context: StoreContext,
  id: string,
  top: bigint | undefined,
  { streamId, revision, append }: Destiny,
): Promise<bigint | undefined> {
  return put(context, id, top, CLAIMED, { streamId, revision: revision.toString(), append })
}

/** Lets the id go, unless something else is on top. */
export async function putRelease(context: StoreContext, id: string, top: bigint): Promise<void> {
  await put(context, id, top, RELEASED, {})
}

/** Undefined for an id that has never been claimed. */
export async function readTop(context: StoreContext, id: string): Promise<Top | undefined> {
  const event = await readLast(context, claimStream(id))
  if (event === undefined) return undefined
  return {
    revision: event.revision,
    destiny: event.type === CLAIMED ? toDestiny(event.data) : undefined,
  }
}

/** The place of the first claim of an id: no event with this id lies before it in the log. */
export async function firstClaimPosition(context: StoreContext, id: string): Promise<bigint> {
  return (await readFrom(context, claimStream(id), 0n))?.position?.commit ?? 0n
}

async function put(
  { connection }: StoreContext,
  id: string,
  top: bigint | undefined,
  type: string,
  data: Record<string, string>,
): Promise<bigint | undefined> {
  try {
    const event = jsonEvent<JSONEventType>({ type, data })
    const options = { expectedRevision: toEngine(top ?? 'no-stream'), requiresLeader: true }
    return (await connection.appendToStream(claimStream(id), event, options)).nextExpectedRevision
  } catch (error) {
    if (error instanceof WrongExpectedVersionError) return undefined
    throw error
  }
}

function toDestiny(data: unknown): Destiny {
  const { streamId, revision, append } = data as Record<string, unknown>
  if (
    typeof streamId !== 'string' ||
    typeof append !== 'string' ||
    typeof revision !== 'string' ||
    !/^\d{1,19}$/.test(revision)
  )
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'claim' })
  return { streamId, append, revision: BigInt(revision) }
}
