import type { ExpectedRevision } from '@trm/ports'
import type { EventTable } from './event-table.ts'
import type { StreamTable } from './stream-table.ts'

const KNOWN_MAX = 10_000

/** Where a stream stands for somebody who wants to append. */
export type StreamHead = ExpectedRevision | 'tombstoned'

/** Where streams stand. Remembered: there is one writer, so nobody else moves them. */
export type StreamHeads = {
  get(streamId: string): StreamHead
  /** Undefined of a stream that is not there, or was ended. */
  lastRevision(streamId: string): bigint | undefined
  move(streamId: string, head: StreamHead): void
  /** For when what was moved has been taken back. */
  forget(): void
}

export function streamHeads(events: EventTable, streams: StreamTable): StreamHeads {
  const known = new Map<string, StreamHead>()

  function remember(streamId: string, head: StreamHead): void {
    const oldest = known.size < KNOWN_MAX ? undefined : known.keys().next().value
    if (oldest !== undefined) known.delete(oldest)
    known.set(streamId, head)
  }

  function get(streamId: string): StreamHead {
    const remembered = known.get(streamId)
    if (remembered !== undefined) return remembered
    const head = streams.find(streamId).isTombstoned
      ? 'tombstoned'
      : (events.lastRevision(streamId) ?? 'no-stream')
    remember(streamId, head)
    return head
  }

  return {
    get,
    lastRevision(streamId) {
      const head = get(streamId)
      return typeof head === 'bigint' ? head : undefined
    },
    move: remember,
    forget: () => known.clear(),
  }
}
