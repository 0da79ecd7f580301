import { encodeTrustList, TRUST_LIST_TYP, type TrustList, type TrustListKey } from '@trm/contracts'
import type { Instant, OrganisationId, ParticipantCode } from '@trm/kernel'
import {
  encodeBase64url,
  generateSealingKey,
  generateSigningKey,
  signJws,
  type SigningKey,
} from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTrustedDirectory } from './trusted-directory.ts'
import { verifyTrustList } from './verify-trust-list.ts'

const AT = 'at' as ParticipantCode
const VIENNA = 'at.vienna-cso' as OrganisationId
const at = (day: string) => `2026-03-${day}T00:00:00.000Z` as Instant

let root: SigningKey
let signing: SigningKey
let older: ReturnType<typeof generateSealingKey>
let newer: ReturnType<typeof generateSealingKey>
beforeAll(async () => {
  root = await generateSigningKey()
  signing = await generateSigningKey()
  older = generateSealingKey()
  newer = generateSealingKey()
})

function listedKey(
  use: TrustListKey['use'],
  { keyId, publicKey }: { readonly keyId: string; readonly publicKey: Uint8Array },
  more: Partial<TrustListKey> = {},
): TrustListKey {
  return {
    kid: keyId,
    use,
    publicKey: encodeBase64url(publicKey),
    validFrom: at('01'),
    validUntil: at('20'),
    ...more,
  }
}

function listOf(keys: readonly TrustListKey[], more: Partial<TrustList> = {}): TrustList {
  const vienna = { id: VIENNA, kind: 'cso' as const, names: { en: 'Vienna CSO' }, keys: [...keys] }
  return { v: 1, iss: AT, version: 3, iat: 1, organisations: [vienna], ...more }
}

function sign(list: TrustList, by: SigningKey = root): Promise<string> {
  return signJws({ typ: TRUST_LIST_TYP, ...by, payload: encodeTrustList(list) })
}

const pinned = () => ({ participant: AT, ...root })

function directoryWith(...keys: readonly TrustListKey[]) {
  const directory = createTrustedDirectory()
  directory.take(listOf(keys))
  return directory
}

describe('a trust list', () => {
  it('is taken when the pinned root signed it, the version in use again or a newer one', async () => {
    const token = await sign(listOf([listedKey('sign', signing)]))
    for (const known of [0, 2, 3]) {
      expect(await verifyTrustList(token, pinned(), known)).toMatchObject({ ok: true })
    }
  })

  it('is refused when it is older than the one in use', async () => {
    const token = await sign(listOf([]))
    expect(await verifyTrustList(token, pinned(), 4)).toStrictEqual({
      ok: false,
      failure: { kind: 'older-version' },
    })
  })

  it.each<[string, () => TrustListKey]>([
    ['a signing key', () => listedKey('sign', { ...signing, keyId: root.keyId })],
    ['a sealing key', () => listedKey('seal', { ...newer, keyId: older.keyId })],
  ])('is refused when it lists %s under the id of another', async (_what, key) => {
    const token = await sign(listOf([key()]))
    expect(await verifyTrustList(token, pinned(), 0)).toStrictEqual({
      ok: false,
      failure: { kind: 'key-id-mismatch' },
    })
  })

  it.each<[string, () => Promise<string>]>([
    ['another root', async () => sign(listOf([]), await generateSigningKey())],
    [
      'another key under the id of the root',
      async () => sign(listOf([]), { ...(await generateSigningKey()), keyId: root.keyId }),
    ],
    [
      'the root of another Participant',
      () => sign({ ...listOf([]), iss: 'rs' as ParticipantCode, organisations: [] }),
    ],
    [
      'the root, as another kind of object',
      () => signJws({ typ: 'trm-receipt+jwt', ...root, payload: encodeTrustList(listOf([])) }),
    ],
    [
      'the root, and was changed since',
      async () => {
        const [header = '', payload = '', signature = ''] = (await sign(listOf([]))).split('.')
        return `${header}.${payload.slice(0, 20)}${payload[20] === 'A' ? 'B' : 'A'}${payload.slice(21)}.${signature}`
      },
    ],
    ['nobody: it is empty', () => Promise.resolve('')],
  ])('is refused when it is signed by %s', async (_who, make) => {
    expect(await verifyTrustList(await make(), pinned(), 0)).toStrictEqual({
      ok: false,
      failure: { kind: 'not-signed-by-root' },
    })
  })

  it.each<[string, (list: TrustList) => object]>([
    [
      'lists an organisation of another Participant',
      (list) => ({ ...list, organisations: [{ ...list.organisations[0], id: 'rs.belgrade-cso' }] }),
    ],
    [
      'lists an organisation twice',
      (list) => ({ ...list, organisations: [...list.organisations, ...list.organisations] }),
    ],
    ['has a field that nobody knows', (list) => ({ ...list, remark: 'trust me' })],
    ['has version 0', (list) => ({ ...list, version: 0 })],
    ['is of a later version of the format', (list) => ({ ...list, v: 2 })],
  ])('is refused when it %s', async (_what, spoil) => {
    const payload = new TextEncoder().encode(JSON.stringify(spoil(listOf([]))))
    const token = await signJws({ typ: TRUST_LIST_TYP, ...root, payload })
    expect(await verifyTrustList(token, pinned(), 0)).toStrictEqual({
      ok: false,
      failure: { kind: 'invalid' },
    })
  })
})

