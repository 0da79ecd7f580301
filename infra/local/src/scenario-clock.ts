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

/**
 * The value of an answer.
 *
 * @throws {ScenarioError} `SCENARIO_REJECTED` with the kind of the problem, `SCENARIO_LATE` after 90 seconds.
 */
export async function accepted<Value>(ask: () => Answer<Value>, step: string): Promise<Value> {
  const result = await answered(ask, step)
  if (result.ok) return result.value
  throw new ScenarioError('SCENARIO_REJECTED', { step, ...problemDetails(result.failure) })
}

/**
 * Asks until there is an answer: an agent whose event store says nothing for a while answers 503. A command
 * keeps its id when it is given again, so it happens once.
 *
 * @throws {ScenarioError} `SCENARIO_LATE` after 90 seconds.
 */
export function answered<Value>(
  ask: () => Answer<Value>,
  step: string,
): Promise<Awaited<Answer<Value>>> {
  return eventually(step, async () => {
    const result = await ask()
    return !result.ok && result.failure.status === UNAVAILABLE ? undefined : result
  })
}

function problemDetails({ kind, status }: ApiProblem): SafeDetails {
  return { kind, status }
}

const UNAVAILABLE = 503
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
