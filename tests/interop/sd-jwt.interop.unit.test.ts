import { composeEvent, packCopy, unpackCopy, type ComposedEvent } from '@trm/case-log'
import type { ConsentClause, EventDraft, PlannedDisclosure } from '@trm/domain'
import {
  invariant,
  toInstant,
  type CaseReference,
  type EventId,
  type OrganisationId,
} from '@trm/kernel'
import { generateSigningKey, randomToken, readDisclosure } from '@trm/sealing'
import { SDJwtInstance } from '@sd-jwt/core'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import json from '../../schemas/vectors/signed_event.json' with { type: 'json' }
import { sdJwtText } from './sd-jwt-text.ts'

const VIENNA = 'at.vienna-cso' as OrganisationId
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const NRM_OFFICE = 'rs.nrm-office' as OrganisationId
const AT = toInstant(new Date('2026-03-02T09:10:00.125Z'))
/** When the copy is read, in seconds: the other implementation refuses what is from the future. */
const RECEIVED = Date.parse('2026-03-02T09:15:00Z') / 1000
const UNTIL = toInstant(new Date('2027-03-02T09:00:00Z'))

/** The other implementation: SD-JWT by `@sd-jwt/core`, Ed25519 and SHA-256 by Node. Nothing of ours. */
function sdJwtReader(publicKey: Uint8Array) {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    verifier: (data, signature) =>
      verify(null, Buffer.from(data), key, Buffer.from(signature, 'base64url')),
  })
}

const WITHHELD = 'stays in Vienna'
const identity = { firstName: 'Đorđe', secondName: 'quotes " and \\ and 🕊' }
const needs = { services: ['accommodation'], languages: ['srp', 'deu'] }

const clause = (
  id: string,
  discloser: OrganisationId,
  recipient: OrganisationId,
): ConsentClause => ({
  id,
  discloser,
  recipient,
  purposes: ['handover'],
  sections: ['identity', 'needs'],
  from: AT,
  until: UNTIL,
  onward: false,
})
const clauses = [
  clause('c1', VIENNA, BELGRADE),
  clause('c2', BELGRADE, VIENNA),
  clause('c3', VIENNA, NRM_OFFICE),
]

const grant: PlannedDisclosure['grant'] = {
  to: BELGRADE,
  purpose: 'handover',
  sections: ['identity', 'needs'],
  basis: { kind: 'consent', consent: 'this', clause: 'c1' },
  until: UNTIL,
  onward: false,
}

// A consent with sections is more than the deciders make: one event that has all three lists.
const draft: EventDraft = {
  type: 'DataConsentGiven',
  occurredAt: AT,
  facts: {
    giver: 'self',
    form: 'oral',
    formVersion: '2026-03',
    language: 'sr-Latn',
    interpreter: true,
    matters: ['furtherUse'],
    evidence: [],
  },
  sections: { identity, needs, health: { notes: WITHHELD } },
  clauses,
  recipients: [],
}

const { keyId, privateKey, publicKey } = await generateSigningKey()
const before = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' as EventId
const composed = await composeEvent({
  case: randomToken() as string as CaseReference,
  author: VIENNA,
  tokenId: randomToken(),
  recordedAt: AT,
  draft,
  plan: [
    { grant, withheld: [] },
    { grant: { ...grant, to: NRM_OFFICE, sections: [] }, withheld: [] },
  ],
  chainHeads: new Map([[BELGRADE, { seq: 4, event: before }]]),
  signer: { keyId, privateKey },
})
const other = sdJwtReader(publicKey)

/** What goes to Belgrade: its grant, the clauses that name it, and the sections that it is granted. */
function disclosuresForBelgrade({ grants, clauses: all, sections }: ComposedEvent): string[] {
  const own = grants.filter((text) => nameOf(text) === BELGRADE)
  const mine = all.filter((text) => nameOf(text) !== 'c3')
  const granted = sections.filter(({ name }) => grant.sections.includes(name))
  return [...own, ...mine, ...granted.map(({ disclosure }) => disclosure)]
}

function nameOf(disclosure: string): string {
  const read = readDisclosure(disclosure)
  invariant(read.ok, 'test: a disclosure of our own')
  return read.value.name
}

