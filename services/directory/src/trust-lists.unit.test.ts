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

/** The tenth of March 2026. */
const SECONDS = Date.parse(at('10')) / 1000

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

describe('the keys that are listed', () => {
  it('are told with their windows as the list in use has them, and without the keys', () => {
    const directory = directoryWith(
      listedKey('sign', signing, { compromisedSince: at('05') }),
      listedKey('seal', older),
    )
    const window = { validFrom: at('01'), validUntil: at('20') }
    expect(directory.listedKeys(VIENNA)).toStrictEqual([
      { keyId: signing.keyId, use: 'sign', ...window, compromisedSince: at('05') },
      { keyId: older.keyId, use: 'seal', ...window },
    ])
    directory.take(listOf([], { version: 4, iat: SECONDS }))
    expect(directory.listedKeys(VIENNA)).toStrictEqual([])
  })

  it('are none of an organisation that is not listed', () => {
    const directory = directoryWith(listedKey('seal', older))
    expect(directory.listedKeys('at.graz-cso' as OrganisationId)).toStrictEqual([])
  })
})

describe('a mailbox in whose place another is', () => {
  const [newest, former] = ['n'.repeat(16), 'f'.repeat(16)]

  it('is told to its owner with its end, and nobody sends there', () => {
    const directory = createTrustedDirectory()
    const [vienna] = listOf([]).organisations
    if (vienna === undefined) throw new Error('Vienna is listed')
    const formerMailboxes = [{ mailbox: former, until: at('20') }]
    directory.take(listOf([], { organisations: [{ ...vienna, mailbox: newest, formerMailboxes }] }))
    expect(directory.mailboxOf(VIENNA)).toStrictEqual({ participant: AT, mailbox: newest })
    expect(directory.formerMailboxesOf(VIENNA)).toStrictEqual(formerMailboxes)
    directory.take(listOf([], { version: 4, organisations: [{ ...vienna, mailbox: newest }] }))
    expect(directory.formerMailboxesOf(VIENNA)).toStrictEqual([])
  })
})

describe('the directory', () => {
  it('lets a newer list replace the older one for what is to come', () => {
    const directory = directoryWith(listedKey('sign', signing), listedKey('seal', older))
    directory.take(listOf([], { version: 4, iat: SECONDS, organisations: [] }))
    expect(directory.versionOf(AT)).toBe(4)
    expect(directory.findOrganisation(VIENNA)).toBeUndefined()
    expect(directory.organisationsOf(AT)).toStrictEqual([])
    expect(directory.sealingKey(VIENNA, at('09'))).toBeUndefined()
  })

  it('forgets no key that was listed once, and takes it for what it was until it was dropped', () => {
    const directory = directoryWith(listedKey('sign', signing))
    directory.take(listOf([], { version: 4, iat: SECONDS }))
    const { keyId, publicKey } = signing
    expect(directory.signingKey(VIENNA, keyId, at('09'))).toStrictEqual({
      kind: 'valid',
      publicKey,
    })
    expect(directory.signingKey(VIENNA, keyId, at('10'))).toStrictEqual({
      kind: 'not-valid-then',
      publicKey,
    })
    expect(directory.standingOf(VIENNA, at('11'))).toMatchObject({ isListed: true })
  })

  it('goes on calling compromised what was, also of one that left', () => {
    const compromised = listedKey('sign', signing, { compromisedSince: at('05') })
    const directory = directoryWith(compromised)
    directory.take(listOf([], { version: 4, iat: SECONDS, organisations: [] }))
    expect(directory.signingKey(VIENNA, signing.keyId, at('11')).kind).toBe('compromised')
  })

  it('says what an organisation was then, where it has become another kind since', () => {
    const directory = directoryWith()
    const [vienna] = listOf([]).organisations
    if (vienna === undefined) throw new Error('Vienna is listed')
    const organisations = [{ ...vienna, kind: 'police' as const }]
    directory.take(listOf([], { version: 4, iat: SECONDS, organisations }))
    expect(directory.standingOf(VIENNA, at('09'))?.kind).toBe('cso')
    expect(directory.standingOf(VIENNA, at('10'))?.kind).toBe('police')
  })

  it('says of each fact whether it is in force as of a time, and nothing of what is not stated', () => {
    const directory = createTrustedDirectory()
    const [vienna] = listOf([]).organisations
    if (vienna === undefined) throw new Error('Vienna is listed')
    const licence = [
      { from: at('01'), until: at('05') },
      { from: at('08'), until: at('10') },
    ]
    const facts = { licence, vetting: [], membership: [{ from: at('03') }] }
    directory.take(listOf([], { organisations: [{ ...vienna, facts }] }))
    const licenceOn = (day: string) => directory.standingOf(VIENNA, at(day))?.facts.licence
    expect(['01', '04', '05', '08', '10'].map(licenceOn)).toStrictEqual([
      'inForce',
      'inForce',
      'notInForce',
      'inForce',
      'notInForce',
    ])
    expect(directory.standingOf(VIENNA, at('09'))?.facts).toStrictEqual({
      licence: 'inForce',
      agreement: 'notStated',
      membership: 'inForce',
      vetting: 'notInForce',
    })
  })

  it('knows nobody of a Participant that is not pinned', () => {
    const directory = directoryWith()
    expect(directory.organisationsOf('rs' as ParticipantCode)).toStrictEqual([])
    expect(directory.mailboxOf('rs.belgrade-cso' as OrganisationId)).toBeUndefined()
    expect(directory.versionOf('rs' as ParticipantCode)).toBe(0)
    expect(directory.standingOf('rs.belgrade-cso' as OrganisationId, at('01'))).toBeUndefined()
  })
})
