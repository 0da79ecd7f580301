export { composeAgent, type Agent, type AgentParts } from './compose.ts'
