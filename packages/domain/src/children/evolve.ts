import { mayBeCustodian } from '../case/custody.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { childrenEvents } from './events.ts'

export const childrenEvolvers: EvolversOf<typeof childrenEvents> = {
  GuardianAppointed: (state, { id, author, facts: { kind } }) => ({
    ...state,
    guardians: withEntry(state.guardians, id, { by: author, kind }),
  }),
  GuardianExcluded: (state, { id, facts: { guardian } }) => ({
    ...state,
    guardians: withChange(state.guardians, guardian, (appointed) => ({
      ...appointed,
      excluded: appointed.excluded ?? id,
    })),
  }),
  BestInterestsDetermined: (state, { id, facts: { solution } }) => ({
    ...state,
    bestInterests: { event: id, solution },
  }),
  CareArranged: (state, { id, facts: { kind } }) => ({ ...state, care: { event: id, kind } }),
  ReceiverAppointed: (state, { id, facts: { kind } }) => ({
    ...state,
    receiver: { event: id, kind },
  }),
  FocalPointAsked: (state, { id, author, facts: { respondBy } }) => ({
    ...state,
    focalPointQuestions: withEntry(state.focalPointQuestions, id, {
      by: author,
      respondBy,
      answers: {},
    }),
  }),
  FocalPointAnswered: (state, { author, facts: { question, answer } }) => ({
    ...state,
    focalPointQuestions: withChange(state.focalPointQuestions, question, (asked) =>
      asked.by === author ? asked : { ...asked, answers: withEntry(asked.answers, author, answer) },
    ),
  }),
  // Consents that a guardian gave run on as they are; new ones are hers or his to give.
  MajorityReached: (state, { id, author }) =>
    mayBeCustodian(state, author)
      ? { ...state, ageStatus: 'verifiedAdult', majority: state.majority ?? id }
      : state,
}
