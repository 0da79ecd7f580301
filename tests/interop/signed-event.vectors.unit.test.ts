import { packPlainCopy, verifyCopy } from '@trm/case-log'
import { eventId, instant, organisationId, refusalReasons } from '@trm/contracts'
import { eventIdOf } from '@trm/sealing'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/signed_event.json' with { type: 'json' }
import { splitSdJwt } from './sd-jwt-text.ts'
import { vectorDirectory, vectorParties } from './vector-directory.ts'

const vector = z
  .strictObject({
    id: z.string(),
    comment: z.string(),
    self: organisationId,
    sender: organisationId,
    now: instant,
    result: z.enum(['ok', ...refusalReasons]),
    event: eventId.optional(),
    /** Whether the refused event has used up its place in the chain. */
    usesPlace: z.boolean().optional(),
    holds: z
      .strictObject({ seq: z.int(), clauses: z.array(z.string()), sections: z.array(z.string()) })
      .optional(),
    sdJwt: z.string().optional(),
    copy: z.string().optional(),
  })
  .refine(({ sdJwt, copy }) => sdJwt !== undefined || copy !== undefined, 'a vector has an input')

const file = z
  .strictObject({
    ...vectorParties,
    vectors: z.array(vector),
  })
  .parse(json)

type Vector = z.infer<typeof vector>

const directory = await vectorDirectory(file.roots, file.trustLists)
const accepted = file.vectors.filter(({ result }) => result === 'ok')
const written = file.vectors.filter(({ sdJwt, copy }) => sdJwt !== undefined && copy !== undefined)

/** The bytes that travel: as the vector has them, or packed from its SD-JWT. */
function bytesOf({ copy, sdJwt = '' }: Vector): Uint8Array {
  return copy === undefined
    ? packPlainCopy(splitSdJwt(sdJwt))
    : new Uint8Array(Buffer.from(copy, 'hex'))
}

/** What only the recipient's own log of the case can tell: no copy gives it by itself. */
const BESIDE_THE_CASE: readonly string[] = [
  'consent-unknown',
  'consent-does-not-cover',
  'equivocation',
  'chain-broken',
]

test('the file has 86 vectors, 9 of them to be accepted', () => {
  expect(file.vectors).toHaveLength(86)
  expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(86)
  expect(accepted).toHaveLength(9)
  expect(written).toHaveLength(2)
})

test('the file has every reason that a copy can give by itself', () => {
  const seen = new Set<string>(file.vectors.map(({ result }) => result))
  const from = refusalReasons.indexOf('malformed-event')
  const to = refusalReasons.indexOf('clause-invalid')
  // What is not JSON is refused before its signature is checked, as malformed.
  const expected = refusalReasons.slice(from, to + 1).filter((r) => r !== 'event-unreadable')
  expect(expected.filter((reason) => !seen.has(reason))).toStrictEqual([])
  expect(BESIDE_THE_CASE.filter((reason) => seen.has(reason))).toStrictEqual([])
})

test.each(file.vectors)('$id ($result): $comment', async (given) => {
  const { self, sender, now } = given
  const outcome = await verifyCopy(bytesOf(given), { self, sender, directory, now })
  if (!outcome.ok) {
    const { reason, event, place } = outcome.failure
    expect({ reason, event, usesPlace: place !== undefined }).toStrictEqual({
      reason: given.result,
      event: given.event,
      usesPlace: given.usesPlace,
    })
    return
  }
  const { event, sections } = outcome.value
  expect(given.result).toBe('ok')
  expect(event.id).toBe(given.event)
  expect({
    seq: event.grants[0]?.seq,
    clauses: event.clauses.map(({ id }) => id),
    sections: sections.map(({ name }) => name),
  }).toStrictEqual(given.holds)
})

test.each(written)('$id: the SD-JWT packs into the published bytes', ({ sdJwt = '', ...rest }) => {
  const { copy, event } = rest
  const parts = splitSdJwt(sdJwt)
  expect(Buffer.from(packPlainCopy(parts)).toString('hex')).toBe(copy)
  expect(eventIdOf(parts.jws)).toBe(event)
})
