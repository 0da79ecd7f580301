export { openSqliteEventReader, type EventReader } from './event-reader.ts'
export { openSqliteEventStore, type SqliteEventStoreOptions } from './event-store.ts'
