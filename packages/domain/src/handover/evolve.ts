import type { EventId } from '@trm/kernel'
import { mayBeCustodian } from '../case/custody.ts'
import type { CaseEvent } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import { withAgeClaim } from '../opening/age.ts'
import type { CaseState } from '../case/state.ts'
import type { handoverEvents } from './events.ts'
import type { ReferralDecision, ReferralState } from './state.ts'

export const handoverEvolvers: EvolversOf<typeof handoverEvents> = {
  CapacityAsked(state, { id, author, facts: { respondBy } }) {
    const enquiry = { by: author, respondBy, answers: {} }
    return { ...state, enquiries: withEntry(state.enquiries, id, enquiry) }
  },
  // The first answer of an organisation that was asked counts.
  CapacityAnswered(state, { author, facts: { enquiry: id, answer } }) {
    if (!isGivenTo(state, id, author)) return state
    const enquiries = withChange(state.enquiries, id, (enquiry) => ({
      ...enquiry,
      answers: withEntry(enquiry.answers, author, enquiry.answers[author] ?? answer),
    }))
    return { ...state, enquiries }
  },
  ReferralFoundImpossible: (state) => state,
  ReferralOffered(state, { id, author, facts: { to, respondBy } }) {
    // An offer is made to somebody else, who is told of it; of others nobody hears.
    if (to === author || !isGivenTo(state, id, to)) return state
    const offered: ReferralState = {
      by: author,
      to,
      respondBy,
      riskAssessedBy: [],
      notSeen: [],
      reviews: [],
      feedback: [],
    }
    return { ...state, referrals: withEntry(state.referrals, id, offered) }
  },
  ReferralSeen: (state, event) =>
    withStep(state, event, 'to', (referral) => ({ ...referral, seen: referral.seen ?? event.id })),
  ReferralAccepted: (state, event) =>
    withDecision(state, event, 'to', {
      kind: 'accepted',
      event: event.id,
      firstContactBy: event.facts.firstContactBy,
    }),
  ReferralDeclined: (state, event) =>
    withDecision(state, event, 'to', {
      kind: 'declined',
      event: event.id,
      reason: event.facts.reason,
    }),
  ReferralExpired: (state, event) =>
    withDecision(state, event, 'by', { kind: 'expired', event: event.id }),
  ReferralWithdrawn: (state, event) =>
    withStep(state, event, 'by', (referral) => ({
      ...referral,
      withdrawal: referral.withdrawal ?? { event: event.id },
    })),
  ReferralWithdrawalConfirmed(state, { id, author, facts: { withdrawal } }) {
    const entry = Object.entries(state.referrals).find(
      ([, referral]) => referral.to === author && referral.withdrawal?.event === withdrawal,
    )
    if (entry === undefined) return state
    const [referral, found] = entry
    const confirmed = { event: withdrawal, confirmed: found.withdrawal?.confirmed ?? id }
    const referrals = withEntry(state.referrals, referral as EventId, {
      ...found,
      withdrawal: confirmed,
    })
    return { ...state, referrals }
  },
  MoreInformationAsked(state, { id, author, facts: { referral } }) {
    if (state.referrals[referral]?.to !== author) return state
    return { ...state, questions: withEntry(state.questions, id, { referral, by: author }) }
  },
  MoreInformationGiven(state, { id, author, facts: { question } }) {
    const questions = withChange(state.questions, question, (asked) =>
      state.referrals[asked.referral]?.by === author
        ? { ...asked, answered: asked.answered ?? id }
        : asked,
    )
    return { ...state, questions }
  },
  ContactExchanged: (state, event) =>
    withStep(state, event, 'by', (referral) => ({ ...referral, contactExchanged: event.id })),
  RolesAssigned: (state, event) =>
    withStep(state, event, 'either', (referral) => ({
      ...referral,
      roles: { event: event.id, tasks: event.facts.tasks },
    })),
  CustodyTransferProposed(state, { id, author, facts }) {
    const { referral, identification, ageStatus } = facts
    const found = state.referrals[referral]
    if (found?.by !== author || !mayBeCustodian(state, author)) return state
    const proposal = { by: author, referral, to: found.to }
    const proposed = {
      ...state,
      // Who is to take the case on has to know where it stands; who opened it knows already.
      ...(state.opened === undefined && { identification }),
      custodyProposals: withEntry(state.custodyProposals, id, proposal),
    }
    return state.ageClaims[author] === undefined
      ? withAgeClaim(proposed, { author, ageStatus, event: id })
      : proposed
  },
  CustodyTransferred(state, { id, author, facts: { proposal } }) {
    const proposed = state.custodyProposals[proposal]
    // Of two that both took it the first counts: custody is no longer the proposer's to give.
    if (proposed?.to !== author || proposed.taken !== undefined) return state
    if (!mayBeCustodian(state, proposed.by)) return state
    return {
      ...state,
      custodyProposals: withEntry(state.custodyProposals, proposal, { ...proposed, taken: id }),
      custody: { to: author, event: id },
    }
  },
  CustodyTransferRequested: (state, event) =>
    withStep(state, event, 'to', (referral) => ({
      ...referral,
      custodyRequested: referral.custodyRequested ?? event.id,
    })),
  SupportStarted: (state, event) =>
    withStep(state, event, 'to', (referral) => ({ ...referral, supportStarted: event.id })),
  SupportReviewed: (state, event) =>
    withStep(state, event, 'to', (referral) => ({
      ...referral,
      reviews: [...referral.reviews, event.id],
    })),
  FeedbackGiven: (state, event) =>
    withStep(state, event, 'to', (referral) => ({
      ...referral,
      feedback: [...referral.feedback, event.id],
    })),
  SupportEnded: (state, event) =>
    withStep(state, event, 'to', (referral) => ({ ...referral, supportEnded: event.id })),
}

export type ReferralStep = Extract<CaseEvent, { readonly facts: { readonly referral: EventId } }>

/** A step of the side that may take it; of anybody else it changes nothing. */
export function withStep(
  state: CaseState,
  { author, facts: { referral: id } }: ReferralStep,
  side: 'by' | 'to' | 'either',
  step: (referral: ReferralState) => ReferralState,
): CaseState {
  const referral = state.referrals[id]
  if (referral === undefined) return state
  const mayStep =
    side === 'either' ? author === referral.by || author === referral.to : author === referral[side]
  if (!mayStep) return state
  return { ...state, referrals: withEntry(state.referrals, id, step(referral)) }
}

/** The first decision counts. */
function withDecision(
  state: CaseState,
  event: ReferralStep,
  side: 'by' | 'to',
  decision: ReferralDecision,
): CaseState {
  return withStep(state, event, side, (referral) => ({
    ...referral,
    decision: referral.decision ?? decision,
  }))
}
