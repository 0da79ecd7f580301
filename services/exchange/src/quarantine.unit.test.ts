import { packCopy } from '@trm/case-log'
import type { InboxEntry } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { decodeBase64url, decryptAtRest, makeDisclosure, type MessageItem } from '@trm/sealing'
import { describe, expect, it } from 'vitest'
import { quarantineItem, quarantineMessage } from './quarantine.ts'

const KEY = new Uint8Array(32).fill(7)
const ROGUE = 'at.rogue-cso' as OrganisationId
const JWS = 'eyJ0eXAiOiJ4In0.eyJmYWN0cyI6e319.c2lnbmF0dXJl'
const { disclosure } = makeDisclosure('contact', { email: 'milica@posta.example' })
const copy = packCopy({ jws: JWS, disclosures: [disclosure] })
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** What whoever holds the quarantine key reads. */
function evidenceIn(entry: InboxEntry): string | undefined {
  if (entry.type !== 'MailQuarantined') return undefined
  const { evidence, digest } = entry.data
  const plaintext = decryptAtRest({
    key: KEY,
    associatedData: bytesOf(`quarantine.${digest}`),
    nonce: decodeBase64url(evidence.nonce) ?? new Uint8Array(),
    ciphertext: decodeBase64url(evidence.ciphertext) ?? new Uint8Array(),
  })
  return plaintext && new TextDecoder().decode(plaintext)
}

describe('what is kept of refused mail', () => {
  it.each<[string, MessageItem, string]>([
    ['of a copy its signed part', { kind: 'event', bytes: copy }, JWS],
    ['of a receipt the receipt', { kind: 'receipt', bytes: bytesOf(JWS) }, JWS],
    ['of a copy that was sent as a receipt nothing', { kind: 'receipt', bytes: copy }, ''],
    ['of a disclosure that was sent as a receipt nothing', disclosed('receipt'), ''],
    ['of a disclosure that was sent as an event nothing', disclosed('event'), ''],
    ['of a copy in text nothing', { kind: 'receipt', bytes: bytesOf(`${JWS}~${disclosure}~`) }, ''],
    ['of no bytes nothing', { kind: 'event', bytes: new Uint8Array() }, ''],
  ])('is %s', (_what, item, kept) => {
    const entry = quarantineItem(item, ROGUE, { reason: 'event-invalid' }, KEY)
    expect(evidenceIn(entry)).toBe(kept)
  })

  it('is nothing of a message that was not opened, and which a later key may open', () => {
    expect(evidenceIn(quarantineMessage(copy, 'malformed-message', KEY))).toBe('')
  })
})

function disclosed(kind: MessageItem['kind']): MessageItem {
  return { kind, bytes: bytesOf(disclosure) }
}
