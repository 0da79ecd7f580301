import { eventDefinitions, eventTypes, type EventType } from '@trm/domain'
import type { VerifiedBytes } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { currentVersion } from './facts.ts'
import {
  decodeSignedEvent,
  encodeSignedEvent,
  SECTION_DIGESTS,
  type EventDecodeFailure,
  type SignedEvent,
} from './signed-event.ts'
import {
  digest,
  facts,
  noon,
  someCase,
  someEvent,
  someToken,
  vienna,
} from './test-support/samples.ts'

const digests = (count: number, first = 0) =>
  Array.from({ length: count }, (_, place) => digest(first + place))

function signed(type: EventType): SignedEvent {
  return {
    jti: someToken,
    iss: vienna,
    case: someCase,
    type,
    tv: currentVersion(type),
    iat: 1_772_359_200.123,
    occurred: noon,
    facts: facts[type],
    sectionDigests: digests(SECTION_DIGESTS),
    clauseDigests: eventDefinitions[type].carriesClauses ? digests(8, 16) : [],
    grantDigests: digests(8, 24),
  } as SignedEvent
}

const verified = (text: string | Uint8Array) =>
  (typeof text === 'string' ? new TextEncoder().encode(text) : text) as VerifiedBytes

const payloadOf = (type: EventType) =>
  JSON.parse(new TextDecoder().decode(encodeSignedEvent(signed(type)))) as Record<string, unknown>

/** The answer to a payload of which some members were changed; undefined takes a member away. */
const decodeWith = (changes: object, type: EventType = 'ReferralSeen') =>
  decodeSignedEvent(verified(JSON.stringify({ ...payloadOf(type), ...changes })))

const invalid = (...places: readonly string[]) => ({
  ok: false,
  failure: { kind: 'invalid', places },
})
const failed = (kind: EventDecodeFailure['kind']) => ({ ok: false, failure: { kind } })

describe('a signed event', () => {
  it.each(eventTypes)('is read as it was written: %s', (type) => {
    const event = signed(type)
    expect(decodeSignedEvent(verified(encodeSignedEvent(event)))).toStrictEqual({
      ok: true,
      value: event,
    })
  })

  it('has the members that the protocol names, and no other', () => {
    expect(Object.keys(payloadOf('ReferralSeen')).sort()).toStrictEqual(
      'v jti iss case type tv iat occurred facts sections grants _sd_alg'.split(' ').sort(),
    )
    expect(Object.keys(payloadOf('DataConsentGiven'))).toContain('clauses')
  })
})

describe('another version', () => {
  it.each([2, 3, 99])('of the protocol is called unsupported, whatever is in it: %i', (v) => {
    expect(decodeWith({ v })).toStrictEqual(failed('unsupported-version'))
    expect(decodeSignedEvent(verified(JSON.stringify({ v, body: [] })))).toStrictEqual(
      failed('unsupported-version'),
    )
  })

  it('of an event type is called unsupported', () => {
    expect(decodeWith({ tv: 2 })).toStrictEqual(failed('unsupported-version'))
  })

  it.each([[0], [1.5], ['1'], [null], [undefined]])('that is no version is invalid: %j', (v) => {
    expect(decodeWith({ v })).toStrictEqual(invalid('v'))
  })
})

