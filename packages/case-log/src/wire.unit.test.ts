import { decodeBase64url, encodeBase64url } from '@trm/sealing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packCopy, packPlainCopy, unpackCopy, type EventCopy } from './wire.ts'

const segment = fc
  .uint8Array({ minLength: 1, maxLength: 80 })
  .map((bytes) => encodeBase64url(bytes))
const copies = fc
  .tuple(
    segment,
    segment,
    segment,
    fc.array(segment, { maxLength: 64 }),
    fc.option(fc.tuple(segment, segment, segment)),
  )
  .map(([header, payload, signature, disclosures, original]): EventCopy => ({
    jws: `${header}.${payload}.${signature}`,
    disclosures,
    ...(original !== null && { original: original.join('.') }),
  }))

const sample = { jws: 'aGVhZA.cGF5bG9hZA.c2ln', disclosures: ['Z3JhbnQ', 'c2VjdGlvbg'] }

it.each([
  ['coded', packCopy],
  ['plain', packPlainCopy],
])('a copy that travels %s comes out as the very same text', (_form, pack) => {
  fc.assert(
    fc.property(copies, (copy) => {
      expect(unpackCopy(pack(copy))).toStrictEqual(copy)
    }),
    { numRuns: 100 },
  )
})

describe('a copy as it travels plain', () => {
  it('has one form: what can be read packs into the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        // Of what begins with a one there may be several forms.
        const read = bytes[0] === 1 ? undefined : unpackCopy(bytes)
        if (read !== undefined) expect(packPlainCopy(read)).toStrictEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })

  it('is refused with 65 disclosures, also where an original makes room for more', () => {
    const many = { ...sample, disclosures: Array.from({ length: 65 }, () => 'Z3JhbnQ') }
    expect(unpackCopy(packPlainCopy(many))).toBeUndefined()
    expect(unpackCopy(packPlainCopy({ ...many, original: sample.jws }))).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['a segment too few', 'aGVhZA.cGF5bG9hZA'],
    ['a segment too many', 'aGVhZA.cGF5bG9hZA.c2ln.c2ln'],
    ['an empty segment', 'aGVhZA..c2ln'],
  ])('is refused with %s for an original', (_what, original) => {
    expect(unpackCopy(packPlainCopy({ ...sample, original }))).toBeUndefined()
    expect(unpackCopy(packPlainCopy({ ...sample, original: sample.jws }))).toStrictEqual({
      ...sample,
      original: sample.jws,
    })
  })

  it('is refused when it is cut short in a segment or in a length', () => {
    const whole = packPlainCopy(sample)
    const ends = new Set<number>()
    let offset = 0
    for (const text of [...sample.jws.split('.'), ...sample.disclosures]) {
      offset += 4 + (decodeBase64url(text)?.length ?? 0)
      ends.add(offset)
    }
    for (let length = 0; length < whole.length; length++) {
      const read = unpackCopy(whole.subarray(0, length))
      // Between segments the rest is missing disclosures, which the signature's digests are about.
      const isWholeSegments = ends.has(length) && length >= ([...ends][2] ?? 0)
      expect({ length, isRead: read !== undefined }).toStrictEqual({
        length,
        isRead: isWholeSegments,
      })
    }
  })

  it.each([
    ['zero', 0],
    ['one too many', 1],
    ['beyond the end', 1000],
    ['the largest there is', 0xffff_ffff],
  ])('is refused when a length lies: %s', (_what, lie) => {
    const segments = 3 + sample.disclosures.length
    for (let target = 0; target < segments; target++) {
      const bytes = packPlainCopy(sample)
      const view = new DataView(bytes.buffer)
      let offset = 0
      for (let place = 0; place < target; place++) offset += 4 + view.getUint32(offset)
      const truth = view.getUint32(offset)
      view.setUint32(offset, lie === 1 ? truth + 1 : lie)
      expect(unpackCopy(bytes)).toBeUndefined()
    }
  })

  it('is refused with an empty segment, which no base64url text stands for', () => {
    const packed = packPlainCopy(sample)
    expect(unpackCopy(Uint8Array.of(...packed, 0, 0, 0, 0))).toBeUndefined()
    expect(unpackCopy(Uint8Array.of(0, 0, 0, 0, ...packed))).toBeUndefined()
  })

  it('is refused with more than 64 disclosures', () => {
    const disclosures = Array.from({ length: 65 }, () => 'Z3JhbnQ')
    expect(unpackCopy(packPlainCopy({ jws: sample.jws, disclosures }))).toBeUndefined()
    const fewer = disclosures.slice(1)
    expect(unpackCopy(packPlainCopy({ jws: sample.jws, disclosures: fewer }))).toBeDefined()
  })

  it('is read from the middle of a larger buffer', () => {
    const packed = packPlainCopy(sample)
    const buffer = new Uint8Array(packed.length + 20)
    buffer.set(packed, 10)
    expect(unpackCopy(buffer.subarray(10, 10 + packed.length))).toStrictEqual(sample)
  })
})
