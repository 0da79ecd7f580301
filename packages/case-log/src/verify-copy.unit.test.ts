import type { RefusalReason } from '@trm/contracts'
import type { EventDraft, Grant } from '@trm/domain'
import { plusMilliseconds, type Instant } from '@trm/kernel'
import {
  decodeBase64url,
  encodeBase64url,
  makeDisclosure,
  randomToken,
  signJws,
} from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeEvent, type ComposedEvent } from './compose.ts'
import {
  BELGRADE,
  clause,
  consentDraft,
  createSigners,
  directoryOf,
  newReference,
  NOW,
  signerOf,
  SKOPJE,
  VIENNA,
  type Signers,
} from './test-support.ts'
import { CLOCK_SKEW_MAX_MS, verifyCopy, type CopyContext } from './verify-copy.ts'
import { packCopy } from './wire.ts'

let signers: Signers
beforeAll(async () => {
  signers = await createSigners()
})

type Making = {
  readonly draft?: EventDraft
  readonly grant?: Partial<Grant>
  readonly recordedAt?: Instant
}

const givenDraft: EventDraft = {
  ...consentDraft(clause(VIENNA, BELGRADE, ['contact'])),
  sections: { contact: { email: 'milica@posta.example' } },
}

function compose({ draft = givenDraft, grant, recordedAt = NOW }: Making = {}) {
  const granted = {
    to: BELGRADE,
    sections: ['contact'],
    basis: { kind: 'consent', consent: 'this', clause: 'c1' },
    purpose: 'handover',
    until: NOW,
    onward: false,
    ...grant,
  } as const
  return composeEvent({
    case: newReference(),
    author: VIENNA,
    tokenId: randomToken(),
    recordedAt,
    draft,
    plan: [{ grant: granted, withheld: [] }],
    chainHeads: new Map(),
    signer: signerOf(signers, VIENNA),
  })
}

const allOf = ({ grants, clauses, sections }: ComposedEvent) => [
  ...grants,
  ...clauses,
  ...sections.map(({ disclosure }) => disclosure),
]

function verify(jws: string, disclosures: readonly string[], context: Partial<CopyContext> = {}) {
  return verifyCopy(packCopy({ jws, disclosures }), {
    self: BELGRADE,
    sender: VIENNA,
    directory: directoryOf(signers),
    now: NOW,
    ...context,
  })
}

async function reasonOf(outcome: ReturnType<typeof verifyCopy>): Promise<RefusalReason | 'none'> {
  const verified = await outcome
  return verified.ok ? 'none' : verified.failure.reason
}

/** The same payload under another header, signed for good. */
async function withHeader(jws: string, header: object): Promise<string> {
  const [, payload = '', signature = ''] = jws.split('.')
  return `${encodeBase64url(new TextEncoder().encode(JSON.stringify(header)))}.${payload}.${signature}`
}

