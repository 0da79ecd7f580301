import { commandDefinitions, dueCommands, nextDeadline } from '@trm/domain'
import type { CaseReference, Instant } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { handleCommand, kindFinder, type CommandEnvironment } from './handle-command.ts'
import { againAfter, earliest, watchCases, type CaseFact } from './watch-cases.ts'

export type SilenceEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly report: (fact: SilenceFact) => void
}

export type SilenceFact =
  | {
      readonly kind: 'recorded' | 'record-refused'
      /** What was recorded, or was to be. */
      readonly type: string
    }
  | CaseFact

/**
 * Records what nobody has done: whatever in a case ends at an hour is recorded when that hour has come, and
 * told to whom it concerns. It looks at the clock and the own log alone, so deadlines go on running when
 * no country can be reached; what passed while the agent was stopped is recorded when it starts.
 *
 * Resolves when `signal` aborts.
 */
export async function recordSilence(
  environment: SilenceEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const look = (reference: CaseReference) => recordDue(reference, environment)
  await watchCases({ ...environment, look }, signal)
}

/** Gives the commands that are due. @returns when to look again, undefined where time asks for nothing. */
async function recordDue(
  reference: CaseReference,
  environment: SilenceEnvironment,
): Promise<Instant | undefined> {
  const { caseLog, clock, policy, directory, newTokenId, report } = environment
  const { state } = await caseLog.load(reference)
  const now = clock.now()
  const context = { now, self: caseLog.self, policy, kindOf: kindFinder(directory) }
  // What was refused waits for its own time; whatever else is due meanwhile does not wait with it.
  let again = nextDeadline(state, context)
  for (const command of dueCommands(state, context)) {
    const recorded = await handleCommand(
      { case: reference, command, commandId: newTokenId(), role: 'agent' },
      environment,
    )
    if (!recorded.ok) again = earliest(again, againAfter(recorded.failure, now))
    const [type = command.type] = commandDefinitions[command.type].emits
    report({ kind: recorded.ok ? 'recorded' : 'record-refused', type })
  }
  return again
}
