import type { LoadedCase } from '@trm/case-log'
import type { RetentionReport } from '@trm/contracts'
import { findRetention, type HeldEvent, type Retention } from '@trm/domain'
import type { CaseReference, Instant } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { handleCommand, type CommandEnvironment } from './handle-command.ts'
import { visitCases } from './visit-cases.ts'
import { againAfter, earliest, watchCases, type CaseFact } from './watch-cases.ts'

export type RetentionEnvironment = CommandEnvironment & {
  readonly store: EventStore
  readonly report: (fact: RetentionFact) => void
}

/** `due`: it would be erased, and the policy does not have it executed. */
export type RetentionFact =
  { readonly kind: 'erased' | 'due' | 'erase-refused'; readonly sections: number } | CaseFact

/**
 * Erases what the schedules of the policy do not let this organisation keep any longer: records the erasure,
 * which then destroys the keys, as soon as a section is due. What a legal hold covers is erased once the hold
 * is lifted or over. Where the policy does not have it executed, it says how much it would erase and
 * erases nothing.
 *
 * Resolves when `signal` aborts.
 */
export async function keepSchedules(
  environment: RetentionEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const look = (reference: CaseReference) => eraseDue(reference, environment)
  await watchCases({ ...environment, look }, signal)
}

/** @returns when to look again: something is due then, or an erasure that was refused is asked for again. */
async function eraseDue(
  reference: CaseReference,
  environment: RetentionEnvironment,
): Promise<Instant | undefined> {
  const { caseLog, clock, policy, newTokenId, report } = environment
  const loaded = await caseLog.load(reference)
  const now = clock.now()
  const { due, next } = retentionOf(loaded, now, environment)
  const sections = due.map(({ section }) => section)
  if (sections.length === 0) return next
  if (!policy.retention.execute) {
    report({ kind: 'due', sections: sections.length })
    return next
  }
  const erased = await handleCommand(
    {
      case: reference,
      command: { type: 'RecordErasure', sections, authority: 'retentionEnded' },
      commandId: newTokenId(),
      role: 'agent',
      // What comes in between has a term of its own, and a case that is opened again ends nothing.
      decidedOn: loaded.revision,
    },
    environment,
  )
  report({ kind: erased.ok ? 'erased' : 'erase-refused', sections: sections.length })
  return erased.ok ? next : earliest(next, againAfter(erased.failure, now))
}

/** What the schedules ask for in the cases now, whether or not they are executed. Never a value. */
export async function reportRetention(
  references: readonly CaseReference[],
  environment: CommandEnvironment,
): Promise<RetentionReport> {
  const { caseLog, clock, policy } = environment
  const now = clock.now()
  const cases: RetentionReport['cases'][number][] = []
  const later: (Instant | undefined)[] = []
  const unreadable = await visitCases(references, caseLog, (loaded) => {
    const { due, kept, next } = retentionOf(loaded, now, environment)
    later.push(next)
    if (due.length + kept.length > 0) cases.push({ case: loaded.reference, due, kept })
  })
  const next = earliest(...later)
  return {
    organisation: caseLog.self,
    policy: policy.version,
    execute: policy.retention.execute,
    at: now,
    cases,
    unreadable,
    ...(next !== undefined && { next }),
  }
}

function retentionOf(
  { entries, state }: LoadedCase,
  now: Instant,
  { caseLog: { self }, policy }: CommandEnvironment,
): Retention {
  const held = entries.map(({ event, stored, recordedAt }): HeldEvent => ({
    event,
    // What is signed stays as it is; the times of a store are new ones after it was copied.
    heldSince: stored.origin.kind === 'own' ? event.recordedAt : recordedAt,
  }))
  return findRetention({ self, state, held }, { now, policy })
}
