import { invariant, type JsonObject } from '@trm/kernel'
import type { EventStore, NewEvent } from '@trm/ports'
import { randomToken } from '@trm/sealing'

/** A stream that one writer appends to, in the order of the calls. */
export type Journal<Entry extends { readonly type: string; readonly data: unknown }> = {
  /**
   * Durable when it resolves; all of the entries or none. What is appended while the disk is busy with
   * earlier entries, or while more is waited for, is written together. @throws {StoreUnavailableError}
   */
  append(...entries: readonly [Entry, ...Entry[]]): Promise<void>
}

/**
 * Opens a journal on one stream of the event store. Appends queue up behind each other, so that each
 * knows the revision it follows, and those that wait are written as one. Another writer on the stream
 * costs a second look, not an entry.
 *
 * @param gatherMs how long an entry waits for others, since the disk takes as long for one as for many; 0 where
 *   somebody waits for it.
 */
export function openJournal<Entry extends { readonly type: string; readonly data: unknown }>(
  store: EventStore,
  streamId: string,
  { gatherMs = 0 }: { readonly gatherMs?: number } = {},
): Journal<Entry> {
  const waiting: Waiting[] = []
  let gathering: NodeJS.Timeout | undefined
  let isWriting = false
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

  function writeSoon(): void {
    if (gatherMs > 0 && waiting.length < GROUP_MAX)
      gathering ??= setTimeout(() => void writeAll(), gatherMs)
    else void writeAll()
  }

  async function writeAll(): Promise<void> {
    clearTimeout(gathering)
    gathering = undefined
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, GROUP_MAX)
      const [first, ...rest] = group.flatMap(({ events }) => events)
      invariant(first !== undefined, 'journal: nobody appends nothing')
      try {
        await write([first, ...rest])
        for (const { resolve } of group) resolve(undefined)
      } catch (failure) {
        // The next ones go on, whatever became of these; their callers hear of it.
        revision = undefined
        for (const { reject } of group) reject(failure)
      }
    }
    isWriting = false
  }

  return {
    append(...entries) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      waiting.push({ events: entries.map(toEvent), resolve, reject })
      writeSoon()
      return promise
    },
  }
}

type Waiting = {
  readonly events: readonly NewEvent[]
  resolve(value: undefined): void
  reject(failure: unknown): void
}

/** How many appends are written as one at most. */
const GROUP_MAX = 64

function toEvent({ type, data }: { readonly type: string; readonly data: unknown }): NewEvent {
  return { id: randomToken(), type, data: data as JsonObject }
}
