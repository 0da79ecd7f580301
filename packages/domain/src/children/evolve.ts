import { custodianOf, mayBeCustodian } from '../case/custody.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { childrenEvents } from './events.ts'
import { withExcludedGiver } from '../consent/suspension.ts'
import { withAgeClaim } from '../opening/age.ts'
import { mayCareFor } from './parties.ts'

export const childrenEvolvers: EvolversOf<typeof childrenEvents> = {
  GuardianAppointed: (state, { id, author, facts: { kind } }) =>
    mayBeCustodian(state, author)
      ? { ...state, guardians: withEntry(state.guardians, id, { by: author, kind }) }
      : state,
  GuardianExcluded(state, { id, author, facts: { guardian } }) {
    const appointed = state.guardians[guardian]
    if (appointed === undefined || !mayBeCustodian(state, author)) return state
    // Where the custodian is not known, who appointed somebody is heard about that.
    if (custodianOf(state) === undefined && appointed.by !== author) return state
    const excluded = { ...appointed, excluded: appointed.excluded ?? id }
    const guardians = withEntry(state.guardians, guardian, excluded)
    return withoutGuardianAsReceiver(withExcludedGiver({ ...state, guardians }, { id, author }))
  },
  BestInterestsDetermined: (state, { id, author, facts: { solution } }) =>
    mayBeCustodian(state, author) ? { ...state, bestInterests: { event: id, solution } } : state,
  CareArranged: (state, { id, author, facts: { kind } }) =>
    mayCareFor(state, author) ? { ...state, care: { event: id, kind } } : state,
  ReceiverAppointed: (state, { id, author, facts: { kind } }) =>
    mayCareFor(state, author) ? { ...state, receiver: { event: id, kind } } : state,
  FocalPointAsked: (state, { id, author, facts: { respondBy } }) => ({
    ...state,
    focalPointQuestions: withEntry(state.focalPointQuestions, id, {
      by: author,
      respondBy,
      answers: {},
    }),
  }),
  // The first answer of a focal point that was asked counts.
  FocalPointAnswered(state, { author, facts: { question, answer } }) {
    if (!isGivenTo(state, question, author)) return state
    const focalPointQuestions = withChange(state.focalPointQuestions, question, (asked) => ({
      ...asked,
      answers: withEntry(asked.answers, author, asked.answers[author] ?? answer),
    }))
    return { ...state, focalPointQuestions }
  },
  // Consents that a guardian gave run on until they are taken back; those that the child gave alone stay
  // suspended, and are given anew by the adult.
  MajorityReached: (state, { id, author }) =>
    mayBeCustodian(state, author)
      ? withAgeClaim(
          { ...state, majority: state.majority ?? id },
          { author, ageStatus: 'verifiedAdult', event: id },
        )
      : state,
}

/** Whoever was to receive the child as a guardian may be the one who is excluded: it is said anew who does. */
function withoutGuardianAsReceiver(state: CaseState): CaseState {
  if (state.receiver?.kind !== 'guardian') return state
  const { receiver: _receiver, ...others } = state
  return others
}
