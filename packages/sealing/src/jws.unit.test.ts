import { describe, expect, test } from 'vitest'
import { fail, ok, type Result } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { signEd25519 } from './ed25519.ts'
import { signJws, verifyJws, type ClaimedSigner } from './jws.ts'
import { generateSigningKey } from './signing-key.ts'
import { flipBit } from './test-support.ts'

const TYP = 'trm-event+sd-jwt'
const { keyId, privateKey, publicKey } = await generateSigningKey()
const claims = '{"iss":"at.vienna-cso","iat":1772359200,"v":1}'
const claimed: ClaimedSigner = { issuer: 'at.vienna-cso', keyId, issuedAt: 1_772_359_200 }

type Lookup = (claimed: ClaimedSigner) => Result<Uint8Array, 'unknown'>
const knowsKey: Lookup = (asked) => (asked.keyId === keyId ? ok(publicKey) : fail('unknown'))
const mustNotAsk: Lookup = () => {
  throw new Error('asked for a key')
}

/** Signs whatever it is given, as a hostile holder of a genuine key would. */
function forge(header: string, payload: string | Uint8Array = claims): string {
  const bytes = typeof payload === 'string' ? encodeUtf8(payload) : payload
  const signedText = `${encodeBase64url(encodeUtf8(header))}.${encodeBase64url(bytes)}`
  return `${signedText}.${encodeBase64url(signEd25519(encodeUtf8(signedText), privateKey))}`
}

const headerWith = (members: object): string =>
  JSON.stringify({ alg: 'Ed25519', typ: TYP, kid: keyId, ...members })
const token = await signJws({ typ: TYP, keyId, privateKey, payload: encodeUtf8(claims) })
const [headerText = '', payloadText = '', signatureText = ''] = token.split('.')

describe('a signed token', () => {
  test('has exactly the three header members and the payload as it was given', () => {
    expect(decodeBase64url(headerText)).toStrictEqual(
      encodeUtf8(`{"alg":"Ed25519","typ":"${TYP}","kid":"${keyId}"}`),
    )
    expect(decodeBase64url(payloadText)).toStrictEqual(encodeUtf8(claims))
  })

  test('verifies, with the transmitted bytes as payload', async () => {
    const spaced = claims.replaceAll(',', ' ,\n')
    expect(await verifyJws(forge(headerWith({}), spaced), TYP, knowsKey)).toStrictEqual(
      ok({ ...claimed, payload: encodeUtf8(spaced) }),
    )
    expect(forge(headerWith({}))).toBe(token)
  })

  test('carries its time to the millisecond', async () => {
    const precise = claims.replace('1772359200', '1772359200.123')
    const verified = await verifyJws(forge(headerWith({}), precise), TYP, knowsKey)
    expect(verified).toMatchObject({ ok: true, value: { issuedAt: 1_772_359_200.123 } })
  })

  test('asks for the key once, by what it claims', async () => {
    const asked: ClaimedSigner[] = []
    await verifyJws(token, TYP, (claim) => {
      asked.push(claim)
      return ok(publicKey)
    })
    expect(asked).toStrictEqual([claimed])
  })

  test('passes on why there is no key', async () => {
    const failure = { kind: 'revoked' } as const
    expect(await verifyJws(token, TYP, () => fail(failure))).toStrictEqual(
      fail({ kind: 'key-refused', failure }),
    )
  })

  test('passes on what the lookup throws, which is no verdict', async () => {
    await expect(verifyJws(token, TYP, mustNotAsk)).rejects.toThrow('asked for a key')
  })

  test('checked with a key of another length is a bug of the caller', async () => {
    await expect(verifyJws(token, TYP, () => ok(new Uint8Array(31)))).rejects.toMatchObject({
      code: 'SEALING_KEY_LENGTH',
    })
  })
})

