import { assertNever, type Result } from '@trm/kernel'
import { answerAsHolder, giveDataConsent, narrowDataConsent } from '../consent/decide.ts'
import {
  acceptReferral,
  answerCapacity,
  askCapacity,
  declineReferral,
  exchangeContact,
  markReferralSeen,
  offerReferral,
} from '../handover/referral.ts'
import {
  assessRisk,
  confirmArrival,
  confirmDeparture,
  giveFeedback,
  planReturnTravel,
  startSupport,
} from '../handover/return.ts'
import { acknowledgeNotification, notifyCase } from '../notification/decide.ts'
import { openCase, recordPresumedVictim } from '../opening/decide.ts'
import type { CaseCommand, CommandContext, Rejection } from './commands.ts'
import type { EventDraft } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * What follows from a command: exactly one event, or the rule that stands against it. Pure: the same
 * state, command and context always decide the same.
 */
export function decide(
  state: CaseState,
  command: CaseCommand,
  context: CommandContext,
): Result<EventDraft, Rejection> {
  switch (command.type) {
    case 'OpenCase':
      return openCase(state, command, context)
    case 'RecordPresumedVictim':
      return recordPresumedVictim(state, command, context)
    case 'GiveDataConsent':
      return giveDataConsent(state, command, context)
    case 'NarrowDataConsent':
      return narrowDataConsent(state, command, context)
    case 'AnswerAsHolder':
      return answerAsHolder(state, command, context)
    case 'AskCapacity':
      return askCapacity(state, command, context)
    case 'AnswerCapacity':
      return answerCapacity(state, command, context)
    case 'OfferReferral':
      return offerReferral(state, command, context)
    case 'MarkReferralSeen':
      return markReferralSeen(state, command, context)
    case 'AcceptReferral':
      return acceptReferral(state, command, context)
    case 'DeclineReferral':
      return declineReferral(state, command, context)
    case 'ExchangeContact':
      return exchangeContact(state, command, context)
    case 'AssessRisk':
      return assessRisk(state, command, context)
    case 'PlanReturnTravel':
      return planReturnTravel(state, command, context)
    case 'ConfirmDeparture':
      return confirmDeparture(state, command, context)
    case 'ConfirmArrival':
      return confirmArrival(state, command, context)
    case 'StartSupport':
      return startSupport(state, command, context)
    case 'GiveFeedback':
      return giveFeedback(state, command, context)
    case 'NotifyCase':
      return notifyCase(state, command, context)
    case 'AcknowledgeNotification':
      return acknowledgeNotification(state, command, context)
    default:
      return assertNever(command, 'case.decide: unknown command')
  }
}
