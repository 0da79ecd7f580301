import { isParticipantCode } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { inboxSubject } from './names.ts'
import { readAcknowledgement } from './publish.ts'

const rs = 'rs'
if (!isParticipantCode(rs)) throw new Error('a Participant')
const TO = { participant: rs, mailbox: 'm' }
const LAWFUL = { stream: 'MAIL_m', domain: 'RS', seq: 7 }
const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } }

function refusal(code: number): string {
  return JSON.stringify({ error: { code: 503, err_code: code, description: 'x' }, stream: 'MAIL' })
}

describe('an acknowledgement', () => {
  it('of new mail says so', () => {
    expect(readAcknowledgement(JSON.stringify(LAWFUL), TO)).toStrictEqual({
      ok: true,
      value: { duplicate: false },
    })
  })

  it('of mail that was there already says so', () => {
    const repeated = JSON.stringify({ ...LAWFUL, duplicate: true })
    expect(readAcknowledgement(repeated, TO)).toStrictEqual({
      ok: true,
      value: { duplicate: true },
    })
  })

  it('of a country node that keeps all mailboxes in one stream is one too', () => {
    const former = JSON.stringify({ ...LAWFUL, stream: 'MAIL' })
    expect(readAcknowledgement(former, TO)).toMatchObject({ ok: true })
  })

  it.each([
    ['no text', ''],
    ['no JSON', '+OK'],
    ['no object', '[]'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['another stream', JSON.stringify({ ...LAWFUL, stream: 'OTHER' })],
    ['the stream of another mailbox', JSON.stringify({ ...LAWFUL, stream: 'MAIL_n' })],
    ['the domain of another Participant', JSON.stringify({ ...LAWFUL, domain: 'AT' })],
    ['no domain', JSON.stringify({ stream: 'MAIL_m', seq: 7 })],
    ['no place in the stream', JSON.stringify({ stream: 'MAIL_m', domain: 'RS' })],
    ['place 0', JSON.stringify({ ...LAWFUL, seq: 0 })],
    ['a place that is text', JSON.stringify({ ...LAWFUL, seq: '7' })],
    ['a key twice', '{"stream":"MAIL_m","stream":"MAIL_m","domain":"RS","seq":7}'],
    ['an error that is null', JSON.stringify({ ...LAWFUL, error: null })],
    ['an unknown error beside a place', JSON.stringify({ ...LAWFUL, error: { err_code: 1 } })],
  ])('is none with %s', (_what, text) => {
    expect(readAcknowledgement(text, TO)).toStrictEqual(UNREACHABLE)
  })

  it.each([10_002, 10_023, 10_047, 10_077])('refused for want of room (%s) says full', (code) => {
    expect(readAcknowledgement(refusal(code), TO)).toStrictEqual({
      ok: false,
      failure: { kind: 'full' },
    })
  })

  it('refused because the mail is too large is a fault', () => {
    expect(() => readAcknowledgement(refusal(10_054), TO)).toThrow(
      expect.objectContaining({ code: 'MAILBOX_REFUSED' }),
    )
  })
})

describe('the subject of a mailbox', () => {
  it('is made of Participant and token', () => {
    expect(inboxSubject(TO)).toBe('trm.v1.inbox.rs.m')
  })

  it.each(['', '*', '>', 'a.b', 'a b', 'a\r\nPUB x', 'ü', 'a'.repeat(65)])(
    'is not made of the token %j',
    (mailbox) => {
      expect(() => inboxSubject({ ...TO, mailbox })).toThrow(
        expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
      )
    },
  )
})
