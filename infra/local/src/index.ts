export {
  playHandover,
  type Handover,
  type HandoverNetwork,
  type HandoverOptions,
} from './handover.ts'
export { startLocalNetwork, type LocalNetwork } from './network.ts'
export { examine, type Check, type Examination, type ScenarioOutcome } from './outcome.ts'
export { localPlan } from './plan.ts'
