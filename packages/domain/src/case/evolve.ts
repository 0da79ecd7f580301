import { assertNever, type EventId } from '@trm/kernel'
import { isHolder } from '../consent/holder.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { CaseEvent, EventOf } from './events.ts'
import { inCausalOrder } from './order.ts'
import { emptyCase, type CaseState, type ReferralState, type SectionReference } from './state.ts'

/** The state of a case: the fold of the events that are held, in causal order. */
export function foldCase(events: readonly CaseEvent[]): CaseState {
  return inCausalOrder(events).reduce(evolve, emptyCase)
}

/**
 * One event later. What is recorded has happened, so nothing is refused here: an event about
 * something that this organisation does not hold, or from one who had no say, changes nothing.
 */
export function evolve(state: CaseState, event: CaseEvent): CaseState {
  return withFacts(withSections(state, event), event)
}

function withFacts(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'CaseOpened': {
      if (state.opened !== undefined) return state
      const opened = { by: event.author, event: event.id }
      return { ...state, opened, ageStatus: event.facts.ageStatus }
    }
    case 'PresumedVictimRecorded':
      return isOwner(state, event) ? { ...state, identification: 'presumed' } : state
    case 'DataConsentGiven':
      return withConsent(state, event)
    case 'DataConsentNarrowed':
      return withNarrowing(state, event)
    case 'HoldersAnswered':
      return withHolderAnswer(state, event)
    case 'CapacityAsked': {
      const enquiry = { by: event.author, respondBy: event.facts.respondBy, answers: {} }
      return { ...state, enquiries: { ...state.enquiries, [event.id]: enquiry } }
    }
    case 'CapacityAnswered':
      return withCapacityAnswer(state, event)
    case 'ReferralOffered': {
      const { to, respondBy } = event.facts
      const offered = { by: event.author, to, respondBy, riskAssessedBy: [], feedback: [] }
      return { ...state, referrals: { ...state.referrals, [event.id]: offered } }
    }
    case 'ReferralSeen':
    case 'ReferralAccepted':
    case 'ReferralDeclined':
    case 'ContactExchanged':
    case 'RiskAssessed':
    case 'ReturnTravelPlanned':
    case 'DepartureConfirmed':
    case 'ArrivalConfirmed':
    case 'SupportStarted':
    case 'FeedbackGiven':
      return withReferralStep(state, event)
    case 'CaseNotified': {
      const { respondBy } = event.facts
      const notified = { by: event.author, respondBy, acknowledgedBy: {} }
      return { ...state, notifications: { ...state.notifications, [event.id]: notified } }
    }
    case 'NotificationAcknowledged':
      return withAcknowledgement(state, event)
    default:
      return assertNever(event, 'case.evolve: unknown event')
  }
}

/** Whether the case may be the author's. Who was sent a part of it does not know who opened it. */
function isOwner({ opened }: CaseState, { author }: CaseEvent): boolean {
  return opened === undefined || opened.by === author
}

function withSections(state: CaseState, event: CaseEvent): CaseState {
  if (event.sections.length === 0) return state
  const sections: Partial<Record<SectionName, readonly SectionReference[]>> = { ...state.sections }
  for (const { name, digest } of event.sections) {
    const held = sections[name] ?? []
    sections[name] = [...held, { event: event.id, author: event.author, digest }]
  }
  return { ...state, sections }
}

function withConsent(state: CaseState, event: EventOf<'DataConsentGiven'>): CaseState {
  if (!isOwner(state, event)) return state
  const clauses = event.clauses
    .map((clause) => ({ ...clause, removed: [] }))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
  const given = { by: event.author, clauses }
  return { ...state, consents: { ...state.consents, [event.id]: given } }
}

function withNarrowing(state: CaseState, event: EventOf<'DataConsentNarrowed'>): CaseState {
  const { consent, clause, sections } = event.facts
  const given = state.consents[consent]
  if (given?.by !== event.author) return state
  const clauses = given.clauses.map((held) =>
    held.id === clause ? { ...held, removed: union(held.removed, sections) } : held,
  )
  const narrowed = { by: event.author, consent, clause, sections, answers: {} }
  return {
    ...state,
    consents: { ...state.consents, [consent]: { ...given, clauses } },
    narrowings: { ...state.narrowings, [event.id]: narrowed },
  }
}

