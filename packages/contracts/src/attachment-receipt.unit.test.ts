import type { EventId, OrganisationId, TokenId, VerifiedBytes } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decodeAttachmentReceipt, encodeAttachmentReceipt } from './attachment-receipt.ts'

const named = { event: 'A'.repeat(43) as EventId, attachment: 'A'.repeat(22) as TokenId }
const receipt = {
  jti: 'A'.repeat(22) as TokenId,
  iss: 'rs.belgrade-cso' as OrganisationId,
  aud: 'at.vienna-cso' as OrganisationId,
  iat: 1_772_442_905.25,
  items: [
    { ...named, verdict: 'partly', missing: [0, 79] },
    { ...named, verdict: 'stored' },
    { ...named, verdict: 'refused', reason: 'attachment-erased' },
  ],
} as const

/** What comes of bytes that somebody signed. */
const decoded = (bytes: Uint8Array) => decodeAttachmentReceipt(bytes as VerifiedBytes)
const saying = (value: object) =>
  decoded(new TextEncoder().encode(JSON.stringify({ v: 1, ...receipt, ...value })))

describe('a receipt for chunks', () => {
  it('is read as it was written', () => {
    expect(decoded(encodeAttachmentReceipt(receipt))).toStrictEqual({ ok: true, value: receipt })
  })

  const item = (value: object) => ({ items: [{ ...named, ...value }] })
  it.each([
    ['of another version', { v: 2 }],
    ['about nothing', { items: [] }],
    ['about more than 64', { items: Array(65).fill(receipt.items[1]) }],
    ['with a member too many', { more: 1 }],
    ['with an item that has one', item({ verdict: 'stored', more: 1 })],
    ['that misses nothing', item({ verdict: 'partly', missing: [] })],
    ['that misses what no attachment has', item({ verdict: 'partly', missing: [80] })],
    ['that misses something before the first', item({ verdict: 'partly', missing: [-1] })],
    ['that misses more than there is', item({ verdict: 'partly', missing: Array(81).fill(1) })],
    ['that refuses without a reason', item({ verdict: 'refused' })],
    ['that refuses for another reason', item({ verdict: 'refused', reason: 'dislike' })],
    ['with another verdict', item({ verdict: 'seen' })],
    ['of nobody', { iss: 'Belgrade' }],
  ])('is none %s', (_what, value) => {
    expect(saying(value)).toStrictEqual({ ok: false, failure: { kind: 'invalid' } })
  })

  it('is none where it is no JSON', () => {
    expect(decoded(new TextEncoder().encode('{'))).toMatchObject({ ok: false })
  })
})
