import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type { ConsentClause } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { holderAnswers, type SectionName } from '../vocabulary/lists.ts'
import { commands } from './commands.ts'
import { at } from './world.ts'

const idsIn = (record: Readonly<Record<EventId, unknown>>) => Object.keys(record) as EventId[]

// A few that get somewhere are worth more than many that do not.
const REFERRALS_MAX = 2

/** Whatever an organisation might try in a case that somebody has opened, much of which will be refused. */
export function possibleCommands(
  state: CaseState,
  self: OrganisationId,
  others: readonly OrganisationId[],
): readonly CaseCommand[] {
  return [
    { ...commands.GiveDataConsent, clauses: clausesWith(self, others) },
    { ...commands.AskCapacity, to: others, respondBy: at(5000) },
    { ...commands.NotifyCase, to: others, respondBy: at(5000) },
    ...others
      .filter(() => idsIn(state.referrals).length < REFERRALS_MAX)
      .map((to) => ({ ...commands.OfferReferral, to, respondBy: at(5000) })),
    ...idsIn(state.enquiries).map((enquiry) => ({ ...commands.AnswerCapacity, enquiry })),
    ...idsIn(state.notifications).map((notification) => ({
      ...commands.AcknowledgeNotification,
      notification,
    })),
    ...idsIn(state.referrals).flatMap(stepsOf),
    ...idsIn(state.consents).flatMap((consent) => narrowingsOf(state, consent)),
    ...idsIn(state.narrowings).flatMap((narrowing) => {
      const sections = state.narrowings[narrowing]?.sections ?? []
      return holderAnswers.codes.map((answer) => ({
        ...commands.AnswerAsHolder,
        narrowing,
        answer,
        sections,
      }))
    }),
  ]
}

function stepsOf(referral: EventId): readonly CaseCommand[] {
  const occurredAt = at(-100)
  return [
    { ...commands.MarkReferralSeen, referral },
    { ...commands.AcceptReferral, referral },
    { ...commands.DeclineReferral, referral },
    { ...commands.ExchangeContact, referral },
    { ...commands.AssessRisk, about: referral },
    { ...commands.PlanReturnTravel, referral },
    { ...commands.ConfirmDeparture, referral, occurredAt },
    { ...commands.ConfirmArrival, referral, occurredAt },
    { ...commands.StartSupport, referral, occurredAt },
    { ...commands.GiveFeedback, referral, sections: { needs: { services: ['education'] } } },
  ]
}

function narrowingsOf(state: CaseState, consent: EventId): readonly CaseCommand[] {
  const clauses = state.consents[consent]?.clauses ?? []
  return clauses.flatMap(({ id, sections }) =>
    sections.map((section) => ({
      ...commands.NarrowDataConsent,
      consent,
      clause: id,
      sections: [section],
    })),
  )
}

const carried = ['identity', 'contact', 'needs', 'risk', 'travel'] as const satisfies SectionName[]

/** Both ways between the one who takes the consent and everybody else. */
function clausesWith(
  self: OrganisationId,
  others: readonly OrganisationId[],
): readonly ConsentClause[] {
  const terms = {
    purposes: ['handover', 'return', 'assistance', 'caseNotification'],
    sections: carried,
    from: at(-1000),
    until: at(10_000),
    onward: false,
  } as const
  return others.flatMap((other, place) => [
    { ...terms, id: `c${2 * place + 1}`, discloser: self, recipient: other },
    { ...terms, id: `c${2 * place + 2}`, discloser: other, recipient: self },
  ])
}
