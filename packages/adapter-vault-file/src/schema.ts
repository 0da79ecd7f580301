/** `TRMv`: marks the file as a vault of this program. */
export const APPLICATION_ID = 0x54524d76

/** `TRMw`: marks a backup, which is no vault before it was put in place as one. */
export const BACKUP_APPLICATION_ID = 0x54524d77

/** What a backup says of itself: when it was taken, and from when on nobody may use it. */
export const BACKUP_RECORD =
  'CREATE TABLE backup (taken TEXT NOT NULL, expires TEXT NOT NULL) STRICT'

/**
 * What brings a file from version `index` to `index + 1`. Entries are only ever added.
 *
 * Rows lie in the order of random ids and keyed hashes, not of their making: the file does not tell
 * which came first, nor what cases and sections there are.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE vault (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    -- A sealed constant, opened by the right master key alone.
    key_check BLOB NOT NULL,
    -- 1 from a deletion until its last traces are gone from the file.
    erasing   INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE section_key (
    key_id       TEXT PRIMARY KEY,
    section_hash BLOB NOT NULL UNIQUE,
    sealed_key   BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE secret (
    name_hash    BLOB PRIMARY KEY,
    sealed_name  BLOB NOT NULL,
    sealed_value BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
]