/** The disclosure of a value that its author did not sign, under the very salt of the genuine one. */
function altered(disclosure: string): string {
  const text = Buffer.from(disclosure, 'base64url').toString().replace('quotes', 'Quotes')
  return Buffer.from(text).toString('base64url')
}

describe("a recipient's copy, read as SD-JWT by another implementation", () => {
  const sent = { jws: composed.jws, disclosures: disclosuresForBelgrade(composed) }
  const copy = unpackCopy(packCopy(sent)) ?? { jws: '', disclosures: [] }
  const [header = '', payload = '', signature = ''] = copy.jws.split('.')
  const read = (jws: string, disclosures: readonly string[] = copy.disclosures) =>
    other.verify(sdJwtText({ jws, disclosures }), { currentDate: RECEIVED })

  test('verifies, with its sections, clauses and grant as claims', async () => {
    const verified = await read(copy.jws)
    expect(verified.header).toStrictEqual({ alg: 'Ed25519', typ: 'trm-event+sd-jwt', kid: keyId })
    expect(verified.payload).toMatchObject({
      v: 1,
      iss: VIENNA,
      type: 'DataConsentGiven',
      iat: 1_772_442_600.125,
      facts: draft.facts,
    })
    expect(verified.payload).toHaveProperty('sections', { identity, needs })
    expect(verified.payload).toHaveProperty('clauses', { c1: clauses[0], c2: clauses[1] })
    const own = { ...grant, seq: 5, prev: before }
    expect(verified.payload).toHaveProperty('grants', { [BELGRADE]: own })
  })

  test('shows nothing of what is kept from the recipient', async () => {
    const shown = JSON.stringify((await read(copy.jws)).payload)
    expect(shown).toContain('accommodation')
    expect(shown).not.toContain(NRM_OFFICE)
    expect(shown).not.toContain(WITHHELD)
  })

  test('verifies without any disclosure: erased, and still signed', async () => {
    const verified = await read(copy.jws, [])
    expect(verified.payload).toMatchObject({ sections: {}, clauses: {}, grants: {} })
    expect(verified.payload).not.toHaveProperty('sections.identity')
  })

  test('is refused with a changed payload', async () => {
    const changed = Buffer.from(payload, 'base64url').toString().replace('"oral"', '"written"')
    const jws = `${header}.${Buffer.from(changed).toString('base64url')}.${signature}`
    expect(jws).not.toBe(copy.jws)
    await expect(read(jws)).rejects.toThrow('Invalid JWT Signature')
  })

  test('is refused with a changed signature', async () => {
    const changed = Buffer.from(signature, 'base64url')
    changed[20] = (changed[20] ?? 0) ^ 1
    const jws = `${header}.${payload}.${changed.toString('base64url')}`
    await expect(read(jws)).rejects.toThrow('Invalid JWT Signature')
  })

  test('is refused under another key', async () => {
    const stranger = await generateSigningKey()
    const refused = sdJwtReader(stranger.publicKey).verify(sdJwtText(copy), {
      currentDate: RECEIVED,
    })
    await expect(refused).rejects.toThrow('Invalid JWT Signature')
  })

  test('yields no claim for a changed disclosure', async () => {
    const changed = copy.disclosures.map((disclosure) =>
      nameOf(disclosure) === 'identity' ? altered(disclosure) : disclosure,
    )
    expect(changed).not.toStrictEqual(copy.disclosures)
    expect((await read(copy.jws, changed)).payload).toHaveProperty('sections', { needs })
  })
})

test('the published example reads as SD-JWT, its section a claim', async () => {
  const example = json.vectors.find(({ id }) => id === 'referral')
  const author = json.keys.find(({ holder }) => holder === VIENNA)
  invariant(example?.sdJwt !== undefined && author !== undefined, 'vectors: the example is there')
  const publicBytes = Buffer.from(author.publicKey, 'base64url')
  const verified = await sdJwtReader(publicBytes).verify(example.sdJwt, { currentDate: RECEIVED })
  expect(verified.payload).toHaveProperty('sections.needs.services')
  expect(verified.payload).toHaveProperty('grants')
})
