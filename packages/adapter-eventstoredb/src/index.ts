export { isConnectionString } from './connection-string.ts'
export { openEventStoreDb, type EventStoreDbOptions } from './event-store.ts'
