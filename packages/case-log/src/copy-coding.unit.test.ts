import { decodeBase64url, encodeBase64url, makeDisclosure, randomBytes } from '@trm/sealing'
import { sectionNames } from '@trm/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, encodeText } from './copy-coding.ts'
import { WORDS } from './copy-words.ts'
import { packCopy, packPlainCopy, unpackCopy } from './wire.ts'

const MANY = 1_000_000
const bytesOf = (text: string) => new TextEncoder().encode(text)
const isControl = (byte: number) => byte < 0x20
const base64urlOf = (text: string) => encodeBase64url(bytesOf(text))

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeBase64url)
const token = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(encodeBase64url)
/** What looks as if it were to be coded, and may be. */
const piece = fc.oneof(
  digest.map((text) => `"${text}"`),
  digest.map((text) => `"${text}",`),
  token.map((text) => `"${text}"`),
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary' }).filter((text) => !bytesOf(text).some(isControl)),
  fc.constantFrom('"', ',', '"A"', 'A'.repeat(43), `"${'B'.repeat(43)}"`, `"${'B'.repeat(22)}"`),
)
const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

describe('coded text', () => {
  it('comes out as it went in, whatever is in it', () => {
    fc.assert(
      fc.property(texts, fc.array(digest, { maxLength: 3 }), (text, own) => {
        const bytes = bytesOf(text)
        const coded = encodeText(bytes, own) ?? new Uint8Array()
        expect(decodeText(coded, MANY, () => own)).toStrictEqual(Buffer.from(bytes))
        expect(coded.length).toBeLessThanOrEqual(bytes.length)
        const section = bytesOf(`["${'A'.repeat(22)}","notes",${text}]`)
        const salted = encodeText(section, own) ?? new Uint8Array()
        expect(salted).toHaveLength(section.length - 7)
        expect(decodeText(salted, MANY)).toStrictEqual(Buffer.from(section))
      }),
      { numRuns: 300 },
    )
  })

  it('has each word, and digests, tokens and own digests, at their lengths', () => {
    for (const word of WORDS) expect(encodeText(bytesOf(word))).toHaveLength(2)
    const [one = '', two = ''] = [randomBytes(32), randomBytes(32)].map(encodeBase64url)
    const short = encodeBase64url(randomBytes(16))
    const length = (text: string) => encodeText(bytesOf(text), [two])?.length
    expect([`"${one}"`, `"${one}",`, `"${two}"`, `"${two}",`, `"${short}"`].map(length)).toEqual([
      33, 33, 2, 2, 17,
    ])
  })

  it.each([
    ['of one character less', 'A'.repeat(42)],
    ['of one character more', 'A'.repeat(44)],
    ['with bits that carry nothing', `${'A'.repeat(42)}B`],
    ['with bits that carry nothing, of 128', `${'A'.repeat(21)}B`],
    ['with another character', `${'A'.repeat(21)}+${'A'.repeat(21)}`],
  ])('leaves what looks like a digest %s', (_what, text) => {
    const bytes = bytesOf(`"${text}"`)
    expect(encodeText(bytes)).toStrictEqual(Buffer.from(bytes))
  })

  it.each([1, 2, 3, 4, 5, 6])('is not made of text in which code %i stands already', (code) => {
    const text = `{"v":1,"jti":${String.fromCharCode(code)}`
    expect(encodeText(bytesOf(text))).toBeUndefined()
    expect(encodeText(bytesOf(`["${'A'.repeat(22)}","notes",${text}]`))).toBeUndefined()
  })

  it.each<[string, readonly number[]]>([
    ['a digest that is cut short', [1, ...randomBytes(31)]],
    ['a digest and comma that are cut short', [2, ...randomBytes(31)]],
    ['a token that is cut short', [5, ...randomBytes(15)]],
    ['a word that is cut short', [6]],
    ['an own digest that is cut short', [3]],
    ['a word that there is not', [6, WORDS.length]],
    ['an own digest that there is not', [3, 1]],
    ['an own digest and comma that there is not', [4, 1]],
  ])('does not decode with %s', (_what, coded) => {
    const own = () => ['A'.repeat(43)]
    expect(decodeText(Uint8Array.from(coded), MANY, own)).toBeUndefined()
    expect(decodeText(Uint8Array.of(0x20, ...coded), MANY, own)).toBeUndefined()
  })

  it('does not decode to more than it may', () => {
    const coded = Uint8Array.from({ length: 2_000 }, (_, place) => (place % 2 === 0 ? 6 : 0))
    const [word = ''] = WORDS
    expect(decodeText(coded, 1_000 * word.length)).toHaveLength(1_000 * word.length)
    expect(decodeText(coded, 1_000 * word.length - 1)).toBeUndefined()
    expect(decodeText(bytesOf('four'), 3)).toBeUndefined()
  })
})

describe('the words', () => {
  it('are as many as a byte can name, each once, and none is a code', () => {
    expect(WORDS.length).toBeLessThan(256)
    expect(new Set(WORDS).size).toBe(WORDS.length)
    expect(bytesOf(WORDS.join('')).some(isControl)).toBe(false)
  })

  it('name all sections', () => {
    for (const name of sectionNames.codes) expect(WORDS).toContain(`"${name}"`)
  })
})

