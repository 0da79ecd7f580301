import {
  accessTokens,
  ApiError,
  createAgentClient,
  type AgentClient,
  type Answer,
  type Credentials,
} from '@trm/client'
import { findNetworks, NetworkError } from './network-file.ts'

/** An agent of a local network that runs from this folder, and how to sign in there. */
export type SignIn = { readonly url: string; readonly credentials: Credentials }

/**
 * The ways to sign in at an organisation's agent, one for each local network that runs here.
 *
 * @param roles the first of these that the organisation has a user for.
 * @throws {NetworkError} when none runs, or none has such a user.
 */
export async function findSignIns(
  organisation: string,
  roles: readonly ('caseworker' | 'auditor')[],
): Promise<readonly SignIn[]> {
  const networks = await findNetworks(process.env['TRM_DATA'] ?? '.trm')
  if (networks.length === 0) throw new NetworkError('NETWORK_NOT_RUNNING')
  const found = networks.flatMap(({ issuer, agents }) => {
    const agent = agents.find((candidate) => candidate.organisation === organisation)
    const users = roles.flatMap((role) => agent?.users.filter((user) => user.role === role) ?? [])
    const [user] = users
    if (agent === undefined || user === undefined) return []
    const { clientId, clientSecret } = user
    const credentials = { issuer, clientId, clientSecret, audience: organisation }
    return [{ url: agent.url, credentials }]
  })
  if (found.length === 0) throw new NetworkError('NETWORK_UNKNOWN_ORGANISATION')
  return found
}

/**
 * Asks the organisation's agent in each local network that runs here, until one answers. One network does not
 * know what another runs, and one may have ended without tidying up.
 *
 * @param otherwise what is said where agents answered, and none with what was asked for.
 * @throws {NetworkError} that, or `AGENT_AWAY` where none answered; and as {@link findSignIns}.
 */
export async function askAgents<Value>(
  [organisation, roles]: Parameters<typeof findSignIns>,
  ask: (client: AgentClient) => Answer<Value>,
  otherwise: 'CASE_NOT_FOUND' | 'AGENT_AWAY',
): Promise<Value> {
  let away: ApiError | undefined
  let isAnswered = false
  for (const { url, credentials } of await findSignIns(organisation, roles)) {
    try {
      const answer = await ask(createAgentClient({ url, token: accessTokens(credentials) }))
      if (answer.ok) return answer.value
      isAnswered = true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      away = error
    }
  }
  throw new NetworkError(isAnswered ? otherwise : 'AGENT_AWAY', away)
}

/** An access token for the first network that gives one. */
export async function fetchToken({ credentials }: SignIn): Promise<string> {
  return accessTokens(credentials)()
}
