import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { compensationEvents } from './compensation-events.ts'

export const compensationEvolvers: EvolversOf<typeof compensationEvents> = {
  CompensationClaimed: (state, { id, author, facts: { heads } }) => ({
    ...state,
    claims: withEntry(state.claims, id, { by: author, heads }),
  }),
  // An appeal may turn a refusal into an award: the latest outcome counts.
  CompensationAwarded: (state, { id, facts: { claim, heads } }) => ({
    ...state,
    claims: withChange(state.claims, claim, (claimed) => ({
      ...claimed,
      outcome: { kind: 'awarded' as const, event: id, heads },
    })),
  }),
  CompensationRefused: (state, { id, facts: { claim, reason } }) => ({
    ...state,
    claims: withChange(state.claims, claim, (claimed) => ({
      ...claimed,
      outcome: { kind: 'refused' as const, event: id, reason },
    })),
  }),
  CompensationPaid: (state, { id, facts: { award } }) => ({
    ...state,
    claims: Object.fromEntries(
      Object.entries(state.claims).map(([claim, claimed]) => [
        claim,
        claimed.outcome?.event === award ? { ...claimed, paid: claimed.paid ?? id } : claimed,
      ]),
    ),
  }),
}
