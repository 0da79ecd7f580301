export { memoryEventStore, type MemoryEventStoreOptions } from './event-store.ts'
export { memoryMailbox } from './mailbox.ts'
export {
  comeBack,
  goAway,
  leaveForeign,
  newPostOffice,
  type PostOfficeOptions,
  type PostOfficeState,
} from './mailbox-post-office.ts'
export { newEventStoreState, type EventStoreState } from './event-store-state.ts'
export { memoryVault, newVaultState, type VaultState } from './vault.ts'