describe('the limit of 256 KiB', () => {
  const payloadOf = (length: number): Uint8Array =>
    encodeUtf8(`{"iss":"at.vienna-cso","iat":1,"pad":"${'x'.repeat(length)}"}`)

  test('lets a token of 200 KB pass and throws for a longer one before it is sent', async () => {
    const long = await signJws({ typ: TYP, keyId, privateKey, payload: payloadOf(150_000) })
    expect(await verifyJws(long, TYP, knowsKey)).toMatchObject({ ok: true })
    await expect(
      signJws({ typ: TYP, keyId, privateKey, payload: payloadOf(200_000) }),
    ).rejects.toMatchObject({ code: 'SEALING_TOKEN_TOO_LONG' })
  })

  test('refuses a longer token unread', async () => {
    const long = forge(headerWith({}), payloadOf(200_000))
    expect(await verifyJws(long, TYP, mustNotAsk)).toStrictEqual(fail({ kind: 'malformed' }))
  })
})

describe('a changed token', () => {
  test('is refused for every single-bit flip of header, payload and signature', async () => {
    const texts = [headerText, payloadText, signatureText]
    const outcomes: boolean[] = []
    for (const [place, text] of texts.entries()) {
      const bytes = decodeBase64url(text) ?? new Uint8Array()
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = texts.with(place, encodeBase64url(flipBit(bytes, bit))).join('.')
        outcomes.push((await verifyJws(flipped, TYP, () => ok(publicKey))).ok)
      }
    }
    expect(outcomes.length).toBeGreaterThan(1_500)
    expect(outcomes.filter(Boolean)).toHaveLength(0)
  })

  test.each([
    [
      'the signature of another payload',
      `${headerText}.${encodeBase64url(encodeUtf8(claims.replace('1772359200', '1772359201')))}.${signatureText}`,
    ],
    ['a signature of zeros', `${headerText}.${payloadText}.${encodeBase64url(new Uint8Array(64))}`],
  ])('with %s has an invalid signature', async (_change, changed) => {
    expect(await verifyJws(changed, TYP, knowsKey)).toStrictEqual(
      fail({ kind: 'signature-invalid' }),
    )
  })

  test('with the signature of another key has an invalid signature', async () => {
    const other = await generateSigningKey()
    expect(await verifyJws(token, TYP, () => ok(other.publicKey))).toStrictEqual(
      fail({ kind: 'signature-invalid' }),
    )
  })
})

describe('a token of another type', () => {
  test.each(['trm-receipt+jwt', 'TRM-EVENT+SD-JWT', 'application/trm-event+sd-jwt', 'JWT', ''])(
    'is refused unread: %j',
    async (typ) => {
      expect(await verifyJws(forge(headerWith({ typ })), TYP, mustNotAsk)).toStrictEqual(
        fail({ kind: 'wrong-type' }),
      )
    },
  )

  test('is refused the other way round too', async () => {
    expect(await verifyJws(token, 'trm-receipt+jwt', mustNotAsk)).toStrictEqual(
      fail({ kind: 'wrong-type' }),
    )
  })
})

describe('a token of another algorithm', () => {
  test.each(['none', 'None', 'HS256', 'EdDSA', 'ed25519', 'Ed448', 'ES256', ''])(
    'is refused unread: %j',
    async (alg) => {
      expect(await verifyJws(forge(headerWith({ alg })), TYP, mustNotAsk)).toStrictEqual(
        fail({ kind: 'wrong-algorithm' }),
      )
    },
  )
})

