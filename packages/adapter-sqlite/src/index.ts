export { openSqliteEventStore, type SqliteEventStoreOptions } from './event-store.ts'
