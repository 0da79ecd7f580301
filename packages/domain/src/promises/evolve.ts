import type { EventId, OrganisationId } from '@trm/kernel'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { promisesEvents } from './events.ts'
import type { TaskState } from './state.ts'
import { acceptedWith, agreedIn, awaitedAnswer, shareOf, silentHolders, taskOf } from './waiting.ts'

export const promisesEvolvers: EvolversOf<typeof promisesEvents> = {
  AnswerOverdue: (state, { id, author, facts: { subject } }) =>
    awaitedAnswer(state, subject)?.by === author
      ? {
          ...state,
          overdueAnswers: withEntry(
            state.overdueAnswers,
            subject,
            state.overdueAnswers[subject] ?? id,
          ),
        }
      : state,
  // Whose answer crossed with it is not overdue, whichever of the two is folded first.
  HoldersOverdue(state, { id, author, facts: { narrowing } }) {
    const taken = state.narrowings[narrowing]
    if (taken?.by !== author) return state
    const isPassedOn = shareOf(state, taken) !== undefined
    const told = silentHolders(state, narrowing).filter(
      (holder) => isPassedOn || isGivenTo(state, id, holder),
    )
    const holders = state.overdueHolders[narrowing] ?? told
    return { ...state, overdueHolders: withEntry(state.overdueHolders, narrowing, holders) }
  },
  FirstContactMade(state, { id, author, facts: { acceptance } }) {
    if (acceptedWith(state, acceptance)?.referral.to !== author) return state
    const contact = state.firstContacts[acceptance]
    const made = { ...contact, made: contact?.made ?? id }
    return { ...state, firstContacts: withEntry(state.firstContacts, acceptance, made) }
  },
  FirstContactOverdue(state, { id, author, facts: { acceptance } }) {
    if (acceptedWith(state, acceptance)?.referral.by !== author) return state
    const contact = state.firstContacts[acceptance]
    const overdue = { ...contact, overdue: contact?.overdue ?? id }
    return { ...state, firstContacts: withEntry(state.firstContacts, acceptance, overdue) }
  },
  TaskDone: (state, { id, author, facts: { roles, task } }) =>
    withTask(state, roles, { task, by: author, done: id }),
  TaskOverdue(state, { id, author, facts: { roles, task } }) {
    const referral = agreedIn(state, roles)
    if (referral === undefined || (referral.by !== author && referral.to !== author)) return state
    const by = referral.by === author ? referral.to : referral.by
    return withTask(state, roles, { task, by, overdue: id })
  },
}

/** With what was said of a task that was agreed; what was said first counts. */
function withTask(state: CaseState, roles: EventId, said: TaskState): CaseState {
  const agreed = agreedIn(state, roles)?.roles?.tasks ?? []
  if (!agreed.some(({ task, by }) => task === said.task && by === said.by)) return state
  const before = taskOf(state, roles, said)
  const others = (state.tasks[roles] ?? []).filter((each) => each !== before)
  return {
    ...state,
    tasks: withEntry(state.tasks, roles, [...others, { ...said, ...before }]),
  }
}

/** The holder has answered, and is overdue no more. */
export function withoutOverdueHolder(
  state: CaseState,
  narrowing: EventId,
  holder: OrganisationId,
): CaseState {
  const overdueHolders = withChange(state.overdueHolders, narrowing, (holders) =>
    holders.filter((each) => each !== holder),
  )
  return { ...state, overdueHolders }
}
