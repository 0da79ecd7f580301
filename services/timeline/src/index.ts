export { readDeliveryOutcomes, type DeliveryOutcomes } from './delivery-outcomes.ts'
export { ledgerOfCase } from './ledger.ts'
export { replayCase, type Replay } from './replay.ts'
export { timelineRoutes, type TimelineOptions } from './routes.ts'
