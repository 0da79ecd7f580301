import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseStrictJson, type Json } from '@trm/kernel'
import { encodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { commitDigests, digestOfDisclosure, makeDisclosure, readDisclosure } from './disclosure.ts'

const SALT = 'A'.repeat(22)
const encodeText = (text: string): string => encodeBase64url(encodeUtf8(text))

describe('a disclosure', () => {
  test('gives back its name and every value that I-JSON can carry', () => {
    const values = (fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }) as fc.Arbitrary<Json>)
      // The rest of JSON, such as integers beyond 2^53, is refused: see below.
      .filter((value) => parseStrictJson(JSON.stringify(value)).ok)
    fc.assert(
      fc.property(values, (value) => {
        const { disclosure, digest } = makeDisclosure('section', value)
        expect(digest).toBe(digestOfDisclosure(disclosure))
        const read = readDisclosure(disclosure)
        // JSON has no negative zero, so the comparison goes through JSON too.
        expect(read.ok && { ...read.value, salt: '' }).toStrictEqual({
          salt: '',
          name: 'section',
          value: JSON.parse(JSON.stringify(value)) as Json,
        })
      }),
    )
  })

  test('of the same value twice shares neither salt nor digest', () => {
    const made = Array.from({ length: 500 }, () => makeDisclosure('section', { a: 1 }))
    expect(new Set(made.map(({ digest }) => digest)).size).toBe(500)
    const salts = made.map(({ disclosure }) => {
      const read = readDisclosure(disclosure)
      return read.ok ? read.value.salt : ''
    })
    expect(new Set(salts).size).toBe(500)
    expect(salts.every((salt) => salt.length === 22)).toBe(true)
  })

  test.each<[string, string, Json]>([
    ['the name _sd', '_sd', 1],
    ['the name ...', '...', 1],
    ['a lone surrogate', 'section', 'a\ud800'],
    ['a lone surrogate in the name', 'a\udfff', 1],
    ['an integer beyond 2^53', 'section', { n: 2 ** 53 }],
  ])('is not made with %s', (_flaw, name, value) => {
    expect(() => makeDisclosure(name, value)).toThrow(
      expect.objectContaining({ code: 'SEALING_VALUE_NOT_JSON', details: {} }),
    )
  })
})

describe('reading a disclosure refuses', () => {
  test.each([
    ['no text', ''],
    ['text that is not base64url', '[1,2,3]'],
    ['padding', `${encodeText(`["${SALT}","a",1]`)}=`],
    ['JSON that is not an array', encodeText(`{"0":"${SALT}","1":"a","2":1,"length":3}`)],
    ['null', encodeText('null')],
    ['two parts, as for an array element', encodeText(`["${SALT}",1]`)],
    ['four parts', encodeText(`["${SALT}","a",1,1]`)],
    ['a salt of 21 characters', encodeText(`["${'A'.repeat(21)}","a",1]`)],
    ['an empty salt', encodeText('["","a",1]')],
    ['a salt that is a number', encodeText('[1,"a",1]')],
    ['a salt that is not base64url', encodeText(`["${'+'.repeat(22)}","a",1]`)],
    ['a salt that ends in a line break', encodeText(`["${SALT}\\n","a",1]`)],
    ['a name that is a number', encodeText(`["${SALT}",1,1]`)],
    ['the reserved name _sd', encodeText(`["${SALT}","_sd",[]]`)],
    ['the reserved name ...', encodeText(`["${SALT}","...",1]`)],
    ['two arrays', encodeText(`["${SALT}","a",1]["${SALT}","b",2]`)],
    ['duplicate keys in the value', encodeText(`["${SALT}","a",{"b":1,"b":2}]`)],
    ['a lone surrogate', encodeText(`["${SALT}","a","\\ud800"]`)],
    ['an unsafe integer', encodeText(`["${SALT}","a",9007199254740993]`)],
    ['a byte order mark', encodeText(`\ufeff["${SALT}","a",1]`)],
    ['bytes that are not UTF-8', encodeBase64url(encodeUtf8(`["${SALT}","a","?"]`).with(31, 0xff))],
  ])('%s', (_flaw, disclosure) => {
    expect(readDisclosure(disclosure)).toStrictEqual({ ok: false, failure: { kind: 'malformed' } })
  })
})

describe('the committed digests', () => {
  const digests = ['z', 'a', 'm'].map((text) => digestOfDisclosure(text))

  test('are all there, among as many decoys as asked for, in text order', () => {
    const committed = commitDigests(digests, 5)
    expect(committed).toHaveLength(8)
    expect(committed).toStrictEqual([...committed].sort())
    expect(digests.every((digest) => committed.includes(digest))).toBe(true)
    expect(committed.every((digest) => digest.length === 43)).toBe(true)
    expect(new Set(committed).size).toBe(8)
  })

  test('come in the same order whichever came first', () => {
    expect(commitDigests(digests, 0)).toStrictEqual(commitDigests([...digests].reverse(), 0))
  })

  test('have other decoys each time', () => {
    expect(commitDigests([], 4)).not.toStrictEqual(commitDigests([], 4))
  })
})
