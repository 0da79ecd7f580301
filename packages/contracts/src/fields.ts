import { assertNever } from '@trm/kernel'
import type { Field, FieldShape, ValuesOf } from '@trm/domain'
import { z } from 'zod'
import {
  caseReference,
  clauseId,
  codeOf,
  eventId,
  instant,
  languageTag,
  organisationId,
  participantCode,
  sha256Text,
  setOf,
  versionTag,
} from './scalars.ts'

/** The strict object of a shape: what the domain defines, and not a field more. */
export function shapeOf<Shape extends FieldShape>(shape: Shape): z.ZodType<ValuesOf<Shape>> {
  // The type of the values follows from the shape, which a loop over its fields cannot show.
  return z.strictObject(membersOf(shape)) as unknown as z.ZodType<ValuesOf<Shape>>
}

/** The members of a shape, to be put beside others. */
export function membersOf(shape: FieldShape): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, schemaOf(field)]))
}

function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'instant':
      return instant
    case 'organisation':
      return organisationId
    case 'participant':
      return participantCode
    case 'case':
      return caseReference
    case 'language':
      return languageTag
    case 'version':
      return versionTag
    case 'clause':
      return clauseId
    case 'digest':
      return sha256Text
    case 'flag':
      return z.boolean()
    case 'code':
      return codeOf(field.list)
    case 'count':
      return z.int().min(field.min).max(field.max)
    case 'reference':
      return field.to.length === 0
        ? eventId
        : eventId.describe(`Event id of ${field.to.join(' or ')}`)
    case 'set':
      return setOf(schemaOf(field.of), field.max, field.min)
    case 'list':
      return z.array(shapeOf(field.of)).min(field.min).max(field.max)
    case 'optional':
      return z.exactOptional(schemaOf(field.of))
    default:
      return assertNever(field, 'fields: unknown kind')
  }
}
