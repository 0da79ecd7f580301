import type { Instant, OrganisationId } from '@trm/kernel'
import type { DenialRule } from '../disclosure/may-disclose.ts'
import type { FactsByType, ConsentClause, SectionContents } from './events.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/** What comes with every command: time and self are given, never looked up by a decider. */
export type CommandContext = {
  readonly now: Instant
  /** The organisation that decides: whose agent this is. */
  readonly self: OrganisationId
}

type Facts<Type extends keyof FactsByType> = FactsByType[Type]

/** What a person at this organisation wants to happen. Imperative; may be rejected. */
export type CaseCommand =
  | {
      readonly type: 'OpenCase'
      readonly ageStatus: FactsByType['CaseOpened']['ageStatus']
      readonly sections: SectionContents
    }
  | {
      readonly type: 'RecordPresumedVictim'
      readonly indicatorSet: string
      readonly sections: SectionContents
    }
  | ({
      readonly type: 'GiveDataConsent'
      readonly clauses: readonly ConsentClause[]
    } & Facts<'DataConsentGiven'>)
  | ({ readonly type: 'NarrowDataConsent' } & Facts<'DataConsentNarrowed'>)
  | ({ readonly type: 'AnswerAsHolder' } & Facts<'HoldersAnswered'>)
  | ({
      readonly type: 'AskCapacity'
      readonly to: readonly OrganisationId[]
    } & Facts<'CapacityAsked'>)
  | ({ readonly type: 'AnswerCapacity' } & Facts<'CapacityAnswered'>)
  | ({
      readonly type: 'OfferReferral'
      readonly sections: SectionContents
    } & Facts<'ReferralOffered'>)
  | ({ readonly type: 'MarkReferralSeen' } & Facts<'ReferralSeen'>)
  | ({
      readonly type: 'AcceptReferral'
      readonly sections: SectionContents
    } & Facts<'ReferralAccepted'>)
  | ({ readonly type: 'DeclineReferral' } & Facts<'ReferralDeclined'>)
  | ({
      readonly type: 'ExchangeContact'
      readonly sections: SectionContents
    } & Facts<'ContactExchanged'>)
  | ({
      readonly type: 'AssessRisk'
      readonly sections: SectionContents
    } & Facts<'RiskAssessed'>)
  | ({
      readonly type: 'PlanReturnTravel'
      readonly sections: SectionContents
    } & Facts<'ReturnTravelPlanned'>)
  | ({ readonly type: 'ConfirmDeparture' } & Timed & Facts<'DepartureConfirmed'>)
  | ({ readonly type: 'ConfirmArrival' } & Timed & Facts<'ArrivalConfirmed'>)
  | ({ readonly type: 'StartSupport' } & Timed & Facts<'SupportStarted'>)
  | ({
      readonly type: 'GiveFeedback'
      readonly sections: SectionContents
    } & Facts<'FeedbackGiven'>)
  | {
      readonly type: 'NotifyCase'
      readonly to: readonly OrganisationId[]
      readonly services: FactsByType['CaseNotified']['services']
      readonly respondBy: Instant
    }
  | ({ readonly type: 'AcknowledgeNotification' } & Facts<'NotificationAcknowledged'>)

/** When it happened, where that may be earlier than the moment it is recorded. */
type Timed = { readonly occurredAt: Instant }

export type CommandType = CaseCommand['type']

export type CommandOf<Type extends CommandType> = Extract<CaseCommand, { readonly type: Type }>

/** Why a command is refused: which rule, and by that what would satisfy it. */
export type Rejection =
  | { readonly kind: 'case-exists' | 'case-unknown' | 'not-your-case' }
  | { readonly kind: 'already-presumed' }
  | { readonly kind: 'consent-unknown' | 'clause-unknown' | 'not-your-consent' }
  /** A consent must name somebody, and each clause an end after its beginning. */
  | { readonly kind: 'no-clauses' | 'empty-window' | 'duplicate-clause' }
  /** The clause is between two organisations neither of which took the consent. */
  | { readonly kind: 'clause-between-others'; readonly clause: string }
  | { readonly kind: 'nothing-to-narrow' }
  | { readonly kind: 'narrowing-unknown' | 'not-a-holder' | 'already-answered' }
  /** An answer is about everything that was narrowed. */
  | { readonly kind: 'answer-incomplete' }
  | { readonly kind: 'enquiry-unknown' | 'own-enquiry' }
  | { readonly kind: 'referral-unknown' | 'not-your-referral' }
  | { readonly kind: 'referral-to-self' }
  | { readonly kind: 'already-decided'; readonly outcome: 'accepted' | 'declined' }
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'response-deadline-passed' }
  /** Protection starts at `presumed`; nobody is handed over before that. */
  | { readonly kind: 'not-presumed' }
  /** No return without a risk assessment by both organisations. */
  | { readonly kind: 'risk-not-assessed'; readonly by: OrganisationId }
  | { readonly kind: 'contact-not-exchanged' }
  | { readonly kind: 'travel-not-planned' | 'not-departed' | 'not-arrived' | 'support-not-started' }
  | { readonly kind: 'already-done' }
  | { readonly kind: 'in-the-future' }
  | { readonly kind: 'section-required'; readonly section: SectionName }
  | { readonly kind: 'notification-unknown' | 'already-acknowledged' | 'own-notification' }
  | { readonly kind: 'no-recipients' }
  | {
      readonly kind: 'no-basis'
      readonly recipient: OrganisationId
      readonly rule: DenialRule
    }
