import type { OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type { CaseEvent } from '../case/events.ts'
import type { RejectionKind } from '../case/rejections.ts'
import { story as caseStory } from '../test-support/case-events.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { as, belgrade, court, greeter, police, skopje, vienna } from '../test-support/world.ts'
import type { testimonyCommands } from './commands.ts'
import type { compensationCommands } from './compensation-commands.ts'
import type { testimonyRejections } from './rejections.ts'
import {
  beside,
  commands as c,
  redress,
  story,
  upTo,
  upToWithout,
} from './testimony.story.fixture.ts'

const { claimed, awarded, rejected } = redress
const supporting = [vienna, belgrade]
const parties = [court, ...supporting]
const strangers = [skopje, police, greeter]

export const testimonyReached: ReachedRows<typeof testimonyRejections> = {
  'testimony-unknown': [upTo('asked'), c.explain, as(skopje, 1)],
  'not-your-testimony': [upTo('asked'), c.meetCounsel, as(court, 2)],
  'not-a-party': [upTo('planned'), { ...c.ticket, to: [skopje] }, as(vienna, 8)],
  'procedure-not-explained': [upTo('asked'), c.agree, as(vienna, 3)],
  'participation-not-given': [upTo('counselMet'), c.choose, as(vienna, 4)],
  'mode-not-offered': [upTo('agreed'), { ...c.choose, mode: 'recorded' }, as(vienna, 4)],
  'video-not-offered': [upTo('agreed'), { ...c.choose, offered: ['inPerson'] }, as(vienna, 4)],
  'no-travel-in-this-mode': [[...upTo('consented'), beside.videoChosen], c.plan, as(vienna, 7)],
  'mode-needs-no-presence': [upTo('arrived'), c.hearByVideo, as(court, 40)],
  'mode-not-chosen': [upToWithout('consented', 'modeChosen'), c.plan, as(vienna, 7)],
  'safety-not-assessed': [upToWithout('consented', 'safe'), c.plan, as(vienna, 7)],
  'trip-not-consented': [upToWithout('consented', 'consented'), c.plan, as(vienna, 7)],
  'trip-unknown': [upTo('planned'), c.depart, as(skopje, 20)],
  'hearing-postponed': [
    [...upTo('interpreter'), beside.postponed],
    { ...c.depart, occurredAt: beside.postponed.occurredAt },
    as(vienna, 26),
  ],
  'not-departed': [upTo('planned'), c.arrive, as(court, 30)],
  'already-departed': [upTo('departed'), c.depart, as(vienna, 21)],
  'not-returned': [
    [...upTo('heard'), beside.consentedAgain],
    { ...c.plan, consent: beside.consentedAgain.id },
    as(vienna, 66),
  ],
  'return-not-arranged': [upTo('heard'), c.bringHome, as(vienna, 60)],
  'fragment-too-wide': [
    upTo('planned'),
    { ...c.askReception, sections: { travel: { codeWord: 'Lime tree', receivedBy: 'Example' } } },
    as(vienna, 8),
  ],
  'reception-unknown': [upTo('receptionAsked'), c.confirmReception, as(skopje, 9)],
  'interpreter-not-bound': [
    upTo('asked'),
    { ...c.interpret, isBoundToConfidentiality: false },
    as(court, 10),
  ],
  'interpreter-scope-ended': [
    upTo('arrived'),
    { ...c.hear, occurredAt: story.interpreter.facts.until },
    as(court, 1100),
  ],
  'interpreter-in-conflict': [
    upTo('asked'),
    { ...c.interpret, isFreeOfConflict: false },
    as(court, 10),
  ],
  'claim-unknown': [[claimed], c.award, as(skopje, 90)],
  'not-awarded': [[claimed, awarded, rejected], c.pay, as(vienna, 95)],
}

function allow(
  history: readonly CaseEvent[],
  command: CaseCommand,
  minute: number,
  organisations: readonly OrganisationId[],
): readonly Attempt[] {
  return organisations.map((self) => [history, command, as(self, minute)])
}

function refuse(
  history: readonly CaseEvent[],
  command: CaseCommand,
  minute: number,
  organisations: readonly OrganisationId[],
  kind: RejectionKind,
): readonly (readonly [...Attempt, RejectionKind])[] {
  return organisations.map((self) => [history, command, as(self, minute), kind])
}

/** What only the parties do, or only one side of them; whoever else is there gets the stranger's answer. */
function ofTestimony(
  history: readonly CaseEvent[],
  command: CaseCommand,
  minute: number,
  allowed: readonly OrganisationId[],
) {
  const others = parties.filter((party) => !allowed.includes(party))
  return {
    allowed: allow(history, command, minute, allowed),
    refused: [
      ...refuse(history, command, minute, others, 'not-your-testimony'),
      ...refuse(history, command, minute, strangers, 'testimony-unknown'),
      ...refuse([], command, minute, parties, 'testimony-unknown'),
    ],
  }
}

function ofTrip(
  history: readonly CaseEvent[],
  command: CaseCommand,
  minute: number,
  allowed: readonly OrganisationId[] = parties,
  others = [...parties, ...strangers].filter((party) => !allowed.includes(party)),
) {
  return {
    allowed: allow(history, command, minute, allowed),
    refused: [
      ...refuse(history, command, minute, others, 'trip-unknown'),
      ...refuse([], command, minute, parties, 'trip-unknown'),
    ],
  }
}

function ofClaim(history: readonly CaseEvent[], command: CaseCommand, minute: number) {
  return {
    allowed: allow(history, command, minute, [vienna, court]),
    refused: [
      ...refuse(history, command, minute, [belgrade, ...strangers], 'claim-unknown'),
      ...refuse([], command, minute, [vienna, court], 'claim-unknown'),
    ],
  }
}

/** Whoever holds anything of the case. */
function ofHolder(command: CaseCommand, minute: number, allowed: readonly OrganisationId[]) {
  return {
    allowed: allow([caseStory.opened], command, minute, allowed),
    refused: refuse([], command, minute, allowed, 'case-unknown'),
  }
}

export const testimonyAccess: AccessRows<typeof testimonyCommands & typeof compensationCommands> = {
  RequestTestimony: ofHolder(c.request, 0, parties),
  RecordProcedureExplained: ofTestimony(upTo('asked'), c.explain, 1, parties),
  RecordCounselMet: ofTestimony(upTo('asked'), c.meetCounsel, 2, supporting),
  RecordParticipationConsent: ofTestimony(upTo('counselMet'), c.agree, 3, supporting),
  RecordParticipationRefusal: ofTestimony(upTo('counselMet'), c.refuse, 3, supporting),
  ChooseStatementMode: ofTestimony(upTo('agreed'), c.choose, 4, supporting),
  AssessSafety: ofTestimony(upTo('asked'), c.assess, 5, parties),
  AssignInterpreter: ofTestimony(upTo('asked'), c.interpret, 10, parties),
  RecordTripConsent: ofTestimony(upTo('safe'), c.consent, 6, supporting),
  PlanTrip: ofTestimony(upTo('consented'), { ...c.plan, to: [court] }, 7, supporting),
  RecordTicket: ofTrip(upTo('planned'), { ...c.ticket, to: parties }, 8),
  RecordMedicalCertificate: ofTrip(
    upTo('planned'),
    { ...c.certify, to: supporting },
    8,
    supporting,
    strangers,
  ),
  ArrangeAccommodation: ofTrip(
    upTo('planned'),
    { ...c.accommodate, to: supporting },
    8,
    supporting,
    strangers,
  ),
  AssignEscort: ofTrip(upTo('planned'), { ...c.escort, to: parties }, 8),
  AskAirportReception: ofHolder(c.askReception, 8, [vienna, belgrade, skopje]),
  ConfirmAirportReception: {
    // Who meets her holds no more than what it was asked.
    allowed: allow([story.receptionAsked], c.confirmReception, 9, [greeter]),
    refused: [
      ...refuse(
        upTo('receptionAsked'),
        c.confirmReception,
        9,
        [vienna, skopje],
        'reception-unknown',
      ),
      ...refuse([], c.confirmReception, 9, [greeter], 'reception-unknown'),
    ],
  },
  RecordDeparture: ofTrip(upTo('planned'), c.depart, 20, [vienna]),
  RecordArrival: ofTrip(upTo('departed'), c.arrive, 30),
  PostponeHearing: ofTestimony(upTo('asked'), c.postpone, 25, [court]),
  RecordStatement: ofTestimony(upTo('arrived'), c.hear, 40, parties),
  RecordVideoStatement: ofTestimony(
    [...upTo('consented'), beside.videoChosen],
    c.hearByVideo,
    40,
    parties,
  ),
  ArrangeReturnTrip: ofTrip(upTo('departed'), c.arrangeReturn, 50),
  RecordSafeReturn: ofTrip(upTo('returnArranged'), c.bringHome, 60, [vienna]),
  NotifyDefendantRelease: ofHolder({ ...c.warn, to: [belgrade] }, 75, [court, police]),
  ReportJudgment: ofTestimony(upTo('asked'), c.judge, 70, parties),
  ClaimCompensation: ofHolder(c.claim, 80, [vienna, belgrade, skopje]),
  RecordCompensationAward: ofClaim([claimed], c.award, 90),
  RecordCompensationRefusal: ofClaim([claimed], c.reject, 91),
  RecordCompensationPayment: ofClaim([claimed, awarded], c.pay, 95),
}
