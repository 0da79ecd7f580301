import { command } from '../definition/command-definition.ts'
import { listOf, organisation } from '../definition/field.ts'
import { consentEvents as events } from './events.ts'

const taker = 'who took the consent'

/** What is retained, why and until when, follows from the legal holds and not from who answers. */
const { retained: _retained, ...answer } = events.HoldersAnswered.facts

const clauseFacts = events.DataConsentClauseExpired.facts

export const consentCommands = {
  GiveDataConsent: command({
    meaning: 'Record what the person consents to, clause by clause.',
    source: ['2:L1111', '2:L2691'],
    emits: ['DataConsentGiven'],
    part: 'who has custody of the case',
    carriesClauses: true,
    input: events.DataConsentGiven.facts,
  }),
  ReconfirmDataConsent: command({
    meaning: 'Record that the person was asked again, and that her consent still holds.',
    source: ['3:L752', '2:L2663', 'inferred'],
    emits: ['DataConsentReconfirmed'],
    part: taker,
    input: events.DataConsentReconfirmed.facts,
  }),
  NarrowDataConsent: command({
    meaning: 'Record that the person takes sections back from a clause.',
    source: ['2:L2663'],
    emits: ['DataConsentNarrowed'],
    part: taker,
    whenClosed: 'goesOn',
    input: events.DataConsentNarrowed.facts,
  }),
  WithdrawDataConsent: command({
    meaning: 'Record that the person takes the whole consent back.',
    source: ['2:L2663'],
    emits: ['DataConsentWithdrawn'],
    part: taker,
    whenClosed: 'goesOn',
    input: events.DataConsentWithdrawn.facts,
  }),
  RecordDataConsentRefused: command({
    meaning: 'Record whom the person does not want told, and of what.',
    source: ['3:L770', '2:L2663'],
    emits: ['DataConsentRefused'],
    part: 'who has custody of the case',
    whenClosed: 'goesOn',
    input: {
      ...events.DataConsentRefused.facts,
      refusals: listOf(events.DataConsentRefused.facts.refusals.of),
    },
  }),
  TakeRefusalBack: command({
    meaning: 'Record that the person takes a refusal back, of her own accord.',
    source: ['2:L1954', 'inferred'],
    emits: ['DataConsentRefusalTakenBack'],
    part: 'who recorded the refusal, or has custody of the case',
    input: events.DataConsentRefusalTakenBack.facts,
  }),
  NarrowRefusedClause: command({
    meaning: 'Take from a clause what she refuses: who holds it answers.',
    source: ['2:L2663', 'inferred'],
    emits: ['DataConsentNarrowed'],
    part: taker,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: { consent: clauseFacts.consent, clause: clauseFacts.clause },
  }),
  ExpireDataConsent: command({
    meaning: 'Record that the last clause of a consent has run out.',
    source: ['inferred'],
    emits: ['DataConsentExpired'],
    part: taker,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.DataConsentExpired.facts,
  }),
  ExpireConsentClause: command({
    meaning: 'Record that a clause of a consent has run out while others go on.',
    source: ['2:L2663', 'inferred'],
    emits: ['DataConsentClauseExpired'],
    part: taker,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: { consent: clauseFacts.consent, clause: clauseFacts.clause },
  }),
  SuspendDataConsent: command({
    meaning: 'Tell holders that who gave a consent may not speak for her, and not why.',
    source: ['2:L1565', '2:L1839', 'inferred'],
    emits: ['DataConsentSuspended'],
    part: taker,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.DataConsentSuspended.facts,
  }),
  ResumeDataConsent: command({
    meaning: 'Tell holders that a consent which was suspended stands again.',
    source: ['2:L1565', 'inferred'],
    emits: ['DataConsentResumed'],
    part: taker,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: { consent: events.DataConsentResumed.facts.consent },
  }),
  AnswerAsHolder: command({
    meaning: 'Answer what was done with what the person took back.',
    source: ['2:L1954', 'inferred'],
    emits: ['HoldersAnswered'],
    part: 'a party to the clause that was narrowed, withdrawn, suspended or has run out',
    givenBy: 'agent',
    whenClosed: 'goesOn',
    input: answer,
  }),
  AnswerAsTaker: command({
    meaning:
      'Answer one who disclosed to the organisation that took a consent what this has done with it.',
    source: ['2:L1954', 'inferred'],
    emits: ['HoldersAnswered'],
    part: taker,
    givenBy: 'agent',
    whenClosed: 'goesOn',
    input: { narrowing: answer.narrowing, to: organisation, answer: answer.answer },
  }),
  ProposeDisclosureWithoutConsent: command({
    meaning:
      'Propose to disclose without consent, on a basis of law, where anonymous data would not do.',
    source: ['2:L1137', '2:L1167'],
    emits: ['DisclosureWithoutConsentProposed'],
    part: 'anybody who holds something of the case',
    whenClosed: 'goesOn',
    input: events.DisclosureWithoutConsentProposed.facts,
  }),
  ConfirmDisclosureWithoutConsent: command({
    meaning: 'Confirm, as a second person, that it is disclosed without consent.',
    source: ['2:L1167'],
    emits: ['DisclosureWithoutConsentMade'],
    part: 'who proposed it, by another person',
    whenClosed: 'goesOn',
    input: events.DisclosureWithoutConsentMade.facts,
  }),
  RecordErasure: command({
    meaning: 'Erase for good what is held here of sections, and record under which authority.',
    source: ['2:L636', 'inferred'],
    emits: ['PersonalDataErased'],
    part: 'anybody who holds something of the case',
    whenClosed: 'goesOn',
    input: events.PersonalDataErased.facts,
  }),
  PlaceLegalHold: command({
    meaning: 'Record that something must not be erased until a day.',
    source: ['2:L2693'],
    emits: ['LegalHoldPlaced'],
    part: 'anybody who holds something of the case',
    whenClosed: 'goesOn',
    input: events.LegalHoldPlaced.facts,
  }),
  LiftLegalHold: command({
    meaning: 'Record that a hold is over.',
    source: ['2:L2693'],
    emits: ['LegalHoldLifted'],
    part: 'who placed the hold',
    whenClosed: 'goesOn',
    input: events.LegalHoldLifted.facts,
  }),
} as const
