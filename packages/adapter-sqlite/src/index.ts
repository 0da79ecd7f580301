export { BackupError, type BackupErrorCode } from './backup-error.ts'
export { backupEventStore } from './backup.ts'
export {
  openSqliteEventReader,
  type EventReader,
  type SqliteEventReaderOptions,
} from './event-reader.ts'
export { openSqliteEventStore, type SqliteEventStoreOptions } from './event-store.ts'
export { restoreEventStore } from './restore.ts'
