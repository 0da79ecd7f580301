import type { EventId, OrganisationId } from '@trm/kernel'
import { custodianOf, hasHadCustody } from '../case/custody.ts'
import type { EventOf } from '../case/events.ts'
import type { EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { withoutOverdueHolder } from '../promises/evolve.ts'
import { withErasedHolder } from '../sharing/evolve.ts'
import { isHolder } from './holder.ts'
import { withoutRefusal, withRefusal } from './refusals.ts'
import { saidAt, withReconfirmation } from './reconfirm.ts'
import { withoutSuspension, withReviewedConsents, withSuspension } from './suspension.ts'
import type { consentEvents } from './events.ts'
import { sectionsOf, type ConsentState, type NarrowingState } from './state.ts'

export const consentEvolvers: EvolversOf<typeof consentEvents> = {
  // Who does not know the custodian hears each who took a consent: it is about what they tell each other.
  DataConsentGiven: (state, event) =>
    custodianOf(state) === undefined || hasHadCustody(state, event.author)
      ? withConsent(state, event, event.facts.giver)
      : state,
  DataConsentReconfirmed: withReconfirmation,
  DataConsentNarrowed: withNarrowing,
  DataConsentWithdrawn: withEnd,
  DataConsentExpired: withEnd,
  DataConsentClauseExpired(state, event) {
    const { consent, clause } = event.facts
    return withNarrowing(
      {
        ...state,
        consents: withChange(state.consents, consent, (given) => ({
          ...given,
          clauses: given.clauses.map((each) =>
            given.by === event.author && each.id === clause
              ? { ...each, expired: each.expired ?? event.id }
              : each,
          ),
        })),
      },
      event,
    )
  },
  DataConsentSuspended: withSuspension,
  DataConsentResumed: withoutSuspension,
  DataConsentRefused: withRefusal,
  DataConsentRefusalTakenBack: withoutRefusal,
  HoldersAnswered: withHolderAnswer,
  DisclosureWithoutConsentProposed(state, { id, author, facts }) {
    const { to, basis, sections, notice, until } = facts
    const proposed = { by: author, to, basis, sections, notice, until }
    const disclosuresWithoutConsent = withEntry(state.disclosuresWithoutConsent, id, proposed)
    return { ...state, disclosuresWithoutConsent }
  },
  DisclosureWithoutConsentMade: (state, { id, author, facts: { proposal } }) => ({
    ...state,
    disclosuresWithoutConsent: withChange(state.disclosuresWithoutConsent, proposal, (proposed) =>
      proposed.by === author ? { ...proposed, made: proposed.made ?? id } : proposed,
    ),
  }),
  PersonalDataErased: (state, { author, facts: { sections } }) =>
    withErasedHolder(state, author, sections),
  LegalHoldPlaced: (state, { id, author, facts }) => ({
    ...state,
    legalHolds: withEntry(state.legalHolds, id, { by: author, ...facts }),
  }),
  LegalHoldLifted: (state, { id, author, facts: { hold } }) => ({
    ...state,
    legalHolds: withChange(state.legalHolds, hold, (held) =>
      held.by === author ? { ...held, lifted: held.lifted ?? id } : held,
    ),
  }),
}

/**
 * A consent, of the whole case or to one hop of a relay. What the custodian discloses is for a consent that
 * the custodian took, now or before: nobody else gives itself leave to be told.
 */
export function withConsent(
  state: CaseState,
  event: Pick<
    EventOf<'DataConsentGiven'>,
    'id' | 'author' | 'clauses' | 'occurredAt' | 'recordedAt'
  >,
  giver: ConsentState['giver'],
): CaseState {
  const { id, author, clauses } = event
  const custodian = custodianOf(state)
  const mayBeTold = custodian === undefined || hasHadCustody(state, author)
  const given: ConsentState = {
    by: author,
    giver,
    confirmedAt: saidAt(event),
    wasSuspended: false,
    clauses: clauses
      .filter(({ discloser }) => mayBeTold || discloser !== custodian)
      .map((clause) => ({ ...clause, removed: [] }))
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  }
  return withReviewedConsents({ ...state, consents: withEntry(state.consents, id, given) })
}

function withNarrowing(
  state: CaseState,
  event: EventOf<'DataConsentNarrowed'> | EventOf<'DataConsentClauseExpired'>,
): CaseState {
  const { consent, clause, sections } = event.facts
  const given = state.consents[consent]
  if (given?.by !== event.author) return state
  const clauses = given.clauses.map((held) =>
    held.id === clause ? { ...held, removed: union(held.removed, sections) } : held,
  )
  const narrowed = { by: event.author, consent, clause, sections, answers: {} }
  return {
    ...state,
    consents: withEntry(state.consents, consent, { ...given, clauses }),
    narrowings: withEntry(state.narrowings, event.id, narrowed),
  }
}

/** Taken back as a whole, or run out. */
function withEnd(
  state: CaseState,
  {
    id,
    author,
    facts: { consent },
  }: EventOf<'DataConsentWithdrawn'> | EventOf<'DataConsentExpired'>,
): CaseState {
  return withEndedConsent(state, { consent, by: author, event: id })
}

/** Nothing stands on the consent from this event on, and each holder of what did answers. */
export function withEndedConsent(
  state: CaseState,
  {
    consent,
    by,
    event,
  }: { readonly consent: EventId; readonly by: OrganisationId; readonly event: EventId },
): CaseState {
  const given = state.consents[consent]
  if (given?.by !== by || given.ended !== undefined) return state
  const clauses = given.clauses.map((clause) => ({ ...clause, standing: 'withdrawn' as const }))
  const sections = sectionsOf(given)
  const ended = { by, consent, sections, answers: {} }
  return {
    ...state,
    consents: withEntry(state.consents, consent, { ...given, clauses, ended: event }),
    narrowings: withEntry(state.narrowings, event, ended),
  }
}

function withHolderAnswer(state: CaseState, event: EventOf<'HoldersAnswered'>): CaseState {
  const { narrowing, answer, sections } = event.facts
  const narrowed = state.narrowings[narrowing]
  if (narrowed === undefined || !isHolder(state, narrowed, event.author)) return state
  if (narrowed.suspends === true && answer !== 'restricted') return state
  const given = event.author === narrowed.by ? takersAnswer(narrowed, event) : { all: answer }
  const { all, ...more } = given
  const answers = withEntry(narrowed.answers, event.author, all)
  const answered = {
    ...withoutOverdueHolder(state, narrowing, event.author),
    narrowings: withEntry(state.narrowings, narrowing, { ...narrowed, answers, ...more }),
  }
  if (answer !== 'erased') return answered
  const erasure: {
    by: typeof event.author
    under: EventId
    event: EventId
    sections: typeof sections
  } = { by: event.author, under: narrowing, event: event.id, sections }
  return { ...answered, erasures: [...state.erasures, erasure] }
}

/** Who took the consent answers each who disclosed to it: it has erased all of it once nothing is retained. */
function takersAnswer(
  { answeredTo = {} }: NarrowingState,
  { grants, facts: { answer } }: EventOf<'HoldersAnswered'>,
) {
  const told = grants.reduce((all, { to }) => withEntry(all, to, answer), answeredTo)
  const said = Object.values(told)
  const all = said.includes('retained') ? 'retained' : answer
  return { all, answeredTo: told } as const
}
