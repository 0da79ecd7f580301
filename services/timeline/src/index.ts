export { readDeliveryOutcomes, type DeliveryOutcomes } from './delivery-outcomes.ts'
export {
  replayCase,
  type Replay,
  type ReplayedEvent,
  type ReplayedGrant,
  type ReplayedSection,
  type ReplaySummary,
  type SignatureVerdict,
} from './replay.ts'
export { timelineRoutes, type TimelineOptions } from './routes.ts'
