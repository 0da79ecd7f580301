import { headers, MsgHdrsImpl, type MsgHdrs } from 'nats'
import { isParticipantCode } from '@trm/kernel'
import type { SealedMail } from '@trm/ports'
import { describe, expect, it } from 'vitest'
import { readMail, writeHeaders } from './mail-headers.ts'

const body = new Uint8Array([1, 2, 3])
const at = 'at'
if (!isParticipantCode(at)) throw new Error('a Participant')
const MAIL: SealedMail = { id: 'b0A_-9', source: at, time: '2026-03-01T10:00:00Z', body }

const LAWFUL = [
  ['Nats-Msg-Id', MAIL.id],
  ['ce-specversion', '1.0'],
  ['ce-id', MAIL.id],
  ['ce-source', 'at'],
  ['ce-type', 'org.trm.sealed.v1'],
  ['ce-time', MAIL.time],
] as const

/** As a sender may write them, which is not as our writer would. */
function block(lines: readonly (readonly [string, string])[]): MsgHdrs {
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return MsgHdrsImpl.decode(new TextEncoder().encode(`NATS/1.0\r\n${text}\r\n`))
}

function changed(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return LAWFUL.flatMap(([key, old]) => {
    if (key !== name) return [[key, old] as const]
    return value === undefined ? [] : [[key, value] as const]
  })
}

describe('the headers of a mail', () => {
  it('are those of CloudEvents and the de-duplication key, in this order, and nothing else', () => {
    expect([...writeHeaders(MAIL)]).toStrictEqual(LAWFUL.map(([name, value]) => [name, [value]]))
  })

  it('are read back as the same mail', () => {
    expect(readMail({ headers: writeHeaders(MAIL) }, body)).toStrictEqual(MAIL)
  })

  it('are read back from their bytes', () => {
    expect(readMail({ headers: block(LAWFUL) }, body)).toStrictEqual(MAIL)
  })

  it.each([
    ['an empty id', { id: '' }],
    ['an id with a line break', { id: 'a\r\nce-subject: name' }],
    ['an id that is too long', { id: 'a'.repeat(65) }],
    ['a time with seconds', { time: '2026-03-01T10:00:01Z' }],
    ['a time in another zone', { time: '2026-03-01T10:00:00+01:00' }],
    ['a month that does not exist', { time: '2026-13-01T10:00:00Z' }],
  ])('are not written for %s', (_what, wrong) => {
    expect(() => writeHeaders({ ...MAIL, ...wrong })).toThrow(
      expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
    )
  })
})

describe('what a stranger sent', () => {
  it.each(LAWFUL.map(([name]) => name))('is no mail without %s', (name) => {
    expect(readMail({ headers: block(changed(name, undefined)) }, body)).toBeUndefined()
  })

  it.each(LAWFUL)('is no mail with %s twice', (name, value) => {
    expect(readMail({ headers: block([...LAWFUL, [name, value]]) }, body)).toBeUndefined()
  })

  it.each([
    ['ce-specversion', '0.3'],
    ['ce-type', 'org.trm.sealed.v2'],
    ['ce-id', 'another id'],
    ['ce-id', ''],
    ['Nats-Msg-Id', 'another'],
    ['ce-source', 'at.vienna-cso'],
    ['ce-source', ''],
    ['ce-time', '2026-03-01T10:00:42Z'],
    ['ce-time', 'yesterday'],
  ])('is no mail with %s: %s', (name, value) => {
    expect(readMail({ headers: block(changed(name, value)) }, body)).toBeUndefined()
  })

  it('is no mail with a header too many', () => {
    const tooMany = block([...LAWFUL, ['ce-subject', 'x']])
    expect(readMail({ headers: tooMany }, body)).toBeUndefined()
  })

  it('is no mail with names in another case', () => {
    const shouted = block(LAWFUL.map(([name, value]) => [name.toUpperCase(), value] as const))
    expect(readMail({ headers: shouted }, body)).toBeUndefined()
  })

  it('is no mail without headers', () => {
    expect(readMail({}, body)).toBeUndefined()
    expect(readMail({ headers: headers() }, body)).toBeUndefined()
  })

  it('is no mail, and no fault, when its headers cannot be read', () => {
    const message = {
      get headers(): MsgHdrs {
        return block([...LAWFUL, ['x', 'one line\nanother']])
      },
    }
    expect(() => message.headers).toThrow()
    expect(readMail(message, body)).toBeUndefined()
  })
})
