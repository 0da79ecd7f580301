export { openEventStoreDb, type EventStoreDbOptions } from './event-store.ts'
