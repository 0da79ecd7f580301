import type { InboxEntry } from '@trm/contracts'
import { describe, expect, it } from 'vitest'
import { createQuarantineDesk } from './quarantine-desk.ts'

const place = { case: 'case', author: 'at.vienna-cso', seq: 3 }
const evidence = { nonce: '', ciphertext: '' }
const refused = (digest: string, more: object = {}) =>
  ({
    type: 'MailQuarantined',
    data: { reason: 'unknown-signer', digest, evidence, ...more },
  }) as unknown as InboxEntry
const copy = refused('a', { sender: 'at.vienna-cso', event: 'first', place })
const receipt = (event: string, to = 'at.vienna-cso') =>
  ({
    type: 'ReceiptIssued',
    data: { to, events: [event], receipt: 'token' },
  }) as unknown as InboxEntry

function deskWith(...entries: readonly InboxEntry[]) {
  const done: unknown[] = []
  const desk = createQuarantineDesk({
    write(entry) {
      done.push(entry)
      desk.record(entry)
      return Promise.resolve()
    },
    askAnew(...asked) {
      done.push(asked)
      return Promise.resolve()
    },
  })
  for (const entry of entries) desk.record(entry)
  return { ...desk, done }
}

const user = 'somebody'

describe('the quarantine desk', () => {
  it('writes a release down before it asks the sender anew', async () => {
    const desk = deskWith(copy)
    const released = { event: 'first', sender: 'at.vienna-cso', place }
    expect(await desk.review({ digest: 'a', decision: 'release', user })).toMatchObject({
      ok: true,
    })
    expect(desk.done).toStrictEqual([
      { type: 'QuarantineReviewed', data: { digest: 'a', decision: 'release', user, released } },
      ['at.vienna-cso', 'first'],
    ])
    expect(desk.shown()).toMatchObject([{ digest: 'a', review: 'release' }])
  })

  it('asks nobody where the refusal stands', async () => {
    const desk = deskWith(copy)
    expect(await desk.review({ digest: 'a', decision: 'reject', user })).toMatchObject({ ok: true })
    expect(desk.done).toStrictEqual([
      { type: 'QuarantineReviewed', data: { digest: 'a', decision: 'reject', user } },
    ])
    expect(desk.awaited()).toStrictEqual([])
  })

  it.each<[string, InboxEntry, string, string]>([
    ['that is not there', copy, 'b', 'not-found'],
    ['without a sender', refused('a', { event: 'first' }), 'a', 'nothing-to-release'],
    ['without an event', refused('a', { sender: 'at.vienna-cso' }), 'a', 'nothing-to-release'],
  ])('does nothing about something %s', async (_what, entry, digest, failure) => {
    const desk = deskWith(entry)
    const answer = await desk.review({ digest, decision: 'release', user })
    expect(answer).toStrictEqual({ ok: false, failure })
    expect(desk.done).toStrictEqual([])
    expect(desk.shown()[0]).not.toHaveProperty('review')
  })

  it('waits for what it asked for, also after a restart, until that is answered for', async () => {
    const first = deskWith(copy)
    await first.review({ digest: 'a', decision: 'release', user })
    const [written] = first.done as readonly InboxEntry[]
    if (written === undefined) throw new Error('nothing was written down')
    const again = deskWith(copy, written)
    expect(again.awaited()).toMatchObject([{ event: 'first', sender: 'at.vienna-cso' }])
    again.record(receipt('other'))
    again.record(receipt('first', 'rs.belgrade-cso'))
    expect(again.awaited()).toHaveLength(1)
    again.record(receipt('first'))
    expect(again.awaited()).toStrictEqual([])
  })

  it('shows the newest thousand', () => {
    const all = Array.from({ length: 1_001 }, (_, place) => refused(String(place)))
    const shown = deskWith(...all).shown()
    expect(shown).toHaveLength(1_000)
    expect(shown[0]).toMatchObject({ digest: '1' })
  })
})
