export { memoryEventStore, type MemoryEventStoreOptions } from './event-store.ts'
export { memoryMailbox, newPostOffice, type PostOfficeState } from './mailbox.ts'
export { newEventStoreState, type EventStoreState } from './event-store-state.ts'
export { memoryVault, newVaultState, type VaultState } from './vault.ts'
