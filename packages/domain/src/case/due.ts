import type { EventId, Instant } from '@trm/kernel'
import type { PolicyPack } from '../policy/policy-pack.ts'
import { alarmAt } from '../residence/decide.ts'
import type { CaseCommand, CommandContext } from './commands.ts'
import { decide } from './decide.ts'
import type { CaseState } from './state.ts'

/** A command that time alone will ask of this organisation, and from when on. */
export type Deadline = { readonly at: Instant; readonly command: CaseCommand }

/**
 * The commands that time alone asks of this organisation now: what nobody answered, what has run out, what
 * is about to end without what should follow. Silence is an event, and these record it.
 *
 * Given twice, each is refused the second time: whoever asks every minute records nothing twice.
 */
export function dueCommands(state: CaseState, context: CommandContext): readonly CaseCommand[] {
  return deadlines(state, context.policy)
    .filter(({ at, command }) => at <= context.now && decide(state, command, context).ok)
    .map(({ command }) => command)
}

/** When `dueCommands` has to be asked again, if nothing else happens; undefined where time asks for nothing. */
export function nextDeadline(
  state: CaseState,
  { now, policy }: Pick<CommandContext, 'now' | 'policy'>,
): Instant | undefined {
  return deadlines(state, policy)
    .map(({ at }) => at)
    .filter((at) => at > now)
    .toSorted()[0]
}

/** Everything in a case that ends at some time, whoever has to say so and whether or not it is over. */
function deadlines(state: CaseState, { reflection }: PolicyPack): readonly Deadline[] {
  const { referrals, notifications, progressQuestions, consents } = state
  const { reflections, relays, complaints } = state
  return [
    ...entriesOf(consents).flatMap(([consent, { clauses }]): readonly Deadline[] => {
      const at = clauses
        .map(({ until }) => until)
        .toSorted()
        .at(-1)
      return at === undefined ? [] : [{ at, command: { type: 'ExpireDataConsent', consent } }]
    }),
    // At once: it tells of what has happened here.
    ...entriesOf(consents).flatMap(([consent, { giverExcluded, clauses }]): readonly Deadline[] => {
      const [first] = clauses
      const isDue = giverExcluded !== undefined && first !== undefined
      return isDue ? [{ at: first.from, command: { type: 'SuspendDataConsent', consent } }] : []
    }),
    ...entriesOf(referrals).map(([referral, { respondBy }]): Deadline => ({
      at: respondBy,
      command: { type: 'ExpireReferral', referral },
    })),
    ...[...entriesOf(notifications), ...entriesOf(progressQuestions)].map(
      ([subject, { respondBy }]): Deadline => ({
        at: respondBy,
        command: { type: 'RecordFeedbackOverdue', subject },
      }),
    ),
    ...entriesOf(reflections).map(([id, granted]): Deadline => ({
      at: alarmAt(granted, reflection.alarmDaysBefore),
      command: { type: 'RaiseReflectionAlarm', reflection: id },
    })),
    ...entriesOf(relays).map(([relay, { expires }]): Deadline => ({
      at: expires,
      command: { type: 'ExpireRelay', relay },
    })),
    ...entriesOf(complaints).map(([complaint, { respondBy }]): Deadline => ({
      at: respondBy,
      command: { type: 'RecordComplaintOverdue', complaint },
    })),
  ]
}

function entriesOf<Value>(record: Readonly<Record<EventId, Value>>): readonly [EventId, Value][] {
  return Object.entries(record) as [EventId, Value][]
}
