import {
  participantOf,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { CaseEvent, ConsentClause, EventOf } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { inCausalOrder } from '../case/order.ts'
import type { ConsentEvidenceKind, Purpose, SectionName } from '../vocabulary/lists.ts'

/**
 * A consent as a record in the field names of ISO/IEC TS 27560:2023, for whoever keeps such records. The names
 * follow the mapping that the W3C Data Privacy Vocabularies group has published; states are terms of its
 * vocabulary. What nobody recorded is left out and not made up.
 */
export type ConsentRecord = {
  readonly schema_version: typeof SCHEMA_VERSION
  readonly record_id: EventId
  /** The case: of the person it says nothing to whoever has nothing else of it. */
  readonly pii_principal_id: CaseReference
  readonly pii_processing: {
    readonly privacy_notice: string
    readonly language: string
    readonly collection_method: string
    readonly withdrawal_method: string
    readonly jurisdiction: string
    readonly purposes: readonly ConsentedPurpose[]
  }
  readonly parties: readonly {
    readonly party_id: OrganisationId
    readonly party_role: 'controller' | 'recipient'
  }[]
  readonly events: readonly {
    readonly event_time: Instant
    readonly event_type: string
    readonly event_state: ConsentEventState
    readonly entity_id: OrganisationId
  }[]
  /**
   * Salted digests of the forms that were signed, or of what was recorded, then and when she was asked again. No
   * field of the mapping is for evidence, and the specification lets a record have more than its own fields: this
   * one is of this project. It is absent where nothing was bound to the consent.
   */
  readonly evidence?: readonly ConsentEvidence[]
}

export type ConsentEvidence = { readonly kind: ConsentEvidenceKind; readonly digest: string }

export type ConsentedPurpose = {
  readonly purpose: Purpose
  readonly lawful_basis: 'consent'
  readonly pii_controllers: readonly OrganisationId[]
  readonly recipient_third_parties: readonly OrganisationId[]
  readonly pii_information: readonly {
    readonly pii_type: SectionName
    readonly sensitive_pii_category: boolean
  }[]
  readonly validity_duration: { readonly from: Instant; readonly until: Instant }
}

export type ConsentEventState =
  | 'ConsentGiven'
  | 'RenewedConsentGiven'
  | 'ConsentRefused'
  | 'ConsentModified'
  | 'ConsentWithdrawn'
  | 'ConsentExpired'
  | 'ConsentInvalidated'
  | 'ConsentUnknown'

const SCHEMA_VERSION = 'ISO/IEC TS 27560:2023'
const WITHDRAWAL = 'at any time and without a reason, with whoever took the consent'

/** What the law protects more than the rest (Regulation (EU) 2016/679, Articles 9 and 10), and what leads to her. */
const sensitive: ReadonlySet<SectionName> = new Set<SectionName>([
  'exploitation',
  'health',
  'identification',
  'proceedings',
  'protection',
  'residence',
])

type Given = EventOf<'DataConsentGiven'> | EventOf<'RelayConsentGiven'>

const states: Readonly<Partial<Record<CaseEvent['type'], ConsentEventState>>> = {
  DataConsentReconfirmed: 'RenewedConsentGiven',
  DataConsentNarrowed: 'ConsentModified',
  DataConsentWithdrawn: 'ConsentWithdrawn',
  DataConsentExpired: 'ConsentExpired',
  DataConsentClauseExpired: 'ConsentModified',
  DataConsentSuspended: 'ConsentInvalidated',
  DataConsentResumed: 'ConsentGiven',
}

/** Every consent and refusal that the organisation holds, in the order in which they came about. */
export function consentRecords(events: readonly CaseEvent[]): readonly ConsentRecord[] {
  const ordered = inCausalOrder(events)
  return ordered.flatMap((event) => {
    if (event.type === 'DataConsentRefused') return [refusalRecord(event, ordered)]
    if (event.type === 'DataConsentGiven' || event.type === 'RelayConsentGiven')
      return [givenRecord(event, ordered)]
    return []
  })
}

function givenRecord(event: Given, ordered: readonly CaseEvent[]): ConsentRecord {
  const later = ordered.filter(
    (each) =>
      states[each.type] !== undefined &&
      each.author === event.author &&
      'consent' in each.facts &&
      each.facts.consent === event.id,
  )
  const evidence = [
    ...event.facts.evidence,
    ...later.flatMap((each) => (each.type === 'DataConsentReconfirmed' ? each.facts.evidence : [])),
  ]
  return {
    ...headOf(event),
    pii_processing: {
      ...processingOf(event),
      purposes: event.clauses.flatMap(purposesOf),
    },
    parties: partiesOf(event.clauses),
    events: [
      stateOf(event, 'ConsentGiven'),
      ...later.map((each) => stateOf(each, states[each.type] ?? 'ConsentModified')),
    ],
    ...(evidence.length > 0 && { evidence }),
  }
}

/**
 * She said no. What she refuses stands in no field that says what somebody may do: nothing of it is consented to.
 * Once she has taken all of it back, it is neither refused nor given.
 */
function refusalRecord(
  event: EventOf<'DataConsentRefused'>,
  ordered: readonly CaseEvent[],
): ConsentRecord {
  const { refusals } = foldCase(ordered)
  const taken = new Set(refusals[event.id]?.refusals.map(({ takenBack }) => takenBack))
  const last = taken.has(undefined) ? undefined : ordered.findLast(({ id }) => taken.has(id))
  return {
    ...headOf(event),
    pii_processing: { ...processingOf(event), purposes: [] },
    parties: [{ party_id: event.author, party_role: 'controller' }],
    events: [
      stateOf(event, 'ConsentRefused'),
      ...(last === undefined ? [] : [stateOf(last, 'ConsentUnknown')]),
    ],
  }
}

function headOf({ id, case: reference }: CaseEvent) {
  return {
    schema_version: SCHEMA_VERSION,
    record_id: id,
    pii_principal_id: reference,
  } as const
}

function processingOf({ author, facts }: Given | EventOf<'DataConsentRefused'>) {
  return {
    privacy_notice: facts.formVersion,
    language: facts.language,
    collection_method: facts.form,
    withdrawal_method: WITHDRAWAL,
    jurisdiction: participantOf(author).toUpperCase(),
  }
}

function purposesOf({
  discloser,
  recipient,
  purposes,
  sections,
  from,
  until,
}: ConsentClause): readonly ConsentedPurpose[] {
  return purposes.map((purpose) => ({
    purpose,
    lawful_basis: 'consent',
    pii_controllers: [discloser],
    recipient_third_parties: [recipient],
    pii_information: sections.map((section) => ({
      pii_type: section,
      sensitive_pii_category: sensitive.has(section),
    })),
    validity_duration: { from, until },
  }))
}

function partiesOf(clauses: readonly ConsentClause[]): ConsentRecord['parties'] {
  const controllers = new Set(clauses.map(({ discloser }) => discloser))
  const recipients = new Set(clauses.map(({ recipient }) => recipient))
  return [
    ...[...controllers].map((party_id) => ({ party_id, party_role: 'controller' }) as const),
    ...[...recipients].map((party_id) => ({ party_id, party_role: 'recipient' }) as const),
  ]
}

function stateOf(
  { author, occurredAt, type, facts }: CaseEvent,
  event_state: ConsentEventState,
): ConsentRecord['events'][number] {
  const event_type = 'giver' in facts ? `explicit, by ${facts.giver}` : type
  return { event_time: occurredAt, event_type, event_state, entity_id: author }
}
