import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CommandOf, CommandType } from '../case/commands.ts'
import { deciderSpec } from '@trm/testkit'
import { clauses } from './case-events.ts'
import { at, belgrade, idOf, viennaOffice } from './world.ts'

/** Given, when, then over a case. */
export const { given } = deciderSpec({ fold: foldCase, decide })

const referral = idOf('offered')

/** The commands of the story, as they would be given in it. */
export const commands = {
  OpenCase: {
    type: 'OpenCase',
    ageStatus: 'verifiedAdult',
    sections: { identity: { firstName: 'Example' } },
  },
  RecordPresumedVictim: { type: 'RecordPresumedVictim', indicatorSet: 'at-2024', sections: {} },
  GiveDataConsent: {
    type: 'GiveDataConsent',
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: true,
    matters: ['furtherUse'],
    evidence: [],
    clauses,
  },
  NarrowDataConsent: {
    type: 'NarrowDataConsent',
    consent: idOf('consent'),
    clause: 'c1',
    sections: ['contact'],
  },
  AnswerAsHolder: {
    type: 'AnswerAsHolder',
    narrowing: idOf('narrowed'),
    answer: 'erased',
    sections: ['contact'],
  },
  AskCapacity: {
    type: 'AskCapacity',
    to: [belgrade],
    services: ['accommodation'],
    languages: ['sr'],
    respondBy: at(100),
  },
  AnswerCapacity: { type: 'AnswerCapacity', enquiry: idOf('asked'), answer: 'available' },
  OfferReferral: {
    type: 'OfferReferral',
    to: belgrade,
    services: ['accommodation'],
    urgency: 'soon',
    languages: ['sr'],
    ageBand: '25to34',
    arrivalFrom: at(200),
    arrivalUntil: at(300),
    respondBy: at(100),
    sections: { needs: { services: ['accommodation'] } },
  },
  MarkReferralSeen: { type: 'MarkReferralSeen', referral },
  AcceptReferral: {
    type: 'AcceptReferral',
    referral,
    firstContactBy: at(150),
    sections: { needs: { assignedWorker: { name: 'Example Worker' } } },
  },
  DeclineReferral: { type: 'DeclineReferral', referral, reason: 'noCapacity' },
  ExchangeContact: {
    type: 'ExchangeContact',
    referral,
    sections: { contact: { mobilePhone: '+43100000000' }, identity: { firstName: 'Example' } },
  },
  AssessRisk: {
    type: 'AssessRisk',
    about: referral,
    subjects: ['person'],
    sections: { risk: { assessments: [{ level: 'low' }] } },
  },
  PlanReturnTravel: {
    type: 'PlanReturnTravel',
    referral,
    sections: { travel: { mode: 'rail' } },
  },
  ConfirmDeparture: { type: 'ConfirmDeparture', referral, occurredAt: at(11.5) },
  ConfirmArrival: { type: 'ConfirmArrival', referral, occurredAt: at(12.5) },
  StartSupport: {
    type: 'StartSupport',
    referral,
    services: ['accommodation'],
    occurredAt: at(13.5),
  },
  GiveFeedback: { type: 'GiveFeedback', referral, outcome: 'supportRunning', sections: {} },
  NotifyCase: {
    type: 'NotifyCase',
    to: [viennaOffice],
    services: ['accommodation'],
    respondBy: at(500),
  },
  AcknowledgeNotification: { type: 'AcknowledgeNotification', notification: idOf('notified') },
} as const satisfies { readonly [Type in CommandType]?: CommandOf<Type> }
