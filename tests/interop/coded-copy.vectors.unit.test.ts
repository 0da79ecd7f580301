import { packCopy, packPlainCopy, unpackCopy } from '@trm/case-log'
import { invariant } from '@trm/kernel'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/coded_copy.json' with { type: 'json' }

const file = z
  .strictObject({
    source: z.string(),
    accepted: z.array(
      z.strictObject({ id: z.string(), comment: z.string(), plain: z.string(), coded: z.string() }),
    ),
    refused: z.array(z.strictObject({ id: z.string(), coded: z.string() })),
  })
  .parse(json)

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

function copyOf(hex: string) {
  const copy = unpackCopy(bytesOf(hex))
  invariant(copy !== undefined, 'test: a copy')
  return copy
}

test('the file has 7 copies to accept and 18 to refuse', () => {
  expect(file.accepted).toHaveLength(7)
  expect(file.refused).toHaveLength(18)
  expect(new Set([...file.accepted, ...file.refused].map(({ id }) => id)).size).toBe(25)
})

test.each(file.accepted)('$id: $comment', ({ plain, coded }) => {
  const copy = copyOf(plain)
  expect(copyOf(coded)).toStrictEqual(copy)
  expect(hexOf(packPlainCopy(copy))).toBe(plain)
  expect(hexOf(packCopy(copy))).toBe(coded)
})

test.each(file.refused)('$id is refused', ({ coded }) => {
  expect(unpackCopy(bytesOf(coded))).toBeUndefined()
})

test('the document lists the words that the vector has, in their order', () => {
  const path = new URL('../../schemas/protocol/coded-copy.md', import.meta.url)
  const listed = [...readFileSync(path, 'utf8').matchAll(/^\| (\d+) +\| `(.+)` +\|$/gm)]
  const { jws } = copyOf(file.accepted.find(({ id }) => id === 'words')?.plain ?? '')
  const words = Buffer.from(jws.split('.')[1] ?? '', 'base64url')
    .toString()
    .split('\n')
  expect(listed.map(([, place, word]) => [Number(place), word])).toStrictEqual(
    words.map((word, place) => [place, word]),
  )
})
