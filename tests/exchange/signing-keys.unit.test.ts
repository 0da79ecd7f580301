import { composeEvent, verifyEvent, type EventSigner } from '@trm/case-log'
import type { TrustList, TrustListKey } from '@trm/contracts'
import { createTrustedDirectory } from '@trm/directory'
import {
  plusMilliseconds,
  type CaseReference,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import { encodeBase64url, generateSigningKey, randomToken, type SigningKey } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'

const AT = 'at' as ParticipantCode
const VIENNA = 'at.vienna-cso' as OrganisationId
const GRAZ = 'at.graz-cso' as OrganisationId
const START = '2026-03-01T00:00:00.000Z' as Instant
const DAY_MS = 24 * 60 * 60 * 1000
const day = (days: number): Instant => plusMilliseconds(START, days * DAY_MS)
const justBefore = (days: number): Instant => plusMilliseconds(day(days), -1)

let older: SigningKey
let newer: SigningKey
beforeAll(async () => {
  older = await generateSigningKey()
  newer = await generateSigningKey()
})

/** Vienna signs with the older key from day 0 to 20 and with the newer from day 10 on. */
function listOf(
  version: number,
  more: Partial<TrustListKey> = {},
  keys = [older, newer],
): TrustList {
  const windows = new Map([
    [older, { validFrom: day(0), validUntil: day(20), ...more }],
    [newer, { validFrom: day(10), validUntil: day(40) }],
  ])
  const listed = (key: SigningKey): TrustListKey => ({
    kid: key.keyId,
    use: 'sign',
    publicKey: encodeBase64url(key.publicKey),
    validFrom: day(0),
    validUntil: day(40),
    ...windows.get(key),
  })
  const entry = (id: OrganisationId, own: readonly SigningKey[]) => ({
    id,
    kind: 'cso' as const,
    names: { en: id },
    keys: own.map(listed),
  })
  const iat = Date.parse(day(25)) / 1000
  return { v: 1, iss: AT, version, iat, organisations: [entry(VIENNA, keys), entry(GRAZ, [])] }
}

/** An event that says it is this organisation's, signed at a time, which is what it says of itself. */
async function signed(signer: EventSigner, recordedAt: Instant, author = VIENNA): Promise<string> {
  const { jws } = await composeEvent({
    case: randomToken() as unknown as CaseReference,
    author,
    tokenId: randomToken(),
    recordedAt,
    draft: {
      type: 'CapacityAsked',
      occurredAt: recordedAt,
      facts: { services: ['accommodation'], languages: ['sr'], respondBy: day(60) },
      sections: {},
      clauses: [],
      recipients: [],
    },
    plan: [],
    chainHeads: new Map(),
    signer,
  })
  return jws
}

async function verdictOn(jws: string, ...lists: readonly TrustList[]): Promise<string> {
  const directory = createTrustedDirectory()
  for (const list of lists) directory.take(list)
  const verified = await verifyEvent(jws, directory)
  return verified.ok ? verified.value.standing : verified.failure
}

describe('the signature of an event counts for the time at which it was made', () => {
  it.each<[string, () => SigningKey, Instant, string]>([
    ['with the older key before there was another', () => older, day(5), 'valid'],
    ['with the older key beside the newer', () => older, day(15), 'valid'],
    ['with the older key to its last instant', () => older, justBefore(20), 'valid'],
    ['with the older key from the instant of its end', () => older, day(20), 'not-valid-then'],
    ['with the newer key before it counts', () => newer, justBefore(10), 'not-valid-then'],
    ['with the newer key from its first instant', () => newer, day(10), 'valid'],
    ['with the newer key long after the older one', () => newer, day(35), 'valid'],
  ])('%s', async (_how, key, at, standing) => {
    expect(await verdictOn(await signed(key(), at), listOf(1))).toBe(standing)
  })

  it.each<[string, Partial<TrustListKey>, Instant, string]>([
    ['before the key was revoked', { revokedAt: day(12) }, justBefore(12), 'valid'],
    ['at the instant at which it was revoked', { revokedAt: day(12) }, day(12), 'revoked'],
    ['before it was compromised', { compromisedSince: day(5) }, justBefore(5), 'valid'],
    [
      'since it was compromised, which came out later',
      { compromisedSince: day(5) },
      day(6),
      'compromised',
    ],
  ])('%s, whenever the list came that says so', async (_when, more, at, standing) => {
    const jws = await signed(older, at)
    expect(await verdictOn(jws, listOf(1))).toBe('valid')
    expect(await verdictOn(jws, listOf(1), listOf(2, more))).toBe(standing)
  })

  it('also where a later list drops the key, up to the date of that list', async () => {
    const keptFor = { validUntil: day(40) }
    const dropped = listOf(2, {}, [newer])
    for (const [at, standing] of [
      [justBefore(25), 'valid'],
      [day(25), 'not-valid-then'],
    ] as const)
      expect(await verdictOn(await signed(older, at), listOf(1, keptFor), dropped)).toBe(standing)
  })

  it.each<[string, () => Promise<string>, string]>([
    [
      'a key that nobody lists',
      async () => signed(await generateSigningKey(), day(5)),
      'unknown-signer',
    ],
    ['the key of another organisation', () => signed(older, day(5), GRAZ), 'unknown-signer'],
    [
      'one key under the id of the other',
      () => signed({ ...newer, keyId: older.keyId }, day(15)),
      'signature-invalid',
    ],
  ])('and for nothing with %s', async (_how, make, reason) => {
    expect(await verdictOn(await make(), listOf(1))).toBe(reason)
  })
})
