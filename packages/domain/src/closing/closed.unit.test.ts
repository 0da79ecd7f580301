import { describe, expect, it } from 'vitest'
import type { CaseCommand } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { commandDefinitions, commandTypes, type CommandType } from '../definition/catalogue.ts'
import type { CommandDefinition } from '../definition/command-definition.ts'
import { clauses, story, upTo } from '../test-support/case-events.ts'
import { commands as told, given } from '../test-support/commands.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events, transferred } from './closing.fixture.ts'

/** What a closed case still takes, by why. Everything else waits until it is opened again. */
const open = {
  'takes back or ends': [
    'NarrowDataConsent',
    'NarrowRefusedClause',
    'RecordDataConsentRefused',
    'SuspendDataConsent',
    'WithdrawDataConsent',
    'ExpireDataConsent',
    'ExpireConsentClause',
    'ResumeDataConsent',
    'EndSharing',
    'DeclineReferral',
    'ExpireReferral',
    'WithdrawReferral',
    'ConfirmReferralWithdrawal',
    'EndSupport',
    'RecordIdentificationDeclined',
    'RecordParticipationRefusal',
    'ExcludeGuardian',
    'ExpireRelay',
    'CloseNotification',
    'DeclareRecusal',
    'RecordCompensationAward',
    'RecordCompensationRefusal',
    'RecordCompensationPayment',
  ],
  'answers for what was told, and puts it right': [
    'AnswerAsHolder',
    'AnswerAsTaker',
    'RecordErasure',
    'PlaceLegalHold',
    'LiftLegalHold',
    'ProposeDisclosureWithoutConsent',
    'ConfirmDisclosureWithoutConsent',
    'ReportMistake',
    'IssueCorrection',
    'PassOnCorrection',
    'AcknowledgeCorrection',
    'ChangeAgeStatus',
    'MakeComplaint',
    'AnswerComplaint',
    'RecordServiceFeedback',
    'AnswerProgress',
  ],
  'says that nobody answered in time': [
    'RecordFeedbackOverdue',
    'RaiseReflectionAlarm',
    'RecordComplaintOverdue',
    'RecordAnswerOverdue',
    'RecordHoldersOverdue',
    'RecordFirstContactOverdue',
    'RecordTaskOverdue',
  ],
  'says where she is, or warns of danger': [
    'ConfirmArrival',
    'RecordPersonNotSeen',
    'RecordPersonMet',
    'RecordArrival',
    'RecordSafeReturn',
    'PostponeHearing',
    'NotifyDefendantRelease',
  ],
  'has a rule of its own': ['CloseCase', 'ReopenCase', 'PassFutureCrimeInformation'],
} as const satisfies Readonly<Record<string, readonly CommandType[]>>

const goingOn: readonly CommandType[] = Object.values(open).flat()
const closed = foldCase([story.opened, story.presumed, events.closed])
const sampleOf = (type: CommandType): CaseCommand =>
  sampleCommand(type, commandDefinitions[type].carriesClauses ? { clauses } : {})
const kindOf = (type: CommandType, state = closed, self = vienna) => {
  const decided = decide(state, sampleOf(type), as(self, 905))
  return decided.ok ? undefined : decided.failure.kind
}

describe('a closed case', () => {
  it.each(commandTypes.filter((type) => !goingOn.includes(type)))(
    'begins nothing: %s waits until it is opened again',
    (type) => {
      expect(kindOf(type)).toBe('case-closed')
      expect(kindOf(type, foldCase([story.opened, story.presumed]))).not.toBe('case-closed')
      const reopened = [story.opened, story.presumed, events.closed, events.reopened]
      expect(kindOf(type, foldCase(reopened))).not.toBe('case-closed')
    },
  )

  it.each(
    Object.entries(open).flatMap(([why, types]) => types.map((type) => [type, why] as const)),
  )('still takes %s, which %s', (type) => {
    expect(kindOf(type)).not.toBe('case-closed')
  })

  it('lets go on whatever nobody has to think of: what an agent answers and what time asks for', () => {
    const definitionOf = (type: CommandType): CommandDefinition => commandDefinitions[type]
    const byItself = commandTypes.filter((type) => definitionOf(type).givenBy !== 'caseworker')
    expect(byItself.filter((type) => !goingOn.includes(type))).toStrictEqual([])
  })

  it('is closed at one organisation, and says nothing about another', () => {
    const both = [
      ...transferred,
      { ...events.closed, facts: { reason: 'custodyTransferred' } },
    ] as const
    expect(kindOf('AskCapacity', foldCase(both), belgrade)).toBeUndefined()
    expect(kindOf('AskCapacity', foldCase(both))).toBe('case-closed')
  })

  it('is not closed by anybody else', () => {
    const forged = { ...events.closed, author: skopje }
    expect(kindOf('AskCapacity', foldCase([story.opened, story.presumed, forged]))).toBeUndefined()
  })
})

describe('in a closed case', () => {
  const history = [...upTo('feedback'), events.closed]

  it('nobody is referred, and nothing more is told', () => {
    for (const command of [told.OfferReferral, told.ExchangeContact, told.AssessRisk])
      given(...history)
        .when(command, as(vienna, 905))
        .thenRejected({ kind: 'case-closed' })
  })

  it('she takes back what she consented to', () => {
    given(...history)
      .when({ type: 'WithdrawDataConsent', consent: story.consent.id }, as(vienna, 905))
      .then({
        type: 'DataConsentWithdrawn',
        occurredAt: at(905),
        facts: { consent: story.consent.id },
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('work goes on when it is opened again', () => {
    given(...history)
      .when(commands.reopen, as(vienna, 910))
      .then({
        type: 'CaseReopened',
        occurredAt: at(910),
        facts: events.reopened.facts,
        sections: {},
        clauses: [],
        recipients: [],
      })
    given(...history, events.reopened)
      .when({ ...told.OfferReferral, respondBy: at(950) }, as(vienna, 911))
      .then({
        type: 'ReferralOffered',
        occurredAt: at(911),
        facts: { ...story.offered.facts, respondBy: at(950) },
        sections: told.OfferReferral.sections,
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: ['needs'] }],
      })
  })
})
