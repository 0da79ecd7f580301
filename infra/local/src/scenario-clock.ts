import { TrmError, type SafeDetails } from '@trm/kernel'
import type { ApiProblem, Answer } from '@trm/client'
import { setTimeout as sleep } from 'node:timers/promises'

const messages = {
  SCENARIO_REJECTED: 'a step of the scenario was rejected',
  SCENARIO_LATE: 'a step of the scenario did not happen in time',
} as const

class ScenarioError extends TrmError<keyof typeof messages> {
  override readonly name = 'ScenarioError'
  constructor(code: keyof typeof messages, details: SafeDetails) {
    super(code, messages[code], details)
  }
}

const BUSY = 503

/**
 * The value of an answer. An agent that is too busy for a moment is asked again; a command keeps its id
 * meanwhile, so that it is one command.
 *
 * @throws {ScenarioError} `SCENARIO_REJECTED` with the kind of the problem, `SCENARIO_LATE` after 90 seconds
 */
export async function accepted<Value>(ask: () => Answer<Value>, step: string): Promise<Value> {
  const answer = await eventually(step, async () => {
    const result = await ask()
    return !result.ok && result.failure.status === BUSY ? undefined : result
  })
  if (answer.ok) return answer.value
  throw new ScenarioError('SCENARIO_REJECTED', { step, ...problemDetails(answer.failure) })
}

function problemDetails({ kind, status }: ApiProblem): SafeDetails {
  return { kind, status }
}

const LOOK_EVERY_MS = 25
/** Long enough for a country node that is away for a while. */
const DEADLINE_MS = 90_000

/**
 * Looks again and again until `look` finds something.
 *
 * @throws {ScenarioError} `SCENARIO_LATE` after 90 seconds.
 */
export async function eventually<Value>(
  step: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  const deadline = performance.now() + DEADLINE_MS
  while (performance.now() < deadline) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(LOOK_EVERY_MS)
  }
  throw new ScenarioError('SCENARIO_LATE', { step })
}
