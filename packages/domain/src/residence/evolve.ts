import type { EventOf } from '../case/events.ts'
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
  ResidencePermitGranted(state, event) {
    const { ground, until, request } = event.facts
    const permits = withEntry(state.permits, event.id, { by: event.author, ground, until })
    const answer = { kind: 'granted', event: event.id } as const
    return { ...withAnswer(state, event.author, request, answer), permits }
  },
  ResidencePermitRefused: (state, { id, author, facts: { request, reason } }) =>
    withAnswer(state, author, request, { kind: 'refused', event: id, reason }),
  ReflectionExpiring: (state, { id, facts: { reflection } }) => ({
    ...state,
    reflections: withChange(state.reflections, reflection, (granted) => ({
      ...granted,
      alarm: granted.alarm ?? id,
    })),
  }),
}

/** The first answer of somebody else than who asked counts. */
function withAnswer(
  state: CaseState,
  author: EventOf<'ResidencePermitRefused'>['author'],
  request: EventOf<'ResidencePermitGranted'>['facts']['request'],
  answer: NonNullable<PermitRequestState['answer']>,
): CaseState {
  if (request === undefined) return state
  const permitRequests = withChange(state.permitRequests, request, (asked) =>
    asked.by === author || asked.answer !== undefined ? asked : { ...asked, answer },
  )
  return { ...state, permitRequests }
}
