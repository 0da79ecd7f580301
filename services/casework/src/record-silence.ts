import { caseOfStream } from '@trm/case-log'
import { commandDefinitions, dueCommands, nextDeadline } from '@trm/domain'
import { plusMilliseconds, type CaseReference, type Instant } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { setTimeout } from 'node:timers/promises'
import { handleCommand, kindFinder, type CommandEnvironment } from './handle-command.ts'

export type SilenceEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly report: (fact: SilenceFact) => void
}

export type SilenceFact = {
  readonly kind: 'recorded' | 'record-refused'
  /** What was recorded, or was to be. */
  readonly type: string
}

/** How often somebody looks at the clock, in milliseconds. It may have been set, or stood still. */
const LOOK_EVERY_MS = 1_000
/** How long a command that was refused is left alone, in milliseconds. */
const AGAIN_AFTER_MS = 60 * 60 * 1_000

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
  /** When each case has to be looked at next. */
  const next = new Map<CaseReference, Instant>()
  await Promise.all([followCases(environment, next, signal), watchClock(environment, next, signal)])
}

/** A case in which something happened is looked at again. */
async function followCases(
  { store, clock }: SilenceEnvironment,
  next: Map<CaseReference, Instant>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { streamId } of store.subscribe({ signal })) {
    const reference = caseOfStream(streamId)
    if (reference !== undefined) next.set(reference, clock.now())
  }
}

async function watchClock(
  environment: SilenceEnvironment,
  next: Map<CaseReference, Instant>,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = environment
  while (!signal.aborted) {
    const reference = firstDue(next, clock.now())
    if (reference === undefined) {
      await setTimeout(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
      continue
    }
    // What is appended while the case is looked at puts it back.
    next.delete(reference)
    const again = await recordDue(reference, environment)
    if (again !== undefined && !next.has(reference)) next.set(reference, again)
  }
}

function firstDue(
  next: ReadonlyMap<CaseReference, Instant>,
  now: Instant,
): CaseReference | undefined {
  for (const [reference, at] of next) if (at <= now) return reference
  return undefined
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
  let isRefused = false
  for (const command of dueCommands(state, context)) {
    const recorded = await handleCommand(
      { case: reference, command, commandId: newTokenId(), role: 'agent' },
      environment,
    )
    isRefused ||= !recorded.ok
    const [type = command.type] = commandDefinitions[command.type].emits
    report({ kind: recorded.ok ? 'recorded' : 'record-refused', type })
  }
  return isRefused ? plusMilliseconds(now, AGAIN_AFTER_MS) : nextDeadline(state, context)
}
