import { assertNever } from '@trm/kernel'
import type { Field, FieldShape } from '@trm/domain'

/** A shape in words: `referral: ReferralOffered; respondBy: instant`. */
export function shapeText(shape: FieldShape): string {
  const fields = Object.entries(shape).map(([name, field]) => {
    const isOptional = field.kind === 'optional'
    return `${name}${isOptional ? '?' : ''}: ${fieldText(isOptional ? field.of : field)}`
  })
  return fields.length === 0 ? '–' : fields.join('; ')
}

function fieldText(field: Field): string {
  switch (field.kind) {
    case 'code':
      return field.list.codes.length > 6
        ? `one of ${String(field.list.codes.length)} codes`
        : field.list.codes.join(' / ')
    case 'count':
      return `${String(field.min)} to ${String(field.max)}`
    case 'reference':
      return field.to.length === 0 ? 'any event' : `event ${field.to.join(' / ')}`
    case 'set':
      return `set of (${fieldText(field.of)})`
    case 'list':
      return `list of (${shapeText(field.of)})`
    case 'optional':
      return fieldText(field.of)
    case 'instant':
    case 'organisation':
    case 'participant':
    case 'case':
    case 'language':
    case 'version':
    case 'clause':
    case 'digest':
    case 'flag':
      return field.kind
    default:
      return assertNever(field, 'documents: unknown kind of field')
  }
}
