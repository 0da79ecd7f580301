import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvariantError } from './error.ts'
import { canonicalJson, parseStrictJson, type Json, type JsonFailure } from './json.ts'

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

describe('parseStrictJson', () => {
  it.each([
    '{}',
    '[]',
    'null',
    '""',
    '-0',
    '1.5e-7',
    '{"a":{"a":1},"b":[{"a":2}]}',
    '{":":":","\\"":"\\":\\\\"}',
    '"😀"',
    '"\\ud83d\\ude00"',
    '9007199254740991',
    '-9007199254740991',
    nested(64),
  ])('reads what JSON.parse reads: %s', (text) => {
    expect(parseStrictJson(text)).toStrictEqual({ ok: true, value: JSON.parse(text) as Json })
  })

  it.each<[string, string, JsonFailure['kind']]>([
    ['nothing', '', 'not-json'],
    ['half an object', '{"a":1', 'not-json'],
    ['something after the end', '{} {}', 'not-json'],
    ['a byte order mark', '\uFEFF{}', 'not-json'],
    ['a comment', '{}//', 'not-json'],
    ['a trailing comma', '[1,]', 'not-json'],
    ['NaN', 'NaN', 'not-json'],
    ['a raw line end in a string', '"\n"', 'not-json'],
    ['the same key twice', '{"a":1,"a":2}', 'duplicate-key'],
    ['the same key with the same value', '{"a":1,"a":1}', 'duplicate-key'],
    ['the same key escaped', String.raw`{"a":1,"\u0061":2}`, 'duplicate-key'],
    ['the same key deep inside', '[{"x":{"a":1,"b":2,"a":3}}]', 'duplicate-key'],
    ['the empty key twice', '{"":1,"":2}', 'duplicate-key'],
    ['a key of colons twice', '{"::":":","::":"\\":"}', 'duplicate-key'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', 'duplicate-key'],
    ['__proto__ twice with objects', '{"__proto__":{},"__proto__":{}}', 'duplicate-key'],
    ['a lone high surrogate', String.raw`"\ud83d"`, 'lone-surrogate'],
    ['a lone low surrogate', String.raw`["\ude00\ud83d"]`, 'lone-surrogate'],
    ['a raw lone surrogate', '"\ud83d"', 'lone-surrogate'],
    ['a lone surrogate in a key', String.raw`{"\ud83d":1}`, 'lone-surrogate'],
    ['2^53', '9007199254740992', 'unsafe-number'],
    ['-2^53', '[-9007199254740992]', 'unsafe-number'],
    ['2^53 as an exponent', '9.007199254740992e15', 'unsafe-number'],
    ['a fraction that is rounded to a large integer', '9007199254740993.5', 'unsafe-number'],
    ['a number that overflows', '1e400', 'unsafe-number'],
    ['one level more than 64', nested(66), 'too-deep'],
    ['one level more of objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'too-deep'],
    ['lists 100,000 deep', nested(100_000), 'too-deep'],
    ['objects 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'too-deep'],
    ['lists that never close', '['.repeat(1_000_000), 'not-json'],
  ])('refuses %s', (_case, text, kind) => {
    expect(parseStrictJson(text)).toStrictEqual({ ok: false, failure: { kind } })
  })

  it('takes __proto__ for a name like any other', () => {
    const parsed = parseStrictJson('{"__proto__":{"isAdmin":true}}')
    expect(parsed.ok && Object.keys(parsed.value ?? {})).toStrictEqual(['__proto__'])
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(parsed.ok && canonicalJson(parsed.value)).toBe('{"__proto__":{"isAdmin":true}}')
  })

  it.each([
    ['letters', 'a', 20_000_000],
    ['escapes', '\\u0061', 3_300_000],
    ['escaped quotes', '\\"', 10_000_000],
    ['colons', ':', 20_000_000],
  ])('reads a string of 20 MB: %s', (_case, piece, count) => {
    const parsed = parseStrictJson(`{"a":"${piece.repeat(count)}"}`)
    expect(parsed.ok).toBe(true)
  })

  it('reads every value back that JSON can carry', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value)
        const parsed = parseStrictJson(text)
        if (parsed.ok) expect(parsed.value).toStrictEqual(JSON.parse(text))
        else expect(parsed.failure.kind).toBe('unsafe-number')
      }),
    )
  })

  it('finds a doubled key wherever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), (name, value) => {
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`
        const parsed = parseStrictJson(`[{"other:":1,${member},${member}}]`)
        expect(parsed.ok).toBe(false)
      }),
    )
  })

  it('answers any text with a value', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseStrictJson(text).ok === 'boolean'))
  })
})

describe('canonicalJson', () => {
  it('writes the literals, strings and numbers of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('orders names by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const ordered = [...canonicalJson(value).matchAll(/:"([^"]*)"/g)].map(([, name]) => name)
    expect(ordered).toStrictEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it.each<[Json, string]>([
    [-0, '0'],
    [1e-7, '1e-7'],
    [0.1, '0.1'],
    [5e-324, '5e-324'],
    [9007199254740991, '9007199254740991'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: [{ d: 1, c: 2 }], a: '' }, '{"a":"","b":[{"c":2,"d":1}]}'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each<[string, unknown]>([
    ['the large number of the example in section 3.2.2', 1e30],
    ['2^53', 2 ** 53],
    ['NaN', NaN],
    ['infinity', [Infinity]],
    ['a lone surrogate', 'a\ud83d'],
    ['a name with a lone surrogate', { '\ude00': 1 }],
    ['undefined', undefined],
    ['a member that is undefined', { a: undefined }],
    ['a list with a hole', Array(2)],
    ['a bigint', { a: 1n }],
    ['a function', { a: () => 1 }],
    ['a symbol', [Symbol('x')]],
    ['65 levels', JSON.parse(nested(66))],
  ])('cannot write %s', (_case, value) => {
    expect(() => canonicalJson(value as Json)).toThrow(InvariantError)
  })

  it('stops at a value that contains itself', () => {
    const round: { self?: unknown } = {}
    round.self = round
    expect(() => canonicalJson(round as Json)).toThrow(InvariantError)
  })

  it('is the same for the same value, however its members were ordered', () => {
    const objects = fc.dictionary(fc.string(), fc.integer())
    fc.assert(
      fc.property(objects, (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(value)
      }),
    )
  })
})
