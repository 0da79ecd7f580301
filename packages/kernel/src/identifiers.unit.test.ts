import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isCaseReference,
  isEventId,
  isOrganisationId,
  isParticipantCode,
  isTokenId,
  participantOf,
} from './identifiers.ts'

describe('a participant code', () => {
  it.each(['at', 'rs', 'xk'])('is two small letters: %s', (text) => {
    expect(isParticipantCode(text)).toBe(true)
  })

  it.each(['', 'a', 'AT', 'aut', 'a1', 'at\n', ' at', 'äö'])('is not %j', (text) => {
    expect(isParticipantCode(text)).toBe(false)
  })
})

describe('an organisation id', () => {
  it.each(['at.vienna-cso', 'xk.a', 'rs.1', `at.${'a'.repeat(61)}`])(
    'is code, dot, slug: %s',
    (text) => {
      expect(isOrganisationId(text)).toBe(true)
    },
  )

  it.each([
    'vienna-cso',
    'at.',
    'at.-cso',
    'at.cso-',
    'at.vienna--cso',
    'at.Vienna',
    'AT.vienna',
    'at.vienna.cso',
    'at.vienna cso',
    'at.vienna_cso',
    'at.*',
    'at.>',
    'at.vienna-cso\n',
    `at.${'a'.repeat(62)}`,
  ])('is not %j', (text) => {
    expect(isOrganisationId(text)).toBe(false)
  })

  it('is refused by its length before anything else looks at it', () => {
    expect(isOrganisationId(`at.${'a-'.repeat(10_000_000)}`)).toBe(false)
  })

  it('says which Participant it belongs to', () => {
    const id = 'rs.belgrade-cso'
    expect(isOrganisationId(id) && participantOf(id)).toBe('rs')
  })
})

describe.each([
  ['a case reference', isCaseReference, 16],
  ['a token id', isTokenId, 16],
  ['an event id', isEventId, 32],
] as const)('%s', (_name, guard, byteCount) => {
  const bytes = fc.uint8Array({ minLength: byteCount, maxLength: byteCount })
  const textOf = (value: Uint8Array) => Buffer.from(value).toString('base64url')
  const sample = textOf(new Uint8Array(byteCount).fill(0xa5))

  it('is base64url of exactly so many bytes', () => {
    fc.assert(fc.property(bytes, (value) => guard(textOf(value))))
  })

  it('has one spelling: no other last character stands for the same bytes', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const accepted = Array.from(alphabet).filter((last) => guard(sample.slice(0, -1) + last))
    expect(accepted).toHaveLength(byteCount === 16 ? 4 : 16)
    for (const last of accepted) {
      const text = sample.slice(0, -1) + last
      expect(textOf(Buffer.from(text, 'base64url'))).toBe(text)
    }
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['a character less', sample.slice(1)],
    ['a character more', `A${sample}`],
    ['padding', `${sample}=`],
    ['base64 of the other alphabet', `+/${sample.slice(2)}`],
    ['a line end', `${sample}\n`],
    ['a blank', ` ${sample.slice(1)}`],
  ])('is not %s', (_case, text) => {
    expect(guard(text)).toBe(false)
  })
})
