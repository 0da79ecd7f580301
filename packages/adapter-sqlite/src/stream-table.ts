import type { DatabaseSync } from 'node:sqlite'
import type { StreamMetadata } from '@trm/ports'

/** What a stream says of itself, and whether it has been ended. */
export type StreamState = { readonly metadata: StreamMetadata; readonly isTombstoned: boolean }

/** The statements of the stream table. All run at once and throw what SQLite throws. */
export type StreamTable = {
  find(streamId: string): StreamState
}

/** The statements that change it, for the writer alone. */
export type WritableStreamTable = StreamTable & {
  replaceMetadata(streamId: string, metadata: StreamMetadata): void
  end(streamId: string): void
}

const NOTHING_SAID: StreamState = { metadata: {}, isTombstoned: false }

export function streamTable(database: DatabaseSync): StreamTable {
  const find = database.prepare('SELECT max_age_ms, is_tombstoned FROM stream WHERE stream_id = ?')
  return {
    find(streamId) {
      const row = find.get(streamId)
      if (row === undefined) return NOTHING_SAID
      const maxAgeMs = row['max_age_ms']
      return {
        metadata: typeof maxAgeMs === 'number' ? { maxAgeMs } : {},
        isTombstoned: row['is_tombstoned'] === 1,
      }
    },
  }
}

export function writableStreamTable(database: DatabaseSync): WritableStreamTable {
  const replaceMetadata = database.prepare(`INSERT INTO stream (stream_id, max_age_ms) VALUES (?, ?)
    ON CONFLICT (stream_id) DO UPDATE SET max_age_ms = excluded.max_age_ms`)
  const end = database.prepare(`INSERT INTO stream (stream_id, is_tombstoned) VALUES (?, 1)
    ON CONFLICT (stream_id) DO UPDATE SET is_tombstoned = 1`)
  return {
    ...streamTable(database),
    replaceMetadata: (streamId, { maxAgeMs = null }) => {
      replaceMetadata.run(streamId, maxAgeMs)
    },
    end: (streamId) => {
      end.run(streamId)
    },
  }
}