describe('a malformed token is refused unread', () => {
  const unsigned = `${headerText}.${payloadText}.`
  const header = headerWith({})
  test.each([
    ['no text', ''],
    ['two parts', `${headerText}.${payloadText}`],
    ['four parts', `${token}.`],
    ['an SD-JWT with its separator', `${token}~`],
    ['no signature', unsigned],
    ['a short signature', unsigned + encodeBase64url(new Uint8Array(63))],
    ['a long signature', unsigned + encodeBase64url(new Uint8Array(65))],
    ['padding', `${token}==`],
    ['a line break at the end', `${token}\n`],
    ['a space in front', ` ${token}`],
    ['last bits that carry nothing', token.slice(0, -1) + nextLetter(token.at(-1) ?? '')],
    ['a header that is not JSON', forge('{')],
    ['a header that is an array', forge('[]')],
    ['a header that is null', forge('null')],
    ['an empty header', forge('{}')],
    ['a header without alg', forge(JSON.stringify({ typ: TYP, kid: keyId }))],
    ['a header without typ', forge(JSON.stringify({ alg: 'Ed25519', kid: keyId }))],
    ['a header without kid', forge(JSON.stringify({ alg: 'Ed25519', typ: TYP }))],
    ['an empty kid', forge(headerWith({ kid: '' }))],
    ['a kid that is a number', forge(headerWith({ kid: 1 }))],
    ['an alg that is a list', forge(headerWith({ alg: ['Ed25519'] }))],
    ['an extra header member', forge(headerWith({ cty: 'json' }))],
    ['crit', forge(headerWith({ crit: ['exp'], exp: 1 }))],
    ['an empty crit', forge(headerWith({ crit: [] }))],
    ['b64', forge(headerWith({ b64: false, crit: ['b64'] }))],
    ['a key in the header', forge(headerWith({ jwk: { kty: 'OKP' } }))],
    ['a key address in the header', forge(headerWith({ jku: 'https://example.org' }))],
    ['a duplicate alg', forge(header.replace('{', '{"alg":"none",'))],
    ['an escaped duplicate typ', forge(header.replace('{', '{"t\\u0079p":"x",'))],
    ['a payload of no bytes', forge(header, '')],
    ['a payload of two objects', forge(header, claims + claims)],
    ['a payload that is an array', forge(header, `[${claims}]`)],
    ['a payload that is text', forge(header, '"text"')],
    ['a payload with a byte order mark', forge(header, `\ufeff${claims}`)],
    ['a payload that is not UTF-8', forge(header, invalidUtf8(`{"iss":"?","iat":1}`))],
    ['a duplicate iss', forge(header, claims.replace('{', '{"iss":"rs.belgrade-cso",'))],
    ['an escaped duplicate iss', forge(header, claims.replace('{', '{"\\u0069ss":"rs.x",'))],
    ['a duplicate far inside', forge(header, claims.replace('"v":1', '"v":{"a":[{"b":1,"b":1}]}'))],
    ['a lone surrogate', forge(header, claims.replace('"v":1', '"v":"\\ud800"'))],
    ['no iss', forge(header, '{"iat":1}')],
    ['an empty iss', forge(header, '{"iss":"","iat":1}')],
    ['an iss that is a list', forge(header, '{"iss":["at.vienna-cso"],"iat":1}')],
    ['no iat', forge(header, '{"iss":"at.vienna-cso"}')],
    ['an iat that is text', forge(header, '{"iss":"at.vienna-cso","iat":"1"}')],
    ['an iat beyond all numbers', forge(header, '{"iss":"at.vienna-cso","iat":1e999}')],
    ['an iat before 1970', forge(header, '{"iss":"at.vienna-cso","iat":-1}')],
    ['an iat beyond 2^53', forge(header, '{"iss":"at.vienna-cso","iat":9007199254740993}')],
  ])('%s', async (_flaw, malformed) => {
    expect(await verifyJws(malformed, TYP, mustNotAsk)).toStrictEqual(fail({ kind: 'malformed' }))
  })
})

/** The text with its question mark as a byte that UTF-8 never has. */
function invalidUtf8(text: string): Uint8Array {
  return encodeUtf8(text).with(text.indexOf('?'), 0xff)
}

/** The next letter of the alphabet: the same bytes, once the bits that carry nothing are dropped. */
function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.charAt(alphabet.indexOf(letter) + 1)
}
