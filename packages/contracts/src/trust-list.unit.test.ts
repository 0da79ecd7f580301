import type { VerifiedBytes } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { austria, later, noon, vienna } from './test-support/samples.ts'
import { decodeTrustList, encodeTrustList, type TrustList } from './trust-list.ts'

const key = {
  kid: 'k'.repeat(43),
  use: 'sign',
  publicKey: 'A'.repeat(43),
  validFrom: noon,
  validUntil: later,
} as const

const organisation = {
  id: vienna,
  kind: 'cso',
  names: { en: 'Example CSO', de: 'Beispielverein', 'sr-Cyrl': 'Пример' },
  keys: [key, { ...key, kid: 's'.repeat(43), use: 'seal', publicKey: 'A'.repeat(1622) }],
  mailbox: 'abcdefgh12345678',
} satisfies TrustList['organisations'][number]

const list: TrustList = { v: 1, iss: austria, version: 3, iat: 0, organisations: [organisation] }

const verified = (text: string) => new TextEncoder().encode(text) as VerifiedBytes
const [newest, former] = ['n'.repeat(32), 'f'.repeat(32)]
const decodeWith = (changes: object) =>
  decodeTrustList(verified(JSON.stringify({ ...list, ...changes })))
const withOrganisation = (changes: object) => ({ organisations: [{ ...organisation, ...changes }] })
const withKey = (changes: object) => withOrganisation({ keys: [{ ...key, ...changes }] })

describe('a trust list', () => {
  it('is read as it was written', () => {
    expect(decodeTrustList(encodeTrustList(list) as VerifiedBytes)).toStrictEqual({
      ok: true,
      value: list,
    })
  })

  it.each<[string, object]>([
    ['nobody', { organisations: [] }],
    ['an organisation that only reads', withOrganisation({ mailbox: undefined })],
    [
      'a mailbox that is being emptied',
      withOrganisation({ mailbox: newest, formerMailboxes: [{ mailbox: former, until: noon }] }),
    ],
    ['a revoked key', withKey({ revokedAt: noon, compromisedSince: noon })],
  ])('may list %s', (_case, changes) => {
    expect(decodeWith(changes).ok).toBe(true)
  })

  it.each<[string, object]>([
    ['an organisation of another Participant', withOrganisation({ id: 'rs.belgrade-cso' })],
    ['an organisation twice', { organisations: [organisation, organisation] }],
    [
      'an organisation without an English name',
      withOrganisation({ names: { de: 'Beispielverein' } }),
    ],
    ['a key id twice', withOrganisation({ keys: [key, key] })],
    ['a key to seal to among those to sign with', withKey({ publicKey: 'A'.repeat(1622) })],
    ['a key to sign with among those to seal to', withKey({ use: 'seal' })],
    ['an empty name', withOrganisation({ names: { en: '' } })],
    ['a language that is none', withOrganisation({ names: { en: 'Example', german: 'x' } })],
    ['a kind that is none', withOrganisation({ kind: 'ministry' })],
    [
      'a mailbox that could reach another subject',
      withOrganisation({ mailbox: 'abcdefgh1234567.>' }),
    ],
    [
      'a mailbox by the name of its organisation',
      withOrganisation({ mailbox: 'vienna-cso-mailbox' }),
    ],
    ...[
      { mailbox: newest, formerMailboxes: [] },
      { mailbox: newest, formerMailboxes: [{ mailbox: former }] },
      { mailbox: newest, formerMailboxes: [{ mailbox: newest, until: noon }] },
      { mailbox: newest, formerMailboxes: [{ mailbox: 'a.>'.padEnd(16, 'x'), until: noon }] },
      {
        mailbox: newest,
        formerMailboxes: [
          { mailbox: former, until: noon },
          { mailbox: former, until: noon },
        ],
      },
      { mailbox: undefined, formerMailboxes: [{ mailbox: former, until: noon }] },
    ].map((changes): [string, object] => [
      `former mailboxes like these: ${JSON.stringify(changes)}`,
      withOrganisation(changes),
    ]),
    [
      'a mailbox that two have',
      {
        organisations: [
          { ...organisation, mailbox: newest },
          { ...organisation, id: 'at.graz-cso', mailbox: newest },
        ],
      },
    ],
    [
      'a mailbox of one that was that of another',
      {
        organisations: [
          { ...organisation, mailbox: newest },
          {
            ...organisation,
            id: 'at.graz-cso',
            mailbox: former,
            formerMailboxes: [{ mailbox: newest, until: noon }],
          },
        ],
      },
    ],
    ['an organisation with a field more', withOrganisation({ vetted: true })],
    [
      'more keys than anybody needs',
      withOrganisation({ keys: Array.from({ length: 65 }, () => key) }),
    ],
    ['a key for another use', withKey({ use: 'both' })],
    ['a key that is too short', withKey({ publicKey: 'A'.repeat(42) })],
    ['a key without an end', withKey({ validUntil: undefined })],
    ['a private key', withKey({ privateKey: 'A'.repeat(43) })],
    ['another version of the protocol', { v: 2 }],
    ['version 0 of itself', { version: 0 }],
    ['a field more', { note: 'x' }],
    ['no issuer', { iss: undefined }],
    ['an organisation as its issuer', { iss: vienna }],
  ])('is refused: %s', (_case, changes) => {
    expect(decodeWith(changes)).toStrictEqual({ ok: false, failure: { kind: 'invalid' } })
  })

  it('is refused where a name is not UTF-8, rather than shown with marks in it', () => {
    const bytes = encodeTrustList(list)
    const place = bytes.indexOf('E'.charCodeAt(0), bytes.indexOf('n'.charCodeAt(0)))
    expect(decodeTrustList(bytes.with(place, 0xff) as VerifiedBytes)).toStrictEqual({
      ok: false,
      failure: { kind: 'invalid' },
    })
  })

  it('is not written where it could not be read', () => {
    expect(() => encodeTrustList({ ...list, version: 0 })).toThrow()
    expect(() =>
      encodeTrustList({ ...list, organisations: [organisation, organisation] }),
    ).toThrow()
  })
})