describe('a copy', () => {
  it('that is good comes out as the event, its own grant and what that grants', async () => {
    const composed = await compose()
    const verified = await verify(composed.jws, allOf(composed))
    expect(verified).toMatchObject({
      ok: true,
      value: {
        event: { id: composed.event.id, author: VIENNA, sections: [{ name: 'contact' }] },
        grants: composed.grants,
        clauses: composed.clauses,
        sections: composed.sections,
      },
    })
  })

  it('that leaves out a granted section is good: it may have been taken back meanwhile', async () => {
    const { jws, grants } = await compose()
    expect(await verify(jws, grants)).toMatchObject({ ok: true, value: { sections: [] } })
  })

  it('is judged by the standing of the key, whatever else', async () => {
    const { jws, grants } = await compose()
    for (const standing of ['compromised', 'revoked', 'not-valid-then'] as const) {
      const directory = directoryOf(signers, { standing })
      expect(await reasonOf(verify(jws, grants, { directory }))).toBe('signer-not-valid')
    }
  })

  it.each(['auditor', 'rapporteur', 'consular', 'a kind of a later version'])(
    'is refused when its author is of the kind %s',
    async (kind) => {
      const { jws, grants } = await compose()
      const directory = directoryOf(signers, { kind })
      expect(await reasonOf(verify(jws, grants, { directory }))).toBe('author-not-entitled')
    },
  )

  it('may be ahead of our clock by ten minutes and no more', async () => {
    const ahead = (milliseconds: number) => plusMilliseconds(NOW, CLOCK_SKEW_MAX_MS + milliseconds)
    const late = await compose({ recordedAt: ahead(1) })
    expect(await reasonOf(verify(late.jws, allOf(late)))).toBe('issued-in-the-future')
    const inTime = await compose({ recordedAt: ahead(0) })
    expect(await reasonOf(verify(inTime.jws, allOf(inTime)))).toBe('none')
  })

  it.each<[string, (header: { kid: string }) => object, RefusalReason]>([
    [
      'another algorithm',
      ({ kid }) => ({ alg: 'none', typ: 'trm-event+sd-jwt', kid }),
      'wrong-algorithm',
    ],
    [
      'another type',
      ({ kid }) => ({ alg: 'Ed25519', typ: 'trm-receipt+jwt', kid }),
      'wrong-object-type',
    ],
    [
      'an extra member',
      ({ kid }) => ({ alg: 'Ed25519', typ: 'trm-event+sd-jwt', kid, crit: [] }),
      'malformed-event',
    ],
  ])('is refused for a header with %s', async (_what, header, reason) => {
    const composed = await compose()
    const jws = await withHeader(composed.jws, header({ kid: signerOf(signers, VIENNA).keyId }))
    expect(await reasonOf(verify(jws, allOf(composed)))).toBe(reason)
  })

  it('is refused when what was signed is not I-JSON', async () => {
    const { keyId, privateKey } = signerOf(signers, VIENNA)
    const text = `{"iss":"${VIENNA}","iat":1,"iat":1}`
    const payload = new TextEncoder().encode(text)
    const jws = await signJws({ typ: 'trm-event+sd-jwt', keyId, privateKey, payload })
    expect(['malformed-event', 'event-unreadable']).toContain(await reasonOf(verify(jws, [])))
  })

  it.each<[string, (composed: ComposedEvent) => readonly string[], RefusalReason]>([
    ['no disclosure at all', () => [], 'grant-missing'],
    ['its grant twice', ({ grants }) => [...grants, ...grants], 'disclosure-malformed'],
    ['a section twice', (all) => [...allOf(all), ...allOf(all).slice(-1)], 'section-invalid'],
    [
      'a section that nobody signed',
      (all) => [...all.grants, makeDisclosure('contact', {}).disclosure],
      'disclosure-not-committed',
    ],
    ['a disclosure that is none', (all) => [...all.grants, 'e30'], 'disclosure-malformed'],
  ])('is refused with %s', async (_what, choose, reason) => {
    const composed = await compose()
    expect(await reasonOf(verify(composed.jws, choose(composed)))).toBe(reason)
  })

  it.each<[string, Making, RefusalReason]>([
    ['its grant is for somebody else', { grant: { to: SKOPJE } }, 'grant-not-mine'],
    ['a section goes beyond the grant', { grant: { sections: [] } }, 'section-not-granted'],
    [
      'a clause is between others',
      { draft: { ...givenDraft, clauses: [clause(VIENNA, SKOPJE, [])] } },
      'clause-invalid',
    ],
    [
      'a clause is not what its name says',
      {
        draft: {
          ...givenDraft,
          clauses: [{ ...clause(VIENNA, BELGRADE, []), purposes: [] }],
        },
      },
      'clause-invalid',
    ],
    [
      'a section has an unknown member',
      { draft: { ...givenDraft, sections: { contact: { pigeon: 'yes' } } } },
      'section-invalid',
    ],
    [
      'a section has an unknown name',
      { draft: { ...givenDraft, sections: { secrets: { a: 1 } } } as unknown as EventDraft },
      'section-invalid',
    ],
  ])('is refused when %s', async (_what, making, reason) => {
    const composed = await compose(making)
    expect(await reasonOf(verify(composed.jws, allOf(composed)))).toBe(reason)
  })

  it('holds its place in the chain once its own grant is genuine, and not before', async () => {
    const placeIn = async (outcome: ReturnType<typeof verifyCopy>) => {
      const verified = await outcome
      return verified.ok ? undefined : verified.failure.place
    }
    const composed = await compose()
    const { jws, grants, event } = composed
    const place = { case: event.case, author: VIENNA, event: event.id, seq: 1 }
    expect(await placeIn(verify(jws, [...grants, 'e30']))).toStrictEqual(place)
    expect(await placeIn(verify(jws, []))).toBeUndefined()
    expect(await placeIn(verify(jws, grants, { sender: SKOPJE }))).toBeUndefined()
    const directory = directoryOf(signers, { standing: 'compromised' })
    expect(await placeIn(verify(jws, grants, { directory }))).toBeUndefined()
    const foreign = await compose({ grant: { to: SKOPJE } })
    expect(await placeIn(verify(foreign.jws, foreign.grants))).toBeUndefined()
  })

  it('never lets a payload be changed: wherever a bit of it flips, it is noticed', async () => {
    const composed = await compose()
    const [header = '', payload = '', signature = ''] = composed.jws.split('.')
    const bytes = decodeBase64url(payload) ?? new Uint8Array()
    for (let place = 0; place < bytes.length; place += 97) {
      const changed = bytes.slice()
      changed[place] = (changed[place] ?? 0) ^ 1
      const jws = `${header}.${encodeBase64url(changed)}.${signature}`
      expect(await reasonOf(verify(jws, allOf(composed)))).not.toBe('none')
    }
  })
})