describe('a signing key', () => {
  const standing = (more: Partial<TrustListKey>, when: string) =>
    directoryWith(listedKey('sign', signing, more)).signingKey(VIENNA, signing.keyId, at(when)).kind

  it.each<[string, Partial<TrustListKey>, string, string]>([
    ['before its first instant', {}, '01', 'valid'],
    ['on its last day', {}, '19', 'valid'],
    ['at the instant that it ends', {}, '20', 'not-valid-then'],
    ['before it begins', { validFrom: at('05') }, '04', 'not-valid-then'],
    ['before it was revoked', { revokedAt: at('10') }, '09', 'valid'],
    ['from the instant that it is revoked', { revokedAt: at('10') }, '10', 'revoked'],
    ['before it was compromised', { compromisedSince: at('10') }, '09', 'valid'],
    [
      'from the instant that it is compromised',
      { compromisedSince: at('10') },
      '10',
      'compromised',
    ],
    [
      'compromised and revoked: the graver of the two',
      { compromisedSince: at('10'), revokedAt: at('05') },
      '11',
      'compromised',
    ],
    [
      'revoked and not yet compromised',
      { compromisedSince: at('10'), revokedAt: at('05') },
      '06',
      'revoked',
    ],
    ['compromised after its time', { compromisedSince: at('10') }, '25', 'compromised'],
  ])('is judged as of a time: %s', (_when, more, day, expected) => {
    expect(standing(more, day)).toBe(expected)
  })

  it('is found by exact organisation, key id and use', () => {
    const directory = directoryWith(listedKey('sign', signing), listedKey('seal', older))
    const { keyId } = signing
    expect(directory.signingKey(VIENNA, keyId, at('02'))).toStrictEqual({
      kind: 'valid',
      publicKey: signing.publicKey,
    })
    expect(directory.signingKey(VIENNA, older.keyId, at('02'))).toStrictEqual({
      kind: 'unknown-key',
    })
    const stranger = 'at.other-cso' as OrganisationId
    expect(directory.signingKey(stranger, keyId, at('02'))).toStrictEqual({
      kind: 'unknown-organisation',
    })
  })
})

describe('the key to seal to', () => {
  it('is the newest that is valid then', () => {
    const directory = directoryWith(
      listedKey('seal', newer, { validFrom: at('10') }),
      listedKey('seal', older),
      listedKey('sign', signing, { validFrom: at('11') }),
    )
    expect(directory.sealingKey(VIENNA, at('09'))?.keyId).toBe(older.keyId)
    expect(directory.sealingKey(VIENNA, at('10'))?.keyId).toBe(newer.keyId)
    expect(directory.sealingKey(VIENNA, at('20'))).toBeUndefined()
  })

  it.each(['revokedAt', 'compromisedSince'] as const)('is not one with %s', (flaw) => {
    const directory = directoryWith(
      listedKey('seal', newer, { validFrom: at('10'), [flaw]: at('12') }),
      listedKey('seal', older),
    )
    expect(directory.sealingKey(VIENNA, at('11'))?.keyId).toBe(newer.keyId)
    expect(directory.sealingKey(VIENNA, at('12'))?.keyId).toBe(older.keyId)
  })
})

describe('the directory', () => {
  it('lets a newer list replace the older one whole', () => {
    const directory = directoryWith(listedKey('sign', signing))
    directory.take(listOf([], { version: 4, organisations: [] }))
    expect(directory.versionOf(AT)).toBe(4)
    expect(directory.findOrganisation(VIENNA)).toBeUndefined()
    expect(directory.organisationsOf(AT)).toStrictEqual([])
  })

  it('knows nobody of a Participant that is not pinned', () => {
    const directory = directoryWith()
    expect(directory.organisationsOf('rs' as ParticipantCode)).toStrictEqual([])
    expect(directory.mailboxOf('rs.belgrade-cso' as OrganisationId)).toBeUndefined()
    expect(directory.versionOf('rs' as ParticipantCode)).toBe(0)
  })
})
