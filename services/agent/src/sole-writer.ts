import { readWriterEntry, WRITER_STREAM, type WriterEntry } from '@trm/contracts'
import { TrmError, type OrganisationId } from '@trm/kernel'
import { StoreUnavailableError, type EventStore, type RecordedEvent } from '@trm/ports'
import { randomToken } from '@trm/sealing'
import { createHmac } from 'node:crypto'

const messages = {
  STORE_OF_ANOTHER_ORGANISATION:
    'the event store belongs to another organisation; each has a database of its own',
  STORE_OF_ANOTHER_VAULT: 'the event store belongs to another vault; this one opens nothing in it',
} as const

class StoreOwnerError extends TrmError<keyof typeof messages> {
  override readonly name = 'StoreOwnerError'
  constructor(code: keyof typeof messages) {
    super(code, messages[code], {})
  }
}

/**
 * Makes this agent the one that writes to a store whose engine lets several in. The store belongs to
 * one organisation and one vault from the first time on. The lock on the vault's file keeps a second
 * agent away from both; where somebody runs a copy of the vault, the agent that began last writes, and
 * the one before it stops.
 *
 * A moment passes until it has stopped. What it appends to a case in that moment is decided on the
 * history that it names, as everything is, so that no chain forks.
 *
 * @returns a watch: it resolves when its signal aborts and rejects with `STORE_LOCKED` when another
 *   agent has begun to write.
 * @throws {StoreOwnerError} when the store belongs to somebody else
 * @throws {StoreUnavailableError} `STORE_LOCKED` when another agent begins in the same moment
 */
export async function beginWriting(
  store: EventStore,
  owner: { readonly organisation: OrganisationId; readonly referenceKey: Uint8Array },
): Promise<(signal: AbortSignal) => Promise<void>> {
  const self = { organisation: owner.organisation, vault: nameOfVault(owner.referenceKey) }
  const last = await findLast(store)
  if (last !== undefined) requireOwner(last, self)
  const started: WriterEntry = { type: 'WriterStarted', data: self }
  const expected = last?.revision ?? 'no-stream'
  const appended = await store.append(WRITER_STREAM, [{ id: randomToken(), ...started }], expected)
  if (!appended.ok) throw new StoreUnavailableError('STORE_LOCKED')
  const after = appended.value.position
  return async (signal) => {
    for await (const { streamId } of store.subscribe({ after, signal }))
      if (streamId === WRITER_STREAM) throw new StoreUnavailableError('STORE_LOCKED')
  }
}

async function findLast(store: EventStore): Promise<RecordedEvent | undefined> {
  const last = { direction: 'backwards', limit: 1 } as const
  for await (const entry of store.readStream(WRITER_STREAM, last)) return entry
  return undefined
}

function requireOwner(entry: RecordedEvent, self: WriterEntry['data']): void {
  const { organisation, vault } = dataOf(entry)
  if (organisation !== self.organisation) throw new StoreOwnerError('STORE_OF_ANOTHER_ORGANISATION')
  if (vault !== self.vault) throw new StoreOwnerError('STORE_OF_ANOTHER_VAULT')
}

function dataOf(entry: RecordedEvent): WriterEntry['data'] {
  try {
    return readWriterEntry(entry).data
  } catch (cause) {
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'writer' }, cause)
  }
}

/** The same for every copy of a vault, whatever becomes of its other keys. */
function nameOfVault(referenceKey: Uint8Array): string {
  return createHmac('sha256', referenceKey).update('vault of an event store').digest('base64url')
}
