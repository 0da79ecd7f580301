import {
  eventDefinitions,
  eventTypes,
  type Field,
  type FieldShape,
  type FactsByType,
} from '@trm/domain'
import {
  assertNever,
  invariant,
  isCaseReference,
  isEventId,
  isInstant,
  isOrganisationId,
  isParticipantCode,
  isTokenId,
} from '@trm/kernel'

/** The text, once its guard has agreed. */
function checked<Text extends string>(text: string, guard: (text: string) => text is Text): Text {
  invariant(guard(text), 'test-support: sample')
  return text
}

export const vienna = checked('at.vienna-cso', isOrganisationId)
export const belgrade = checked('rs.belgrade-cso', isOrganisationId)
export const austria = checked('at', isParticipantCode)
export const someCase = checked('caseReferenceForTestsA', isCaseReference)
export const someToken = checked('tokenIdForTheseTests-A', isTokenId)
export const someEvent = checked(`${'someEvent'.padEnd(42, '_')}A`, isEventId)
export const otherEvent = checked(`${'otherEvent'.padEnd(42, '_')}A`, isEventId)
export const noon = checked('2026-03-01T12:00:00.000Z', isInstant)
export const later = checked('2026-04-01T12:00:00.000Z', isInstant)

/** A digest of the right length: which one does not matter. */
export const digest = (place: number) => `digest${String(place)}`.padEnd(43, 'A')

/** A value of a field that is as full as it may be: what is optional is there. */
function sampleOf(field: Field): unknown {
  switch (field.kind) {
    case 'instant':
      return noon
    case 'organisation':
      return belgrade
    case 'participant':
      return austria
    case 'case':
      return someCase
    case 'language':
      return 'sr-Latn'
    case 'version':
      return 'at-2024.1'
    case 'clause':
      return 'c1'
    case 'digest':
      return digest(1)
    case 'flag':
      return true
    case 'code':
      return field.list.codes.at(-1)
    case 'count':
      return field.max
    case 'reference':
      return someEvent
    case 'set':
      return [sampleOf(field.of)]
    case 'list':
      return [sampleFacts(field.of)]
    case 'optional':
      return sampleOf(field.of)
    default:
      return assertNever(field, 'test-support: unknown kind of field')
  }
}

/** Values of a shape, every field of it. */
export function sampleFacts(shape: FieldShape): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, sampleOf(field)]))
}

/** Facts of each event type in its current version. */
export const facts = Object.fromEntries(
  eventTypes.map((type) => [type, sampleFacts(eventDefinitions[type].facts)]),
) as FactsByType
