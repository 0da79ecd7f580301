/** `TRMe`: marks the file as an event store of this program. */
export const APPLICATION_ID = 0x54524d65

/** `TRMb`: marks a backup, which is no store until it has been restored. */
export const BACKUP_APPLICATION_ID = 0x54524d62

/** What a backup says of itself beside its events. */
export const BACKUP_RECORD = `
  CREATE TABLE backup (events INTEGER NOT NULL, digest TEXT NOT NULL) STRICT;
`

/**
 * What brings a file from version `index` to `index + 1`. Entries are only ever added: files of every
 * version are out there.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE event (
    position     INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    stream_id    TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    -- Revisions of the first and the last event of the append: a repeat has to be the same one.
    append_first INTEGER NOT NULL,
    append_last  INTEGER NOT NULL,
    type         TEXT    NOT NULL,
    data         TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL,
    UNIQUE (stream_id, revision)
  ) STRICT;
  `,
  `
  -- Only streams that say something of themselves, or that were ended, have a row.
  CREATE TABLE stream (
    stream_id     TEXT    NOT NULL PRIMARY KEY,
    max_age_ms    INTEGER,
    is_tombstoned INTEGER NOT NULL DEFAULT 0 CHECK (is_tombstoned IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  `,
]
