import type { Instant } from '@trm/kernel'
import { passedOnWrong } from '../corrections/pass-on.ts'
import type { ReferralState } from '../handover/state.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import { holdersAnswerBy } from '../promises/waiting.ts'
import { alarmAt } from '../residence/decide.ts'
import { sharingEndsAt } from '../sharing/given.ts'
import type { CaseCommand, CommandContext } from './commands.ts'
import { decide } from './decide.ts'
import { entriesOf } from './records.ts'
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
  const { reflections, relays, complaints, narrowings, shares } = state
  const { identificationRequests, enquiries, testimonies, focalPointQuestions } = state
  return [
    ...entriesOf(consents).flatMap(([consent, { clauses }]): readonly Deadline[] => {
      const at = clauses
        .map(({ until }) => until)
        .toSorted()
        .at(-1)
      return at === undefined ? [] : [{ at, command: { type: 'ExpireDataConsent', consent } }]
    }),
    ...entriesOf(consents).flatMap(([consent, { clauses }]) =>
      clauses.map(({ id: clause, until }): Deadline => ({
        at: until,
        command: { type: 'ExpireConsentClause', consent, clause },
      })),
    ),
    // At once: they tell of what has happened here.
    ...entriesOf(consents).flatMap(([consent, { clauses }]): readonly Deadline[] => {
      const [first] = clauses
      if (first === undefined) return []
      const at = first.from
      return [
        { at, command: { type: 'SuspendDataConsent', consent } },
        { at, command: { type: 'ResumeDataConsent', consent } },
      ]
    }),
    ...(Object.keys(state.refusals).length === 0 ? [] : entriesOf(consents)).flatMap(
      ([consent, { clauses }]) =>
        clauses.map(({ id: clause, from }): Deadline => ({
          at: state.known[consent]?.recordedAt ?? from,
          command: { type: 'NarrowRefusedClause', consent, clause },
        })),
    ),
    ...entriesOf(shares).flatMap(([shared]): readonly Deadline[] => {
      const at = sharingEndsAt(state, shared)
      return at === undefined ? [] : [{ at, command: { type: 'EndSharing', shared } }]
    }),
    ...passedOnWrong(state).flatMap(({ correction, shared }): readonly Deadline[] => {
      const at = state.known[shared]?.recordedAt
      return at === undefined
        ? []
        : [{ at, command: { type: 'PassOnCorrection', correction, shared } }]
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
    ...[
      ...entriesOf(identificationRequests),
      ...entriesOf(enquiries),
      ...entriesOf(testimonies),
      ...entriesOf(focalPointQuestions),
    ].map(([subject, { respondBy }]): Deadline => ({
      at: respondBy,
      command: { type: 'RecordAnswerOverdue', subject },
    })),
    ...entriesOf(narrowings).flatMap(([narrowing]): readonly Deadline[] => {
      const at = holdersAnswerBy(state, narrowing)
      return at === undefined ? [] : [{ at, command: { type: 'RecordHoldersOverdue', narrowing } }]
    }),
    ...Object.values(referrals).flatMap(promisesUnder),
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

/** What the sides of a referral have promised each other: to be in contact with her, and to do something. */
function promisesUnder({ decision, roles }: ReferralState): readonly Deadline[] {
  const contact: readonly Deadline[] =
    decision?.kind === 'accepted'
      ? [
          {
            at: decision.firstContactBy,
            command: { type: 'RecordFirstContactOverdue', acceptance: decision.event },
          },
        ]
      : []
  if (roles === undefined) return contact
  const tasks = roles.tasks.map(({ task, due }): Deadline => ({
    at: due,
    command: { type: 'RecordTaskOverdue', roles: roles.event, task },
  }))
  return [...contact, ...tasks]
}
