import type { CaseEvent } from '../case/events.ts'
import { transferred } from '../handover/handover.fixture.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  idOf,
  migration,
  police,
  skopje,
  theCase,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { openingCommands } from './commands.ts'
import type { openingRejections } from './rejections.ts'

const request = idOf('requested')

/** Vienna asks an authority to identify her. */
export const requestedOf = (authority: typeof viennaOffice) =>
  caseEvent(
    'FormalIdentificationRequested',
    'requested',
    vienna,
    20,
    { indicatorSet: 'at-2024', respondBy: at(500) },
    { grants: [grantTo(authority, { purpose: 'identification' })] },
  )

export const events = {
  requested: requestedOf(viennaOffice),
  identified: caseEvent('FormallyIdentified', 'identified', viennaOffice, 30, {
    request,
    indicatorSet: 'at-2024',
  }),
  notIdentified: caseEvent('NotIdentified', 'notIdentified', viennaOffice, 30, {
    request,
    indicatorSet: 'at-2024',
    reason: 'indicatorsNotConfirmed',
  }),
  declined: caseEvent('IdentificationDeclined', 'identificationDeclined', vienna, 25, {}),
  changedMind: caseEvent(
    'IdentificationDeclineWithdrawn',
    'identificationDeclineWithdrawn',
    vienna,
    28,
    { declined: idOf('identificationDeclined') },
  ),
  child: caseEvent('AgeStatusChanged', 'child', vienna, 40, {
    ageStatus: 'presumedChild',
    evidence: 'doubt',
  }),
  adult: caseEvent('AgeStatusChanged', 'adult', vienna, 50, {
    ageStatus: 'verifiedAdult',
    evidence: 'document',
  }),
  linked: caseEvent('CasesLinked', 'linked', vienna, 20, { other: theCase }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const commands = {
  ...told,
  ObserveIndicators: sampleCommand('ObserveIndicators', {
    indicatorSet: 'at-2024',
    groups: ['debt', 'other'],
  }),
  RequestFormalIdentification: sampleCommand('RequestFormalIdentification', {
    to: viennaOffice,
    ...events.requested.facts,
    sections: { identification: { indicators: ['debt'] } },
  }),
  IdentifyFormally: sampleCommand('IdentifyFormally', events.identified.facts),
  DoNotIdentify: sampleCommand('DoNotIdentify', events.notIdentified.facts),
  RecordIdentificationDeclined: sampleCommand('RecordIdentificationDeclined'),
  WithdrawIdentificationDecline: sampleCommand('WithdrawIdentificationDecline'),
  ChangeAgeStatus: sampleCommand('ChangeAgeStatus', events.child.facts),
  RecordRightsExplained: sampleCommand('RecordRightsExplained', {
    topics: ['complaints', 'return'],
    language: 'sr',
    form: 'pictogram',
    interpreter: true,
  }),
  LinkCase: sampleCommand('LinkCase', events.linked.facts),
} as const

const c = commands
const asked = [...upTo('presumed'), events.requested]

export const openingReached: ReachedRows<typeof openingRejections> = {
  'case-exists': [upTo('opened'), c.OpenCase, as(vienna, 1)],
  'already-presumed': [upTo('presumed'), c.RecordPresumedVictim, as(vienna, 2)],
  'request-unknown': [asked, c.IdentifyFormally, as(police, 30)],
  'already-identified': [
    [...asked, events.notIdentified],
    c.IdentifyFormally,
    as(viennaOffice, 31),
  ],
  'identification-declined': [
    [...upTo('presumed'), events.declined],
    c.RequestFormalIdentification,
    as(vienna, 26),
  ],
  'not-declined': [upTo('presumed'), c.WithdrawIdentificationDecline, as(vienna, 26)],
  'doubt-verifies-nothing': [
    upTo('opened'),
    { ...c.ChangeAgeStatus, ageStatus: 'verifiedChild' },
    as(vienna, 40),
  ],
}

type Custodial = Extract<Attempt[1], { readonly type: keyof typeof openingCommands }>

/** What the custodian does: before a transfer of custody the one side, after it the other. */
function custodial(history: readonly CaseEvent[], command: Custodial) {
  const custodyMoved = [...history, ...transferred]
  return {
    allowed: [[history, command, as(vienna, 60)]],
    refused: [
      ...[belgrade, skopje, viennaOffice].map(
        (self) => [history, command, as(self, 60), 'not-your-case'] as const,
      ),
      [custodyMoved, command, as(vienna, 60), 'not-your-case'],
      [[], command, as(vienna, 60), 'case-unknown'],
      [[story.offered, story.accepted], command, as(belgrade, 60), 'case-unknown'],
    ],
  } as const
}

/** What an authority answers: it was asked, and the policy of its Participant gives it that power. */
function answering(command: Custodial) {
  return {
    allowed: [
      [asked, command, as(viennaOffice, 30)],
      [[...upTo('presumed'), requestedOf(police)], command, as(police, 30)],
    ],
    refused: [
      [asked, command, as(vienna, 30), 'request-unknown'],
      [asked, command, as(police, 30), 'request-unknown'],
      [asked, command, as(skopje, 30), 'request-unknown'],
      [[], command, as(viennaOffice, 30), 'request-unknown'],
      [[...upTo('presumed'), requestedOf(migration)], command, as(migration, 30), 'not-in-policy'],
    ],
  } as const
}

const presumption = custodial(upTo('opened'), c.RecordPresumedVictim)

export const openingAccess: AccessRows<typeof openingCommands> = {
  OpenCase: {
    allowed: [vienna, belgrade, skopje].map((self) => [[], c.OpenCase, as(self, 0)]),
    refused: [],
  },
  ObserveIndicators: custodial(upTo('opened'), c.ObserveIndicators),
  RecordPresumedVictim: {
    ...presumption,
    refused: [
      ...presumption.refused,
      [
        [{ ...story.opened, author: migration }],
        c.RecordPresumedVictim,
        as(migration, 60),
        'not-in-policy',
      ],
    ],
  },
  RequestFormalIdentification: custodial(upTo('presumed'), c.RequestFormalIdentification),
  IdentifyFormally: answering(c.IdentifyFormally),
  DoNotIdentify: answering(c.DoNotIdentify),
  RecordIdentificationDeclined: custodial(upTo('presumed'), c.RecordIdentificationDeclined),
  WithdrawIdentificationDecline: custodial(
    [...upTo('presumed'), events.declined],
    c.WithdrawIdentificationDecline,
  ),
  ChangeAgeStatus: custodial(upTo('opened'), c.ChangeAgeStatus),
  RecordRightsExplained: custodial(upTo('opened'), c.RecordRightsExplained),
  LinkCase: custodial(upTo('opened'), c.LinkCase),
}
