export { composeAgent, type Agent, type AgentParts } from './compose.ts'
export { reportMailbox } from './report.ts'
