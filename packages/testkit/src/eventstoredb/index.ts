export type { Fault, FaultPlace, Faults } from './faults.ts'
export type { UserCredentials } from './gate.ts'
export {
  startEventStoreDbServer,
  type EventStoreDbServer,
  type EventStoreDbServerOptions,
} from './server.ts'
