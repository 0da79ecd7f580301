import { fail, ok, type Result } from './result.ts'
import { invariant } from './error.ts'

/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

const DEPTH_MAX = 64
const QUOTE = '"'
const COLON = 0x3a
const BACKSLASH = 0x5c

export type JsonFailure = {
  readonly kind: 'not-json' | 'duplicate-key' | 'lone-surrogate' | 'unsafe-number' | 'too-deep'
}

/**
 * Parses JSON from a stranger. Beyond `JSON.parse` it refuses what two parsers may read differently:
 * duplicate keys, lone surrogates, integers beyond 2^53 and numbers that overflow (I-JSON, RFC 7493).
 */
export function parseStrictJson(text: string): Result<Json, JsonFailure> {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return fail({ kind: 'not-json' })
  }
  const census = { members: 0 }
  const flaw = findFlaw(value, census, 0)
  if (flaw !== undefined) return fail({ kind: flaw })
  // JSON.parse keeps the last of two equal keys, so a duplicate is a colon without a member.
  if (countColons(text) !== census.members) return fail({ kind: 'duplicate-key' })
  return ok(value)
}

/**
 * The canonical form of RFC 8785: no white space, keys ordered by UTF-16 code units, numbers as
 * ECMAScript prints them. For digests of derived state only, never to re-create signed bytes.
 *
 * @throws {InvariantError} for what I-JSON cannot carry: lone surrogates, unsafe integers, NaN,
 *   undefined, more than 64 levels.
 */
export function canonicalJson(value: Json): string {
  invariant(findFlaw(value, { members: 0 }, 0) === undefined, 'canonicalJson: value is I-JSON')
  return write(value)
}

function write(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(write).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${write(value[name] ?? null)}`)
  return `{${members.join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function findFlaw(
  value: unknown,
  census: { members: number },
  depth: number,
): JsonFailure['kind'] | undefined {
  if (depth > DEPTH_MAX) return 'too-deep'
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'lone-surrogate'
  if (typeof value === 'number') return isSafeNumber(value) ? undefined : 'unsafe-number'
  if (value === null || typeof value === 'boolean') return undefined
  // What a cast let in: a member that is undefined, a bigint, a function.
  if (typeof value !== 'object') return 'not-json'
  if (Array.isArray(value)) return firstFlaw(value, census, depth)
  const names = Object.keys(value)
  census.members += names.length
  if (!names.every((name) => name.isWellFormed())) return 'lone-surrogate'
  return firstFlaw(Object.values(value), census, depth)
}

function firstFlaw(
  values: readonly unknown[],
  census: { members: number },
  depth: number,
): JsonFailure['kind'] | undefined {
  for (const value of values) {
    const flaw = findFlaw(value, census, depth + 1)
    if (flaw !== undefined) return flaw
  }
  return undefined
}

function isSafeNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
}

/**
 * Colons outside strings, in text that JSON.parse has accepted: exactly one per object member. A scan
 * and no pattern, since a pattern's stack does not survive a long string.
 */
function countColons(text: string): number {
  let colons = 0
  let place = 0
  while (place < text.length) {
    const quote = text.indexOf(QUOTE, place)
    const end = quote < 0 ? text.length : quote
    // By code unit: a character by its place is a string of its own.
    for (; place < end; place++) if (text.charCodeAt(place) === COLON) colons++
    place = quote < 0 ? end : endOfString(text, quote + 1)
  }
  return colons
}

/** Behind the quote that ends a string. @param start of what is between its quotes. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf(QUOTE, start)
  while (isEscaped(text, quote, start)) quote = text.indexOf(QUOTE, quote + 1)
  return quote + 1
}

/** Whether what comes before is an odd number of backslashes: of an even one each escapes the next. */
function isEscaped(text: string, place: number, start: number): boolean {
  let first = place
  while (first > start && text.charCodeAt(first - 1) === BACKSLASH) first--
  return (place - first) % 2 === 1
}
