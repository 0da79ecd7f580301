import type { CaseCommand } from '@trm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { caseCommand, commandRequest, type CaseCommandBody } from './commands.ts'
import {
  belgrade,
  facts,
  later,
  noon,
  someEvent,
  someToken,
  vienna,
} from './test-support/samples.ts'

const clause = {
  id: 'c1',
  discloser: vienna,
  recipient: belgrade,
  purposes: ['handover'],
  sections: ['needs'],
  from: noon,
  until: later,
  onward: false,
} as const
const sections = { needs: { services: ['accommodation'] } } as const
const { respondBy } = facts.CaseNotified
const { CaseNotified, ...f } = facts

/** One body of each command. A command without a body, or one too many, does not compile. */
const bodies: {
  readonly [Type in CaseCommandBody['type']]: Extract<CaseCommandBody, { readonly type: Type }>
} = {
  RecordPresumedVictim: { type: 'RecordPresumedVictim', ...f.PresumedVictimRecorded },
  GiveDataConsent: { type: 'GiveDataConsent', ...f.DataConsentGiven, clauses: [clause] },
  NarrowDataConsent: { type: 'NarrowDataConsent', ...f.DataConsentNarrowed, sections: ['health'] },
  AskCapacity: {
    type: 'AskCapacity',
    to: [belgrade],
    services: ['accommodation'],
    languages: ['sr'],
    respondBy,
  },
  AnswerCapacity: { type: 'AnswerCapacity', ...f.CapacityAnswered },
  OfferReferral: {
    type: 'OfferReferral',
    ...f.ReferralOffered,
    services: ['accommodation'],
    languages: ['sr'],
    sections: { needs: { services: ['accommodation'] } },
    share: ['identity'],
  },
  MarkReferralSeen: { type: 'MarkReferralSeen', ...f.ReferralSeen },
  AcceptReferral: { type: 'AcceptReferral', ...f.ReferralAccepted },
  DeclineReferral: { type: 'DeclineReferral', ...f.ReferralDeclined },
  ExchangeContact: { type: 'ExchangeContact', ...f.ContactExchanged, share: ['contact'] },
  AssessRisk: { type: 'AssessRisk', referral: someEvent, subjects: ['person'] },
  PlanReturnTravel: { type: 'PlanReturnTravel', ...f.ReturnTravelPlanned },
  ConfirmDeparture: { type: 'ConfirmDeparture', ...f.DepartureConfirmed, occurredAt: noon },
  ConfirmArrival: { type: 'ConfirmArrival', ...f.ArrivalConfirmed, occurredAt: noon },
  StartSupport: { type: 'StartSupport', referral: someEvent, services: [], occurredAt: noon },
  GiveFeedback: { type: 'GiveFeedback', ...f.FeedbackGiven },
  NotifyCase: {
    type: 'NotifyCase',
    to: [belgrade],
    services: ['accommodation'],
    respondBy: CaseNotified.respondBy,
  },
  AcknowledgeNotification: { type: 'AcknowledgeNotification', ...f.NotificationAcknowledged },
}

const rows = Object.entries(bodies)
const carrying = [
  'RecordPresumedVictim',
  'OfferReferral',
  'AcceptReferral',
  'ExchangeContact',
  'AssessRisk',
  'PlanReturnTravel',
  'GiveFeedback',
]

describe('the commands of a caseworker', () => {
  it('are those of the domain, but for opening and for what the agent answers by itself', () => {
    expectTypeOf<CaseCommandBody['type'] | 'OpenCase' | 'AnswerAsHolder'>().toEqualTypeOf<
      CaseCommand['type']
    >()
  })

  it('have what the domain needs, their sections aside', () => {
    type Plain<Command> = Command extends unknown ? Omit<Command, 'sections' | 'share'> : never
    expectTypeOf<Plain<CaseCommandBody>>().toExtend<Plain<CaseCommand>>()
  })

  it.each(rows)('are read as they are: %s', (_type, body) => {
    expect(caseCommand.parse(body)).toStrictEqual(body)
  })

  it.each(rows)('are refused with a field more: %s', (_type, body) => {
    expect(caseCommand.safeParse({ ...body, note: 'x' }).success).toBe(false)
  })

  it.each(rows)('are refused with a field less: %s', (_type, body) => {
    for (const name of Object.keys(body)) {
      if (name === 'sections' && carrying.includes(body.type)) continue
      if (name === 'share') continue
      const { [name as never]: _left, ...rest } = body
      expect(caseCommand.safeParse(rest).success).toBe(false)
    }
  })

  it.each(rows)('carry sections where the event does, and nowhere else: %s', (type, body) => {
    const { sections: _sections, ...rest } = { sections, ...body }
    expect(caseCommand.safeParse({ ...rest, sections }).success).toBe(carrying.includes(type))
    expect(caseCommand.safeParse({ ...body, share: ['identity'] }).success).toBe(
      carrying.includes(type),
    )
  })

  it.each<[string, object]>([
    [
      'opening a case, which has a way of its own',
      { type: 'OpenCase', ageStatus: 'verifiedAdult', sections: {} },
    ],
    ['an answer that the agent gives', { type: 'AnswerAsHolder', ...f.HoldersAnswered }],
    ['a command that is none', { type: 'CloseCase' }],
    ['nobody to ask', { ...bodies.AskCapacity, to: [] }],
    ['somebody asked twice', { ...bodies.AskCapacity, to: [belgrade, belgrade] }],
    ['a consent without a clause', { ...bodies.GiveDataConsent, clauses: [] }],
    ['a risk of nobody', { ...bodies.AssessRisk, subjects: [] }],
    ['a section that is none', { ...bodies.OfferReferral, sections: { everything: {} } }],
    [
      'an unknown member of a section',
      { ...bodies.OfferReferral, sections: { needs: { note: 'x' } } },
    ],
    ['sharing what is no section', { ...bodies.OfferReferral, share: ['everything'] }],
  ])('do not include %s', (_case, body) => {
    expect(caseCommand.safeParse(body).success).toBe(false)
  })
})

describe('a request', () => {
  it('carries an id that its caller minted', () => {
    const request = { commandId: someToken, command: bodies.MarkReferralSeen }
    expect(commandRequest.parse(request)).toStrictEqual(request)
    expect(commandRequest.safeParse({ command: bodies.MarkReferralSeen }).success).toBe(false)
    expect(commandRequest.safeParse({ ...request, commandId: 'again' }).success).toBe(false)
    expect(commandRequest.safeParse({ ...request, force: true }).success).toBe(false)
  })
})