describe('a coded copy', () => {
  const [value, other] = [randomBytes(32), randomBytes(32)].map(encodeBase64url)
  const contact = makeDisclosure('contact', { note: value ?? '' })
  const jwsOf = (payload: string) =>
    ['{"alg":"Ed25519"}', payload, 'signature'].map(base64urlOf).join('.')
  const jws = jwsOf(`{"_sd":["${other ?? ''}","${contact.digest}"]}`)
  const copy = { jws, disclosures: [contact.disclosure] }

  it('is shorter, and the same', () => {
    const packed = packCopy(copy)
    expect(packed[0]).toBe(1)
    expect(packed.length).toBeLessThan(packPlainCopy(copy).length - 50)
    expect(unpackCopy(packed)).toStrictEqual(copy)
  })

  it('tells nothing by its length of what a section says: no value in it is coded', () => {
    const withValue = (note: string) => {
      const { disclosure } = makeDisclosure('contact', { note, word: '"identity"' })
      return packCopy({ jws: jwsOf('{}'), disclosures: [disclosure] }).length
    }
    const lengths = [value, 'no digest but as long as one, of 43 letters', `"${'A'.repeat(20)}`]
    expect(lengths.map((note) => withValue((note ?? '').padEnd(43, 'x')))).toStrictEqual([
      withValue('x'.repeat(43)),
      withValue('x'.repeat(43)),
      // A quote in it is two characters.
      withValue('x'.repeat(44)),
    ])
  })

  it('codes a grant and a clause, in which there is nothing of a person', () => {
    for (const name of ['rs.belgrade-cso', 'c1']) {
      const { disclosure } = makeDisclosure(name, { prev: value ?? '' })
      const length = (decodeBase64url(disclosure)?.length ?? 0) - 11 - 7
      const alone = packCopy({ jws: jwsOf('{}'), disclosures: [] }).length
      const packed = packCopy({ jws: jwsOf('{}'), disclosures: [disclosure] })
      // Its length, its salt and what came before it, each once.
      expect(packed.length - alone - 4).toBeLessThanOrEqual(length)
    }
  })

  it('travels plain where something in it cannot be coded', () => {
    for (const spoiled of [
      { jws: jwsOf('\u0001'), disclosures: [] },
      { jws, disclosures: [base64urlOf('\u0006')] },
      { jws, disclosures: [base64urlOf('["salt","contact",\u0002]')] },
      { jws, disclosures: [], original: jwsOf('\u0003') },
    ]) {
      expect(packCopy(spoiled)).toStrictEqual(packPlainCopy(spoiled))
      expect(unpackCopy(packCopy(spoiled))).toStrictEqual(spoiled)
    }
  })

  it('has the signatures as they are, whatever they look like', () => {
    const signature = encodeBase64url(Uint8Array.from({ length: 64 }, (_, place) => place % 7))
    const signed = { jws: `${jws.split('.').slice(0, 2).join('.')}.${signature}`, disclosures: [] }
    for (const each of [signed, { ...signed, original: signed.jws }]) {
      expect(packCopy(each)[0]).toBe(1)
      expect(unpackCopy(packCopy(each))).toStrictEqual(each)
    }
  })

  it('is refused with an own digest in a disclosure, which could be its own', () => {
    const segment = (...bytes: readonly number[]) => [0, 0, 0, bytes.length, ...bytes]
    const head = [...segment(0x7b), ...segment(0x7b), ...segment(0)]
    expect(unpackCopy(Uint8Array.of(1, ...head, ...segment(0x7b)))).toBeDefined()
    expect(unpackCopy(Uint8Array.of(1, ...head, ...segment(3, 0)))).toBeUndefined()
    expect(unpackCopy(Uint8Array.of(1, ...segment(3, 0), ...head.slice(5)))).toBeUndefined()
    expect(
      unpackCopy(Uint8Array.of(1, ...segment(3, 0), ...head.slice(5), ...segment(0x7b))),
    ).toBeDefined()
  })

  it('is refused where it stands for more than a message can hold', () => {
    const coded = Uint8Array.from({ length: 50_000 }, (_, place) => (place % 2 === 0 ? 6 : 0))
    const length = [0, 0, coded.length >> 8, coded.length & 255]
    const rest = [0, 0, 0, 1, 0x7b, 0, 0, 0, 1, 0]
    expect(unpackCopy(Uint8Array.of(1, ...length, ...coded, ...rest))).toBeUndefined()
    const half = [0, 0, 25_000 >> 8, 25_000 & 255, ...coded.slice(0, 25_000)]
    expect(unpackCopy(Uint8Array.of(1, ...half, ...rest))).toBeDefined()
    // Two of them, each of which could be.
    expect(unpackCopy(Uint8Array.of(1, ...half, ...half, ...rest.slice(5)))).toBeUndefined()
  })

  it('is read or refused and never breaks, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const read = unpackCopy(Uint8Array.of(1, ...bytes))
        if (read !== undefined) expect(unpackCopy(packCopy(read))).toStrictEqual(read)
      }),
      { numRuns: 500 },
    )
  })

  it('is refused when it is cut short, wherever', () => {
    const whole = packCopy(copy)
    const ends = new Set<number>()
    for (let length = 0; length < whole.length; length++)
      if (unpackCopy(whole.subarray(0, length)) !== undefined) ends.add(length)
    // In front of the disclosure, whose digest is then nobody's here.
    expect(ends.size).toBe(0)
  })
})