function withHolderAnswer(state: CaseState, event: EventOf<'HoldersAnswered'>): CaseState {
  const { narrowing, answer, sections } = event.facts
  const narrowed = state.narrowings[narrowing]
  if (narrowed === undefined || !isHolder(state, narrowed, event.author)) return state
  const answers = { ...narrowed.answers, [event.author]: answer }
  const answered = {
    ...state,
    narrowings: { ...state.narrowings, [narrowing]: { ...narrowed, answers } },
  }
  if (answer !== 'erased') return answered
  const erasure = { by: event.author, under: narrowing, event: event.id, sections }
  return { ...answered, erasures: [...state.erasures, erasure] }
}

function withCapacityAnswer(state: CaseState, event: EventOf<'CapacityAnswered'>): CaseState {
  const { enquiry, answer } = event.facts
  const asked = state.enquiries[enquiry]
  if (asked === undefined || asked.by === event.author) return state
  const answers = { ...asked.answers, [event.author]: answer }
  return { ...state, enquiries: { ...state.enquiries, [enquiry]: { ...asked, answers } } }
}

function withAcknowledgement(
  state: CaseState,
  event: EventOf<'NotificationAcknowledged'>,
): CaseState {
  const { notification } = event.facts
  const notified = state.notifications[notification]
  if (notified === undefined || notified.by === event.author) return state
  const acknowledgedBy = { ...notified.acknowledgedBy, [event.author]: event.id }
  const acknowledged = { ...notified, acknowledgedBy }
  return { ...state, notifications: { ...state.notifications, [notification]: acknowledged } }
}

type ReferralStep = Extract<CaseEvent, { readonly facts: { readonly referral: EventId } }>

function withReferralStep(state: CaseState, event: ReferralStep): CaseState {
  const referral = state.referrals[event.facts.referral]
  if (referral === undefined || !mayStep(referral, event)) return state
  const moved = step(referral, event)
  return { ...state, referrals: { ...state.referrals, [event.facts.referral]: moved } }
}

/** The receiving side decides and reports; the offering side hands over; both assess risk. */
function mayStep(referral: ReferralState, event: ReferralStep): boolean {
  switch (event.type) {
    case 'RiskAssessed':
      return event.author === referral.by || event.author === referral.to
    case 'ContactExchanged':
    case 'ReturnTravelPlanned':
    case 'DepartureConfirmed':
      return event.author === referral.by
    case 'ReferralSeen':
    case 'ReferralAccepted':
    case 'ReferralDeclined':
    case 'ArrivalConfirmed':
    case 'SupportStarted':
    case 'FeedbackGiven':
      return event.author === referral.to
  }
}

function step(referral: ReferralState, event: ReferralStep): ReferralState {
  switch (event.type) {
    case 'ReferralSeen':
      return { ...referral, seen: referral.seen ?? event.id }
    case 'ReferralAccepted': {
      const { firstContactBy } = event.facts
      const accepted = { kind: 'accepted', event: event.id, firstContactBy } as const
      return { ...referral, decision: referral.decision ?? accepted }
    }
    case 'ReferralDeclined': {
      const declined = { kind: 'declined', event: event.id, reason: event.facts.reason } as const
      return { ...referral, decision: referral.decision ?? declined }
    }
    case 'ContactExchanged':
      return { ...referral, contactExchanged: event.id }
    case 'RiskAssessed':
      return { ...referral, riskAssessedBy: union(referral.riskAssessedBy, [event.author]) }
    case 'ReturnTravelPlanned':
      return { ...referral, travelPlanned: event.id }
    case 'DepartureConfirmed':
      return { ...referral, departed: event.id }
    case 'ArrivalConfirmed':
      return { ...referral, arrived: event.id }
    case 'SupportStarted':
      return { ...referral, supportStarted: event.id }
    case 'FeedbackGiven':
      return { ...referral, feedback: [...referral.feedback, event.id] }
  }
}

function union<Item>(left: readonly Item[], right: readonly Item[]): readonly Item[] {
  return [...new Set([...left, ...right])]
}
