import { packPlainCopy, verifyCopy } from '@trm/case-log'
import { eventId, instant, organisationId, refusalReasons } from '@trm/contracts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/shared_event.json' with { type: 'json' }
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
    holds: z.strictObject({ seq: z.int(), sections: z.array(z.string()) }).optional(),
    sdJwt: z.string().optional(),
    /** The JWS of the event that is passed on. */
    original: z.string().exactOptional(),
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

/** The bytes that travel: as the vector has them, or packed from its SD-JWT and the original. */
function bytesOf({ copy, sdJwt = '', original }: Vector): Uint8Array {
  if (copy !== undefined) return new Uint8Array(Buffer.from(copy, 'hex'))
  return packPlainCopy({ ...splitSdJwt(sdJwt), ...(original !== undefined && { original }) })
}

test('the file has 27 vectors, 6 of them to be accepted', () => {
  expect(file.vectors).toHaveLength(27)
  expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(27)
  expect(file.vectors.filter(({ result }) => result === 'ok')).toHaveLength(6)
})

test('the file has every reason that an original can give', () => {
  const seen = new Set<string>(file.vectors.map(({ result }) => result))
  for (const reason of ['original-missing', 'original-invalid', 'section-not-original'])
    expect(seen).toContain(reason)
})

test.each(file.vectors)('$id ($result): $comment', async (given) => {
  const { self, sender, now } = given
  const outcome = await verifyCopy(bytesOf(given), { self, sender, directory, now })
  if (!outcome.ok) {
    const { reason, event, place } = outcome.failure
    expect(reason).toBe(given.result)
    expect(event).toBe(given.event)
    if (given.event !== undefined) expect(place !== undefined).toBe(given.usesPlace)
    return
  }
  const { event, sections, original } = outcome.value
  expect(given.result).toBe('ok')
  expect(event.id).toBe(given.event)
  expect(original).toBe(given.original)
  expect({
    seq: event.grants[0]?.seq,
    sections: sections.map(({ name }) => name),
  }).toStrictEqual(given.holds)
})

test('the first packs into the published bytes', () => {
  const [first] = file.vectors
  if (first === undefined) throw new Error('the file has vectors')
  const { copy: _copy, ...parts } = first
  expect(Buffer.from(bytesOf(parts)).toString('hex')).toBe(first.copy)
})
