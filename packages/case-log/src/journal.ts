import { invariant, type JsonObject } from '@trm/kernel'
import type { EventStore, NewEvent } from '@trm/ports'
import { randomToken } from '@trm/sealing'

/** A stream that one writer appends to, in the order of the calls. */
export type Journal<Entry extends { readonly type: string; readonly data: unknown }> = {
  /** Durable when it resolves; all of the entries or none. @throws {StoreUnavailableError} */
  append(...entries: readonly [Entry, ...Entry[]]): Promise<void>
}

/**
 * Opens a journal on one stream of the event store. Appends queue up behind each other, so that each
 * knows the revision it follows; another writer on the stream costs a second look, not an entry.
 */
export function openJournal<Entry extends { readonly type: string; readonly data: unknown }>(
  store: EventStore,
  streamId: string,
): Journal<Entry> {
  let last: Promise<void> = Promise.resolve()
  let revision: bigint | 'no-stream' | undefined

  async function currentRevision(): Promise<bigint | 'no-stream'> {
    for await (const entry of store.readStream(streamId, { direction: 'backwards', limit: 1 })) {
      return entry.revision
    }
    return 'no-stream'
  }

  async function write(events: readonly [NewEvent, ...NewEvent[]]): Promise<void> {
    for (;;) {
      revision ??= await currentRevision()
      const appended = await store.append(streamId, events, revision)
      revision = appended.ok ? appended.value.revision : undefined
      if (appended.ok) return
      invariant(appended.failure.kind === 'revision-conflict', 'journal: nobody ends its stream')
    }
  }

  return {
    append(...entries) {
      const [first, ...rest] = entries
      const events: readonly [NewEvent, ...NewEvent[]] = [toEvent(first), ...rest.map(toEvent)]
      const turn = last.then(() => write(events))
      // The next call goes on after this one, whatever became of it; the caller hears of it.
      last = turn.catch(() => {
        revision = undefined
      })
      return turn
    },
  }
}

function toEvent({ type, data }: { readonly type: string; readonly data: unknown }): NewEvent {
  return { id: randomToken(), type, data: data as JsonObject }
}
