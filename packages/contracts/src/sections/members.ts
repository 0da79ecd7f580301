import type { ClosedList } from '@trm/domain'
import { z } from 'zod'
import { countryCodes, languageCodes, longCountryCodes, shortLanguageCodes } from './iso-codes.ts'
import type { SectionProblem } from './section-problems.ts'

// The building blocks of every section. They describe shape only: no transforms, no defaults, and
// one way to say "not known", which is to leave the member out. Lengths count UTF-16 code units.

const LINE = /^\P{Cc}*$/u
const TEXT = /^[\P{Cc}\t\n\r]*$/u
const WELL_FORMED = /^\P{Cs}*$/u
const NOT_BLANK = /\S/
// The standard's own expression: the plus sign is optional there.
const E164 = /^\+?[1-9]\d{1,14}$/
const EMAIL = /^[^\s@"\p{Cc}\p{Cs}]{1,64}@[^\s@"\p{Cc}\p{Cs}]{1,255}$/u
const RANDOM_ID = /^[A-Za-z0-9_-]{21}[AQgw]$/
const SHA_256 = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

const problem = (code: SectionProblem) => code

/** A strict object whose members are all optional and of which at least one is there. */
export function group<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape, {
      error: (issue) =>
        problem(issue.code === 'unrecognized_keys' ? 'unknown-field' : 'wrong-type'),
    })
    .partial()
    .refine((value) => Object.values(value).some((member) => member !== undefined), {
      error: problem('empty'),
    })
    .meta({ minProperties: 1 })
}

/** One to `itemsMax` items. */
export function list<Item extends z.ZodType>(item: Item, itemsMax: number) {
  return z
    .array(item, { error: problem('wrong-type') })
    .min(1, { error: problem('empty') })
    .max(itemsMax, { error: problem('too-many') })
}

/** Text on one line: no control character, no lone surrogate, not blank. */
export function line(lengthMax: number) {
  return characters(LINE, lengthMax)
}

/** Text that may have lines and tabs: no other control character, no lone surrogate, not blank. */
export function text(lengthMax: number) {
  return characters(TEXT, lengthMax)
}

// A text beyond its length goes no further: an expression over megabytes can exhaust the stack.
function characters(allowed: RegExp, lengthMax: number) {
  return z
    .string({ error: problem('wrong-type') })
    .max(lengthMax, { error: problem('too-long'), abort: true })
    .regex(allowed, { error: problem('malformed') })
    .regex(WELL_FORMED, { error: problem('malformed') })
    .regex(NOT_BLANK, { error: problem('empty') })
}

/** One code of a closed list. */
export function code<Code extends string>({ codes }: Pick<ClosedList<Code>, 'codes'>) {
  return z.enum(codes, { error: problem('not-a-code') })
}

/** Different codes of a closed list, in the order in which they were recorded. */
export function codes<Code extends string>(vocabulary: Pick<ClosedList<Code>, 'codes'>) {
  return list(code(vocabulary), vocabulary.codes.length)
    .refine((chosen) => new Set(chosen).size === chosen.length, { error: problem('duplicate') })
    .meta({ uniqueItems: true })
}

/** ISO 3166-1 country codes, two letters or three. */
export const countries = { codes: [...countryCodes, ...longCountryCodes] }

/** ISO 639 language codes: three letters (639-2) or two (639-1). */
export const languages = { codes: [...languageCodes, ...shortLanguageCodes] }

/** A calendar day that exists, `2026-03-01`. */
export const date = z.iso.date({ error: problem('not-a-date') })

/** A telephone number in E.164. */
export const telephone = z
  .string({ error: problem('wrong-type') })
  .regex(E164, { error: problem('not-e164') })

/** An e-mail address, internationalised ones included. Whether it is delivered is not checked. */
export const email = z
  .string({ error: problem('wrong-type') })
  .max(254, { error: problem('too-long'), abort: true })
  .regex(EMAIL, { error: problem('not-an-email') })

/** base64url(SHA-256(bytes)), 43 characters. */
export const sha256 = z
  .string({ error: problem('wrong-type') })
  .regex(SHA_256, { error: problem('malformed') })

/** 128 random bits in base64url, 22 characters. */
export const randomId = z
  .string({ error: problem('wrong-type') })
  .regex(RANDOM_ID, { error: problem('malformed') })

/** A ticked or unticked box. */
export const flag = z.boolean({ error: problem('wrong-type') })

/** A whole number from `min` to `max`, both included. */
export function whole(min: number, max: number) {
  return bounded(z.int({ error: problem('wrong-type') }), min, max)
}

/** Degrees of latitude (`max` 90) or longitude (`max` 180), WGS 84. */
export function degrees(max: 90 | 180) {
  return bounded(z.number({ error: problem('wrong-type') }), -max, max)
}

function bounded<Schema extends z.ZodNumber>(schema: Schema, min: number, max: number) {
  const error = problem('out-of-range')
  return schema.min(min, { error }).max(max, { error })
}
