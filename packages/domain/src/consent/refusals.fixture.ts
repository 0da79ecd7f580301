import { decide } from '../case/decide.ts'
import type { CaseEvent, FactsByType } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { consentCommands } from './commands.ts'
import type { consentRejections } from './rejections.ts'

const consent = story.consent.id
const { matters: _matters, ...spoken } = story.consent.facts

type Refused = FactsByType['DataConsentRefused']

/** How she said it, and what she refuses: to be told about to Skopje at all, where nothing else is said. */
export function refusing(
  refusal: Omit<Refused['refusals'][number], 'id' | 'sections'> &
    Partial<Refused['refusals'][number]> = { organisation: skopje },
  purposes: Refused['purposes'] = [],
): Refused {
  return { ...spoken, purposes, refusals: [{ id: 'c1', sections: [], ...refusal }] }
}

const notice = { basis: { kind: 'notice', about: consent } } as const

export const refusalEvents = {
  /** Belgrade may be told nothing, and is not told so. */
  refused: caseEvent(
    'DataConsentRefused',
    'refused',
    vienna,
    20,
    refusing({ organisation: belgrade }),
  ),
  /** No CSO may be told what threatens her: Belgrade is one, and could tell another. */
  toCsos: caseEvent(
    'DataConsentRefused',
    'toCsos',
    vienna,
    20,
    refusing({ kind: 'cso', sections: ['risk'] }),
    { grants: [grantTo(belgrade, notice)] },
  ),
  takenBack: caseEvent('DataConsentRefusalTakenBack', 'takenBack', vienna, 21, {
    refused: idOf('refused'),
    refusal: 'c1',
  }),
  transferProposed: caseEvent(
    'CustodyTransferProposed',
    'proposal',
    vienna,
    18,
    { referral: story.offered.id, identification: 'presumed', ageStatus: 'verifiedAdult' },
    { grants: [grantTo(belgrade)] },
  ),
  transferred: caseEvent(
    'CustodyTransferred',
    'transferred',
    belgrade,
    19,
    { proposal: idOf('proposal') },
    { grants: [grantTo(vienna)] },
  ),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** Belgrade may pass on what it is given. */
export const onward: CaseEvent = {
  ...story.consent,
  clauses: story.consent.clauses.map((clause) =>
    clause.id === 'c1' ? { ...clause, onward: true } : clause,
  ),
}

export const refusalCommands = {
  Record: sampleCommand('RecordDataConsentRefused', refusing()),
  TakeBack: sampleCommand('TakeRefusalBack', refusalEvents.takenBack.facts),
  TakeBackToCsos: sampleCommand('TakeRefusalBack', {
    refused: refusalEvents.toCsos.id,
    refusal: 'c1',
  }),
  Narrow: sampleCommand('NarrowRefusedClause', { consent, clause: 'c1' }),
} as const

/** Who is told of a refusal that Vienna records at a minute. */
export function toldOf(
  history: readonly CaseEvent[],
  facts: ReturnType<typeof refusing>,
  minute = 3,
): readonly string[] {
  const decided = decide(
    foldCase(history),
    { ...refusalCommands.Record, ...facts },
    as(vienna, minute),
  )
  if (!decided.ok) throw new Error(`refused: ${decided.failure.kind}`)
  return decided.value.recipients.map(({ to }) => to)
}

const c = refusalCommands
const { refused, toCsos, transferProposed, transferred } = refusalEvents
const two = (second: Partial<Refused['refusals'][number]>) => ({
  ...c.Record,
  refusals: [
    { id: 'c1', organisation: skopje, sections: [] },
    { id: 'c2', sections: [], ...second },
  ],
})

export const refusalsReached: Pick<
  ReachedRows<typeof consentRejections>,
  | 'clause-refused'
  | 'duplicate-refusal'
  | 'refused-recipient-unclear'
  | 'refusals-apart'
  | 'clause-for-more-purposes'
  | 'refusal-unknown'
  | 'not-your-refusal'
> = {
  'clause-refused': [[...upTo('presumed'), refused], told.GiveDataConsent, as(vienna, 21)],
  'duplicate-refusal': [upTo('opened'), two({ id: 'c1' }), as(vienna, 2)],
  'refused-recipient-unclear': [
    upTo('opened'),
    two({ kind: 'police', organisation: belgrade }),
    as(vienna, 2),
  ],
  'refusals-apart': [[...upTo('presumed'), onward], two({ organisation: belgrade }), as(vienna, 3)],
  'clause-for-more-purposes': [
    upTo('consent'),
    { ...c.Record, ...refusing({ organisation: belgrade }, ['return']) },
    as(vienna, 3),
  ],
  'refusal-unknown': [upTo('consent'), c.TakeBack, as(vienna, 21)],
  'not-your-refusal': [[...upTo('consent'), toCsos], c.TakeBackToCsos, as(belgrade, 21)],
}

const held = [...upTo('consent'), refused, toCsos]

export const refusalsAccess: Pick<
  AccessRows<typeof consentCommands>,
  'TakeRefusalBack' | 'NarrowRefusedClause'
> = {
  TakeRefusalBack: {
    allowed: [
      [held, c.TakeBack, as(vienna, 21)],
      // She has moved on, and says so to who takes care of her now.
      [
        [...upTo('accepted'), transferProposed, transferred, toCsos],
        c.TakeBackToCsos,
        as(belgrade, 21),
      ],
      [
        [...upTo('accepted'), transferProposed, transferred, toCsos],
        c.TakeBackToCsos,
        as(vienna, 21),
      ],
    ],
    refused: [
      [held, c.TakeBackToCsos, as(belgrade, 21), 'not-your-refusal'],
      [held, c.TakeBack, as(belgrade, 21), 'refusal-unknown'],
      [held, c.TakeBackToCsos, as(skopje, 21), 'refusal-unknown'],
      [[], c.TakeBack, as(vienna, 21), 'refusal-unknown'],
    ],
  },
  NarrowRefusedClause: {
    allowed: [
      [held, c.Narrow, as(vienna, 21)],
      [[...upTo('consent'), toCsos], { ...c.Narrow, clause: 'c2' }, as(vienna, 21)],
    ],
    refused: [
      [held, c.Narrow, as(belgrade, 21), 'not-your-consent'],
      [held, c.Narrow, as(viennaOffice, 21), 'not-your-consent'],
      [held, c.Narrow, as(skopje, 21), 'consent-unknown'],
      [[], c.Narrow, as(vienna, 21), 'consent-unknown'],
    ],
  },
}
