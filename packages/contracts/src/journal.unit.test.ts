import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  accessEntries,
  readAccessEntry,
  readInboxEntry,
  readKeyEntry,
  readOutboxEntry,
  readWriterEntry,
} from './journal.ts'
import { belgrade, digest, someCase, someEvent, vienna } from './test-support/samples.ts'

const relayed = { to: belgrade, events: [someEvent] }
const delivery = { event: someEvent, to: belgrade }
const quarantined = {
  reason: 'signature-invalid',
  digest: digest(1),
  sender: vienna,
  event: someEvent,
  place: { case: someCase, author: vienna, seq: 3 },
  evidence: { nonce: 'AAAA', ciphertext: 'AAAA' },
}
const { reason, digest: of, evidence } = quarantined

describe('the outbox journal', () => {
  it.each<[string, object]>([
    ['DeliveriesRelayed', relayed],
    ['DeliveriesStored', { ...relayed, receipt: 'a.b.c' }],
    ['DeliveryRefused', { ...delivery, receipt: 'a.b.c', reason: 'chain-broken' }],
    ['DeliveryResealed', { ...delivery, keyId: digest(2) }],
  ])('is read as it is: %s', (type, data) => {
    expect(readOutboxEntry({ type, data })).toStrictEqual({ type, data })
  })

  it.each<[string, object, string, object]>([
    ['DeliveryRelayed', delivery, 'DeliveriesRelayed', relayed],
    [
      'DeliveryStored',
      { ...delivery, receipt: 'a.b.c' },
      'DeliveriesStored',
      { ...relayed, receipt: 'a.b.c' },
    ],
  ])('of an older store is read as what it is now: %s', (type, data, now, asNow) => {
    expect(readOutboxEntry({ type, data })).toStrictEqual({ type: now, data: asNow })
  })

  it.each<[string, string, object]>([
    ['an older entry with the fields of now', 'DeliveryRelayed', relayed],
    ['an older entry with a field more', 'DeliveryStored', { ...delivery, receipt: '', note: 'x' }],
    ['an entry of the inbox', 'MailQuarantined', quarantined],
    ['a type that is none', '__proto__', relayed],
    ['a stored delivery without its receipt', 'DeliveriesStored', relayed],
    [
      'a refusal without a known reason',
      'DeliveryRefused',
      { ...delivery, receipt: '', reason: 'x' },
    ],
    ['deliveries of nothing', 'DeliveriesRelayed', { ...relayed, events: [] }],
    ['a field more', 'DeliveriesRelayed', { ...relayed, note: 'x' }],
  ])('is damaged by %s', (_case, type, data) => {
    expect(() => readOutboxEntry({ type, data })).toThrow(z.ZodError)
  })
})

describe('the inbox journal', () => {
  it.each<[string, object]>([
    ['ReceiptIssued', { to: vienna, events: [someEvent], receipt: 'a.b.c' }],
    ['MailQuarantined', quarantined],
    ['MailQuarantined', { reason, digest: of, evidence }],
  ])('is read as it is: %s', (type, data) => {
    expect(readInboxEntry({ type, data })).toStrictEqual({ type, data })
  })

  it.each<[string, string, object]>([
    ['an entry of the outbox', 'DeliveriesRelayed', relayed],
    ['quarantine without evidence', 'MailQuarantined', { reason, digest: of }],
    ['quarantine for a reason that is none', 'MailQuarantined', { ...quarantined, reason: 'x' }],
    [
      'evidence in clear',
      'MailQuarantined',
      { ...quarantined, evidence: { ...evidence, text: 'x' } },
    ],
    [
      'a place that is none',
      'MailQuarantined',
      { ...quarantined, place: { ...quarantined.place, seq: 0 } },
    ],
  ])('is damaged by %s', (_case, type, data) => {
    expect(() => readInboxEntry({ type, data })).toThrow(z.ZodError)
  })
})

describe('the access journal', () => {
  const viewed = { case: someCase, user: 'u1', role: 'caseworker', sections: ['identity'] }

  it('says who looked at which sections of which case, and no value', () => {
    expect(accessEntries.CaseViewed.parse(viewed)).toStrictEqual(viewed)
    expect(accessEntries.CaseViewed.safeParse({ ...viewed, value: {} }).success).toBe(false)
    expect(accessEntries.CaseViewed.safeParse({ ...viewed, sections: ['x'] }).success).toBe(false)
  })
})

describe('the access journal, of commands', () => {
  const given = {
    case: someCase,
    user: 'u1',
    role: 'caseworker',
    command: 'OpenCase',
    commandId: 'AAAAAAAAAAAAAAAAAAAAAA',
  }

  it('says who gave which command, and nothing of what is in it', () => {
    const entry = { type: 'CommandGiven', data: given }
    expect(readAccessEntry(entry)).toStrictEqual(entry)
  })

  it.each<[string, string, object]>([
    ['the content of the command', 'CommandGiven', { ...given, sections: {} }],
    ['a command without an id', 'CommandGiven', { ...given, commandId: 'x' }],
    ['a command of nobody', 'CommandGiven', { ...given, user: undefined }],
    ['a type that is none', 'CommandRefused', given],
  ])('is damaged by %s', (_case, type, data) => {
    expect(() => readAccessEntry({ type, data })).toThrow(z.ZodError)
  })
})

describe('the journal of writers', () => {
  const started = { organisation: vienna, vault: digest(1) }

  it('is read as it is', () => {
    const entry = { type: 'WriterStarted', data: started }
    expect(readWriterEntry(entry)).toStrictEqual(entry)
  })

  it.each<[string, string, object]>([
    ['an entry of the outbox', 'DeliveriesRelayed', relayed],
    ['a type that is none', 'toString', started],
    ['a writer without a vault', 'WriterStarted', { organisation: vienna }],
    ['an organisation that is none', 'WriterStarted', { ...started, organisation: 'Vienna' }],
    ['a field more', 'WriterStarted', { ...started, host: 'x' }],
  ])('is damaged by %s', (_case, type, data) => {
    expect(() => readWriterEntry({ type, data })).toThrow(z.ZodError)
  })
})

describe('the journal of the own keys', () => {
  const data = { keyId: digest(3), at: '2026-03-01T00:00:00.000Z' }

  it.each(['SealingKeyInForce', 'SealingKeyDestroyed'])('is read as it is: %s', (type) => {
    expect(readKeyEntry({ type, data })).toStrictEqual({ type, data })
  })

  it.each<[string, string, object]>([
    ['an entry of the outbox', 'DeliveriesRelayed', relayed],
    ['a key without its time', 'SealingKeyDestroyed', { keyId: data.keyId }],
    ['what is no id of a key', 'SealingKeyDestroyed', { ...data, keyId: 'AAAA' }],
    ['a key itself', 'SealingKeyInForce', { ...data, privateKey: 'AAAA' }],
  ])('is damaged by %s', (_case, type, entry) => {
    expect(() => readKeyEntry({ type, data: entry })).toThrow(z.ZodError)
  })
})
