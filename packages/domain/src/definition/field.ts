import {
  assertNever,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type { ClosedList } from '../vocabulary/closed-list.ts'

/**
 * What one fact of an event, or one input of a command, is. Plain data: types, schemas, random histories
 * and documents are made from it. There is no free text, so that nothing personal can stand in a fact.
 */
export type Field = RequiredField | Optional<RequiredField>

type RequiredField =
  | Plain<
      | 'instant'
      | 'organisation'
      | 'participant'
      | 'case'
      | 'language'
      | 'version'
      | 'clause'
      | 'digest'
      | 'flag'
    >
  | Code<string>
  | Count
  | Reference
  | SetOf<SetItem>
  | ListOf<FieldShape>

type SetItem = Plain<'organisation' | 'language'> | Code<string> | Reference

export type FieldShape = { readonly [name: string]: Field }

type Plain<Kind extends string> = { readonly kind: Kind }
type Code<Value extends string> = { readonly kind: 'code'; readonly list: ClosedList<Value> }
type Count = { readonly kind: 'count'; readonly min: number; readonly max: number }
/** The id of an earlier event of one of these types; without types, of any. */
type Reference = { readonly kind: 'reference'; readonly to: readonly string[] }
type SetOf<Item> = {
  readonly kind: 'set'
  readonly of: Item
  readonly min: number
  readonly max: number
}
type ListOf<Shape> = {
  readonly kind: 'list'
  readonly of: Shape
  readonly min: number
  readonly max: number
}
type Optional<Of> = { readonly kind: 'optional'; readonly of: Of }

export const instant = { kind: 'instant' } as const
export const organisation = { kind: 'organisation' } as const
export const participant = { kind: 'participant' } as const
/** The reference of another case. */
export const caseReference = { kind: 'case' } as const
/** A BCP 47 language tag. */
export const language = { kind: 'language' } as const
/** The version of a form, an indicator set or a paragraph of law: lower-case letters, digits, dots, hyphens. */
export const version = { kind: 'version' } as const
/** The id of a clause within a consent, `c1`. */
export const clause = { kind: 'clause' } as const
/** A salted digest of a file that lies elsewhere: SHA-256, base64url. */
export const digest = { kind: 'digest' } as const
export const flag = { kind: 'flag' } as const

export function code<Value extends string>(list: ClosedList<Value>): Code<Value> {
  return { kind: 'code', list }
}

/** A whole number from `min` to `max`, both included. */
export function count(min: number, max: number): Count {
  return { kind: 'count', min, max }
}

/** The id of an earlier event, of one of these types where any is named. */
export function reference(...to: readonly string[]): Reference {
  return { kind: 'reference', to }
}

const ITEMS_MAX = 16

/** Different items, in the order in which they were given. */
export function setOf<const Item extends SetItem>(
  of: Item,
  { min = 0, max = ITEMS_MAX }: { readonly min?: number; readonly max?: number } = {},
): SetOf<Item> {
  return { kind: 'set', of, min, max }
}

/** Groups of fields, in the order in which they were given. */
export function listOf<const Shape extends FieldShape>(
  of: Shape,
  { min = 1, max = ITEMS_MAX }: { readonly min?: number; readonly max?: number } = {},
): ListOf<Shape> {
  return { kind: 'list', of, min, max }
}

export function optional<const Of extends RequiredField>(of: Of): Optional<Of> {
  return { kind: 'optional', of }
}

type PlainValues = {
  readonly instant: Instant
  readonly organisation: OrganisationId
  readonly participant: ParticipantCode
  readonly case: CaseReference
  readonly language: string
  readonly version: string
  readonly clause: string
  readonly digest: string
  readonly flag: boolean
  readonly count: number
  readonly reference: EventId
}

/** The type of a value of a field. */
export type ValueOf<Of> = Of extends { readonly kind: keyof PlainValues }
  ? PlainValues[Of['kind']]
  : Of extends Code<infer Value>
    ? Value
    : Of extends SetOf<infer Item>
      ? readonly ValueOf<Item>[]
      : Of extends ListOf<infer Shape>
        ? readonly ValuesOf<Shape>[]
        : Of extends Optional<infer Inner>
          ? ValueOf<Inner>
          : never

type OptionalNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends Optional<unknown> ? Name : never
}[keyof Shape]

type Flat<Shape> = { readonly [Name in keyof Shape]: Shape[Name] }

/** The type of the values of a shape; what is optional may be left out and is never undefined. */
export type ValuesOf<Shape> = Flat<
  { readonly [Name in Exclude<keyof Shape, OptionalNames<Shape>>]: ValueOf<Shape[Name]> } & {
    readonly [Name in OptionalNames<Shape>]?: ValueOf<Shape[Name]>
  }
>

/** A reference in a value, with the types of events that it may point at; of any where none is named. */
export type FoundReference = { readonly event: EventId; readonly to: readonly string[] }

/** Every reference in the values of a shape, in the order of its fields. */
export function referencesIn(
  shape: FieldShape,
  values: Readonly<Record<string, unknown>>,
): readonly FoundReference[] {
  return Object.entries(shape).flatMap(([name, field]) => referencesOfField(field, values[name]))
}

function referencesOfField(field: Field, value: unknown): readonly FoundReference[] {
  if (value === undefined) return []
  switch (field.kind) {
    case 'reference':
      return [{ event: value as EventId, to: field.to }]
    case 'optional':
      return referencesOfField(field.of, value)
    case 'set':
      return (value as readonly unknown[]).flatMap((item) => referencesOfField(field.of, item))
    case 'list':
      return (value as readonly Readonly<Record<string, unknown>>[]).flatMap((item) =>
        referencesIn(field.of, item),
      )
    case 'instant':
    case 'organisation':
    case 'participant':
    case 'case':
    case 'language':
    case 'version':
    case 'clause':
    case 'digest':
    case 'flag':
    case 'code':
    case 'count':
      return []
    default:
      return assertNever(field, 'field: unknown kind')
  }
}
