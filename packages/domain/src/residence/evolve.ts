import type { EventId, OrganisationId } from '@trm/kernel'
import { isGivenTo, isPartyTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { residenceEvents } from './events.ts'
import type { PermitRequestState } from './state.ts'

export const residenceEvolvers: EvolversOf<typeof residenceEvents> = {
  ReflectionPeriodGranted: (state, { id, author, occurredAt, facts: { until } }) => ({
    ...state,
    reflections: withEntry(state.reflections, id, { by: author, grantedAt: occurredAt, until }),
  }),
  ResidencePermitRequested: (state, { id, author, facts: { ground } }) => ({
    ...state,
    permitRequests: withEntry(state.permitRequests, id, { by: author, ground }),
  }),
  // A permit needs no request; but nobody answers one that was put to somebody else.
  ResidencePermitGranted(state, { id, author, facts: { ground, until, request } }) {
    if (request !== undefined && isPutToOthers(state, request, author)) return state
    const permits = withEntry(state.permits, id, { by: author, ground, until })
    return { ...withAnswer(state, request, { kind: 'granted', event: id }), permits }
  },
  ResidencePermitRefused: (state, { id, author, facts: { request, reason } }) =>
    isPutToOthers(state, request, author)
      ? state
      : withAnswer(state, request, { kind: 'refused', event: id, reason }),
  ReflectionExpiring: (state, { id, author, facts: { reflection } }) =>
    isPartyTo(state, reflection, author)
      ? {
          ...state,
          reflections: withChange(state.reflections, reflection, (granted) => ({
            ...granted,
            alarm: granted.alarm ?? id,
          })),
        }
      : state,
}

function isPutToOthers(state: CaseState, request: EventId, author: OrganisationId): boolean {
  return state.permitRequests[request] !== undefined && !isGivenTo(state, request, author)
}

/** The first answer counts. */
function withAnswer(
  state: CaseState,
  request: EventId | undefined,
  answer: NonNullable<PermitRequestState['answer']>,
): CaseState {
  if (request === undefined) return state
  const permitRequests = withChange(state.permitRequests, request, (asked) => ({
    ...asked,
    answer: asked.answer ?? answer,
  }))
  return { ...state, permitRequests }
}
