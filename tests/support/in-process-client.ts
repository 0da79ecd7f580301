import { fail, ok } from '@trm/kernel'
import type { LocalNetwork } from '@trm/local'
import type { InProcessAgent } from './in-process-agent.ts'

/** What a test asks an agent as its client. */
export type InProcessClient = Pick<
  ReturnType<LocalNetwork['client']>,
  'openCase' | 'command' | 'viewCase' | 'deliveries' | 'sharedState' | 'quarantine' | 'replay'
>

/** The API of an agent in this process, as its client over HTTP has it. */
export function clientOf(agent: () => InProcessAgent): InProcessClient {
  const ask = async (method: 'GET' | 'POST', url: string, content?: object) => {
    const { status, body } = await agent().request(method, url, content)
    const details = body as Readonly<Record<string, unknown>>
    // Whoever asks knows what is answered there.
    return status < 400
      ? ok(body as never)
      : fail({ kind: String(details['type']), status, details })
  }
  return {
    openCase: (request) => ask('POST', '/casework/cases', request),
    command: (reference, request) => ask('POST', `/casework/cases/${reference}/commands`, request),
    viewCase: (reference) => ask('GET', `/casework/cases/${reference}`),
    deliveries: (reference) => ask('GET', `/exchange/deliveries?case=${reference}`),
    sharedState: (reference, other) =>
      ask('GET', `/timeline/cases/${reference}/shared-state?with=${other}`),
    quarantine: () => ask('GET', '/exchange/quarantine'),
    replay: (reference) => ask('GET', `/timeline/cases/${reference}`),
  }
}
