import { mayBeCustodian } from '../case/custody.ts'
import type { EventOf } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import { unchanged, type EvolversOf } from '../case/process.ts'
import { union, withChange } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { withAgeClaim } from './age.ts'
import type { openingEvents } from './events.ts'
import type { IdentificationRequestState } from './state.ts'

export const openingEvolvers: EvolversOf<typeof openingEvents> = {
  CaseOpened(state, { id, author, grants, facts }) {
    // It does not travel: what somebody sends as the beginning of a case is none.
    if (state.opened !== undefined || grants.length > 0) return state
    const opened = { ...state, opened: { by: author, event: id } }
    return withAgeClaim(opened, { author, ageStatus: facts.ageStatus, event: id })
  },
  IndicatorsObserved: unchanged,
  PresumedVictimRecorded: (state, { author }) =>
    mayBeCustodian(state, author) ? { ...state, identification: 'presumed' } : state,
  FormalIdentificationRequested(state, { id, author, facts }) {
    const requested = { by: author, respondBy: facts.respondBy }
    const identificationRequests = { ...state.identificationRequests, [id]: requested }
    return { ...state, identificationRequests }
  },
  FormallyIdentified(state, event) {
    const answered = withAnswer(state, event, {
      kind: 'identified',
      by: event.author,
      event: event.id,
    })
    // Who declined has not changed her mind because an authority has made up its own.
    if (answered === state || state.identification === 'declinedIdentification') return answered
    return { ...answered, identification: 'formallyIdentified' }
  },
  NotIdentified: (state, event) =>
    // Those who help her go on to presume that she is a victim: 2:L249, 3:L1295.
    withAnswer(state, event, {
      kind: 'notIdentified',
      by: event.author,
      event: event.id,
      reason: event.facts.reason,
    }),
  IdentificationDeclined: (state, { id, author }) =>
    mayBeCustodian(state, author)
      ? { ...state, identification: 'declinedIdentification', identificationDeclined: id }
      : state,
  IdentificationDeclineWithdrawn(state, { author }) {
    if (!mayBeCustodian(state, author) || state.identification !== 'declinedIdentification')
      return state
    const { identificationDeclined: _declined, ...others } = state
    // What an authority found while she declined counts now.
    const isIdentified = Object.values(state.identificationRequests).some(
      ({ answer }) => answer?.kind === 'identified',
    )
    return { ...others, identification: isIdentified ? 'formallyIdentified' : 'presumed' }
  },
  AgeStatusChanged: (state, { id, author, facts: { ageStatus } }) =>
    withAgeClaim(state, { author, ageStatus, event: id }),
  RightsExplained: unchanged,
  CasesLinked: (state, { author, facts }) =>
    mayBeCustodian(state, author)
      ? { ...state, linkedCases: union(state.linkedCases, [facts.other]) }
      : state,
}

/** The first answer of the authority that was asked counts. */
function withAnswer(
  state: CaseState,
  { author, facts }: EventOf<'FormallyIdentified'> | EventOf<'NotIdentified'>,
  answer: NonNullable<IdentificationRequestState['answer']>,
): CaseState {
  const request = state.identificationRequests[facts.request]
  if (request === undefined || request.answer !== undefined) return state
  if (!isGivenTo(state, facts.request, author)) return state
  return {
    ...state,
    identificationRequests: withChange(
      state.identificationRequests,
      facts.request,
      (asked): IdentificationRequestState => ({ ...asked, answer }),
    ),
  }
}
