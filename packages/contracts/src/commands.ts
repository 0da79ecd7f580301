import { purposes, riskSubjects, sectionNames, serviceTypes, type CaseCommand } from '@trm/domain'
import { z } from 'zod'
import { consentClause } from './disclosures.ts'
import { factsSchemas } from './facts.ts'
import { codeOf, instant, organisationId, setOf, tokenId } from './scalars.ts'
import { sectionSchemas } from './sections/index.ts'

const f = factsSchemas
const services = setOf(codeOf(serviceTypes), 16)
const recipients = setOf(organisationId, 32).min(1)

/** New personal values that come with a command, by section. */
const sections = z.strictObject(
  Object.fromEntries(
    sectionNames.codes.map((name) => [name, sectionSchemas[name].exactOptional()] as const),
  ),
)

/**
 * What carries personal values: new ones in `sections`, and in `share` the names of sections whose
 * latest values in this case go along unchanged.
 */
const carrying = {
  sections: sections.exactOptional(),
  share: setOf(codeOf(sectionNames), 16).exactOptional(),
}

const command = <Type extends CaseCommand['type']>(type: Type) => ({ type: z.literal(type) })

/** The commands that a caseworker gives about a case that exists. */
export const caseCommand = z.discriminatedUnion('type', [
  z.strictObject({
    ...command('RecordPresumedVictim'),
    ...f.PresumedVictimRecorded.shape,
    ...carrying,
  }),
  z.strictObject({
    ...command('GiveDataConsent'),
    ...f.DataConsentGiven.shape,
    clauses: z.array(consentClause).min(1).max(32),
  }),
  z.strictObject({ ...command('NarrowDataConsent'), ...f.DataConsentNarrowed.shape }),
  z.strictObject({ ...command('AskCapacity'), to: recipients, ...f.CapacityAsked.shape }),
  z.strictObject({ ...command('AnswerCapacity'), ...f.CapacityAnswered.shape }),
  z.strictObject({ ...command('OfferReferral'), ...f.ReferralOffered.shape, ...carrying }),
  z.strictObject({ ...command('MarkReferralSeen'), ...f.ReferralSeen.shape }),
  z.strictObject({ ...command('AcceptReferral'), ...f.ReferralAccepted.shape, ...carrying }),
  z.strictObject({ ...command('DeclineReferral'), ...f.ReferralDeclined.shape }),
  z.strictObject({ ...command('ExchangeContact'), ...f.ContactExchanged.shape, ...carrying }),
  z.strictObject({
    ...command('AssessRisk'),
    ...f.RiskAssessed.shape,
    subjects: setOf(codeOf(riskSubjects), 4).min(1),
    ...carrying,
  }),
  z.strictObject({ ...command('PlanReturnTravel'), ...f.ReturnTravelPlanned.shape, ...carrying }),
  z.strictObject({
    ...command('ConfirmDeparture'),
    ...f.DepartureConfirmed.shape,
    occurredAt: instant,
  }),
  z.strictObject({
    ...command('ConfirmArrival'),
    ...f.ArrivalConfirmed.shape,
    occurredAt: instant,
  }),
  z.strictObject({ ...command('StartSupport'), ...f.SupportStarted.shape, occurredAt: instant }),
  z.strictObject({ ...command('GiveFeedback'), ...f.FeedbackGiven.shape, ...carrying }),
  z.strictObject({ ...command('NotifyCase'), to: recipients, services, respondBy: instant }),
  z.strictObject({ ...command('AcknowledgeNotification'), ...f.NotificationAcknowledged.shape }),
])
export type CaseCommandBody = z.infer<typeof caseCommand>

/** A command with the id that its caller minted: sending it again gives the same answer again. */
export const commandRequest = z.strictObject({ commandId: tokenId, command: caseCommand })
export type CommandRequest = z.infer<typeof commandRequest>

/** Why one reader gets what: shown before anything is signed, and again in the answer. */
export const disclosurePreview = z.strictObject({
  recipient: organisationId,
  purpose: codeOf(purposes),
  sections: z.array(codeOf(sectionNames)).readonly(),
  withheld: z.array(z.strictObject({ section: codeOf(sectionNames), rule: z.string() })).readonly(),
  until: instant,
})
export type DisclosurePreview = z.infer<typeof disclosurePreview>
