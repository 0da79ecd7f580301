import type { VerifiedBytes } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decodeReceipt, encodeReceipt, refusalReasons, type Receipt } from './receipt.ts'
import {
  belgrade,
  digest,
  otherEvent,
  someEvent,
  someToken,
  vienna,
} from './test-support/samples.ts'

const receipt: Receipt = {
  jti: someToken,
  iss: belgrade,
  aud: vienna,
  iat: 1_772_359_200.5,
  items: [
    { event: someEvent, verdict: 'stored' },
    { event: otherEvent, verdict: 'refused', reason: 'signature-invalid' },
  ],
}

const verified = (text: string) => new TextEncoder().encode(text) as VerifiedBytes
const decodeWith = (changes: object) =>
  decodeReceipt(verified(JSON.stringify({ v: 1, ...receipt, ...changes })))

describe('a receipt', () => {
  it.each<[string, Receipt]>([
    ['of events', receipt],
    [
      'of a message without an event',
      { ...receipt, items: [], message: { digest: digest(1), reason: 'malformed-message' } },
    ],
  ])('is read as it was written: %s', (_case, value) => {
    expect(decodeReceipt(encodeReceipt(value) as VerifiedBytes)).toStrictEqual({ ok: true, value })
  })

  it.each(refusalReasons)('can say why: %s', (reason) => {
    expect(decodeWith({ items: [{ event: someEvent, verdict: 'refused', reason }] }).ok).toBe(true)
  })

  it.each<[string, object]>([
    ['another version', { v: 2 }],
    ['a field more', { note: 'x' }],
    ['no audience', { aud: undefined }],
    ['an issuer that is none', { iss: 'rs' }],
    ['a time before 1970', { iat: -1 }],
    ['a verdict that is none', { items: [{ event: someEvent, verdict: 'seen' }] }],
    [
      'a reason of its own making',
      { items: [{ event: someEvent, verdict: 'refused', reason: 'did not like it' }] },
    ],
    ['a refusal without a reason', { items: [{ event: someEvent, verdict: 'refused' }] }],
    [
      'a reason where it was stored',
      { items: [{ event: someEvent, verdict: 'stored', reason: 'chain-broken' }] },
    ],
    ['an event that is none', { items: [{ event: 'x', verdict: 'stored' }] }],
    ['more than a message can hold', { items: Array.from({ length: 65 }, () => receipt.items[0]) }],
    [
      'a message with a text',
      { message: { digest: digest(1), reason: 'malformed-message', text: 'x' } },
    ],
  ])('is refused: %s', (_case, changes) => {
    expect(decodeWith(changes)).toStrictEqual({ ok: false, failure: { kind: 'invalid' } })
  })

  it.each<[string, VerifiedBytes]>([
    ['nothing', verified('')],
    ['a byte order mark', verified(`\uFEFF${JSON.stringify({ v: 1, ...receipt })}`)],
    ['a doubled key', verified(JSON.stringify({ v: 1, ...receipt }).replace('{', '{"v":1,'))],
    ['bytes that are not UTF-8', Uint8Array.of(0xff) as VerifiedBytes],
  ])('is refused before it is read: %s', (_case, bytes) => {
    expect(decodeReceipt(bytes)).toStrictEqual({ ok: false, failure: { kind: 'invalid' } })
  })
})