describe('an event type', () => {
  it.each(['CaseErased', 'caseOpened', '', '__proto__', 'constructor', 'toString'])(
    'that is not known is not guessed: "%s"',
    (type) => {
      expect(decodeWith({ type })).toStrictEqual(failed('unknown-type'))
    },
  )

  it('does not lend its facts to a type that says something else', () => {
    const saying = (type: EventType) => JSON.stringify(Object.entries(eventDefinitions[type].facts))
    let refused = 0
    for (const type of eventTypes) {
      const others = eventTypes.filter((other) => saying(other) !== saying(type))
      const lent = others.filter((other) => decodeWith({ facts: facts[other] }, type).ok)
      // An id is an id: which event it is of is for the case to judge.
      const sameMembers = (other: EventType) =>
        Object.keys(facts[other]).join() === Object.keys(facts[type]).join()
      expect(lent.filter((other) => !sameMembers(other))).toStrictEqual([])
      refused += others.length - lent.length
    }
    expect(refused).toBeGreaterThan(10_000)
  })

  it('is read in the version in which it was signed', () => {
    const first = { tv: 1, facts: { referral: someEvent, subjects: ['person'] } }
    const read = decodeWith(first, 'RiskAssessed')
    expect(read.ok && [read.value.tv, read.value.facts]).toStrictEqual([
      1,
      { about: someEvent, subjects: ['person'] },
    ])
    expect(decodeWith({ ...first, tv: 2 }, 'RiskAssessed')).toStrictEqual(invalid(''))
    expect(decodeWith({ ...first, tv: 3 }, 'RiskAssessed')).toStrictEqual(
      failed('unsupported-version'),
    )
  })
})

describe('a payload that is not exactly an event', () => {
  it.each<[string, object, string]>([
    ['a field more', { note: 'x' }, ''],
    ['no jti', { jti: undefined }, 'jti'],
    ['another alphabet in the jti', { jti: '+'.repeat(22) }, 'jti'],
    ['an author in capitals', { iss: 'AT.vienna' }, 'iss'],
    ['an author of megabytes', { iss: `at.${'a-'.repeat(10_000_000)}` }, 'iss'],
    ['a case that carries a name', { case: 'jane-doe-2026' }, 'case'],
    ['a type of megabytes', { type: 'x'.repeat(65) }, 'type'],
    ['a time before 1970', { iat: -1 }, 'iat'],
    ['a time that is text', { iat: '2026' }, 'iat'],
    ['a second spelling of an instant', { occurred: '2026-03-01T12:00:00Z' }, 'occurred'],
    ['no facts', { facts: undefined }, 'facts'],
    ['facts that are a list', { facts: [] }, 'facts'],
    ['another digest algorithm', { _sd_alg: 'sha-512' }, '_sd_alg'],
    ['no digest algorithm', { _sd_alg: undefined }, '_sd_alg'],
    ['15 section digests', { sections: { _sd: digests(15) } }, 'sections._sd'],
    ['17 section digests', { sections: { _sd: digests(17) } }, 'sections._sd'],
    ['a section in clear', { sections: { _sd: digests(16), identity: {} } }, 'sections'],
    ['a grant in clear', { grants: { _sd: digests(8), to: vienna } }, 'grants'],
    ['no grants', { grants: undefined }, 'grants'],
    ['more grants than there can be', { grants: { _sd: digests(513) } }, 'grants._sd'],
    ['a digest too short', { grants: { _sd: ['A'.repeat(42)] } }, 'grants._sd.0'],
    ['clauses where nobody consents', { clauses: { _sd: digests(8) } }, 'clauses'],
  ])('is refused, and the place is named: %s', (_case, changes, place) => {
    expect(decodeWith(changes)).toStrictEqual(invalid(place))
  })

  it('is refused without its values or foreign names being repeated', () => {
    const answer = decodeWith({ facts: { referral: 'Example Name', 'Example Secret': 1 } })
    expect(JSON.stringify(answer)).not.toContain('Example')
  })

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['a list', '['],
    ['a byte order mark', `\uFEFF${JSON.stringify(payloadOf('ReferralSeen'))}`],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0x80, 0x22)],
    ['a doubled key', JSON.stringify(payloadOf('ReferralSeen')).replace('{', '{"v":1,')],
    [
      'a doubled key, escaped',
      JSON.stringify(payloadOf('ReferralSeen')).replace('{', String.raw`{"\u0076":1,`),
    ],
    ['a bomb of depth', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('is not read at all: %s', (_case, text) => {
    expect(decodeSignedEvent(verified(text))).toStrictEqual(failed('not-json'))
  })

  it.each(['null', '1', '"text"', '[]', '{}'])('is refused: %s', (text) => {
    expect(decodeSignedEvent(verified(text))).toMatchObject({ failure: { kind: 'invalid' } })
  })
})
