import { expect, test } from 'vitest'
import rfc9901 from '../../../schemas/vectors/rfc9901_disclosures.json' with { type: 'json' }
import { digestOfDisclosure, readDisclosure } from './disclosure.ts'

test('the file has one disclosure', () => {
  expect(rfc9901.vectors).toHaveLength(1)
})

test.each(rfc9901.vectors)('RFC 9901, section 4.2.1: $contents', (vector) => {
  const [salt, name, value] = vector.contents
  expect(digestOfDisclosure(vector.disclosure)).toBe(vector.sha256)
  expect(readDisclosure(vector.disclosure)).toStrictEqual({
    ok: true,
    value: { salt, name, value },
  })
})
