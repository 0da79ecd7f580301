export { accessTokens, type Credentials } from './access-token.ts'
export {
  ApiError,
  createAgentClient,
  type AgentClient,
  type Answer,
  type ApiProblem,
} from './agent-client.ts'
