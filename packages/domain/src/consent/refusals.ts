import type { OrganisationId } from '@trm/kernel'
import { custodianOf, hasHadCustody } from '../case/custody.ts'
import type { ConsentClause, EventOf } from '../case/events.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { OrganisationKind, Purpose, SectionName } from '../vocabulary/lists.ts'
import { sectionsLeftOf, type ClauseState, type RefusalState, type RefusedState } from './state.ts'

/** What she refuses, as it counts in decisions: until she takes it back. */
export type KnownRefusal = Omit<RefusalState, 'id' | 'takenBack'> &
  Pick<RefusedState, 'purposes'> & {
    /** It counts against consents that this organisation took; against every one where none is named. */
    readonly onlyOf?: OrganisationId
  }

/** Whom something is to be told, what for and of what: the bare facts without a section. */
export type ToldOf = {
  readonly recipient: OrganisationId
  readonly purpose: Purpose
  readonly section?: SectionName
}

/**
 * Every refusal that stands. Who has custody or has had it is heard for the whole of the case; anybody else for
 * the consents that it took itself: a stranger's word stops nobody from being helped.
 */
export function standingRefusals(state: CaseState): readonly KnownRefusal[] {
  return Object.values(state.refusals).flatMap(({ by, purposes, refusals }) =>
    refusals
      .filter(({ takenBack }) => takenBack === undefined)
      .map(({ id: _id, ...refusal }) => ({
        ...refusal,
        purposes,
        ...(!hasHadCustody(state, by) && { onlyOf: by }),
      })),
  )
}

/** Those that count against a consent which this organisation took. */
export function refusalsAgainst(state: CaseState, taker: OrganisationId): readonly KnownRefusal[] {
  return standingRefusals(state).filter(({ onlyOf = taker }) => onlyOf === taker)
}

/** Those of the refusals by which this is not to be told; by its kind only where that is known. */
export function refusalsOf(
  refusals: readonly KnownRefusal[],
  { recipient, purpose, section }: ToldOf,
  kind?: OrganisationKind,
): readonly KnownRefusal[] {
  return refusals.filter(
    (refusal) =>
      names(refusal, recipient, kind) &&
      isFor(refusal, [purpose]) &&
      (section === undefined ? refusal.sections.length === 0 : covers(refusal, section)),
  )
}

/** Whether a refusal and a clause are about one thing, so that she cannot mean both. */
export function contradicts(
  refusal: KnownRefusal,
  clause: Pick<ConsentClause, 'recipient' | 'purposes' | 'sections'>,
  kind?: OrganisationKind,
): boolean {
  return (
    names(refusal, clause.recipient, kind) &&
    isFor(refusal, clause.purposes) &&
    (refusal.sections.length === 0 || clause.sections.some((section) => covers(refusal, section)))
  )
}

/** The sections of a clause, as far as it stands, that she refuses for everything that it is for. */
export function sectionsRefusedOf(
  clause: ClauseState,
  refusals: readonly KnownRefusal[],
  kind?: OrganisationKind,
): readonly SectionName[] {
  const { recipient, purposes } = clause
  return sectionsLeftOf(clause).filter((section) =>
    purposes.every(
      (purpose) => refusalsOf(refusals, { recipient, purpose, section }, kind).length > 0,
    ),
  )
}

/** Whether it is refused that this organisation is told. */
function names(
  { organisation, kind: refused }: Pick<KnownRefusal, 'organisation' | 'kind'>,
  recipient: OrganisationId,
  kind: OrganisationKind | undefined,
): boolean {
  if (organisation === undefined && refused === undefined) return true
  return organisation === recipient || (refused !== undefined && refused === kind)
}

/** Whether it is refused for one of these purposes. */
export function isFor(
  { purposes }: Pick<KnownRefusal, 'purposes'>,
  asked: readonly Purpose[],
): boolean {
  return purposes.length === 0 || asked.some((purpose) => purposes.includes(purpose))
}

/** Whether the section is refused. */
export function covers(
  { sections }: Pick<KnownRefusal, 'sections'>,
  section: SectionName,
): boolean {
  return sections.length === 0 || sections.includes(section)
}

/** She refuses. Whether who recorded it has a say is asked when it is to count: custody may be heard of later. */
export function withRefusal(
  state: CaseState,
  { id, author, facts: { purposes, refusals } }: EventOf<'DataConsentRefused'>,
): CaseState {
  return { ...state, refusals: withEntry(state.refusals, id, { by: author, purposes, refusals }) }
}

/** She takes one back: with who recorded it, or with who has custody now. */
export function withoutRefusal(
  state: CaseState,
  { id, author, facts: { refused, refusal } }: EventOf<'DataConsentRefusalTakenBack'>,
): CaseState {
  return {
    ...state,
    refusals: withChange(state.refusals, refused, (held) =>
      held.by === author || custodianOf(state) === author
        ? {
            ...held,
            refusals: held.refusals.map((each) =>
              each.id === refusal ? { ...each, takenBack: each.takenBack ?? id } : each,
            ),
          }
        : held,
    ),
  }
}
