import { packCopy } from '@trm/case-log'
import type { DeliveryList, ReceiptItem, RefusalReason } from '@trm/contracts'
import { plusMilliseconds, toInstant, type CaseReference, type EventId } from '@trm/kernel'
import { randomBytes, randomToken, sha256Base64url, type MessageItem } from '@trm/sealing'
import { connect, headers, nkeyAuthenticator, type MsgHdrs } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectationsIn } from './expectations.ts'
import {
  BELGRADE,
  idsOf,
  quarantinedAt,
  receiptsFor,
  startScene,
  until,
  type Scene,
} from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
}, 30_000)
afterAll(() => scene.stop())

const { begun, expectTheNextOneIsStored } = expectationsIn(() => scene)

describe('a sealed message that was changed on its way', () => {
  const CIPHERTEXT_OFFSET = 4 + 2 + 32 + 1120

  it.each<[string, (length: number) => number, RefusalReason]>([
    ['the magic', () => 0, 'malformed-message'],
    ['the suite', () => 5, 'unknown-suite'],
    ['the key id', () => 6, 'unknown-recipient-key'],
    ['the first half of the encapsulated key', () => 38, 'message-not-authentic'],
    ['the second half of the encapsulated key', () => 1157, 'message-not-authentic'],
    ['the first byte of the ciphertext', () => CIPHERTEXT_OFFSET, 'message-not-authentic'],
    ['the middle of the ciphertext', (length) => length >> 1, 'message-not-authentic'],
    ['the last byte before the tag', (length) => length - 17, 'message-not-authentic'],
    ['the tag', (length) => length - 1, 'message-not-authentic'],
  ])('is refused for one bit in %s', async (_where, placeIn, reason) => {
    const story = await begun()
    const offer = await story.next()
    const body = scene.rogue.seal(BELGRADE, [{ kind: 'event', bytes: offer.copy }])
    const place = placeIn(body.length)
    body[place] = (body[place] ?? 0) ^ 1
    await scene.rogue.send(BELGRADE, body)

    const digest = sha256Base64url(body)
    expect(await quarantinedAt(scene.belgrade, digest)).toStrictEqual({ reason, digest })
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    expect(receiptsFor(scene.rogue, offer.id)).toStrictEqual([])
    await expectTheNextOneIsStored(story)
  })

  it.each<[string, () => Uint8Array, RefusalReason]>([
    ['an empty message', () => new Uint8Array(), 'malformed-message'],
    ['garbage', () => randomBytes(4096), 'malformed-message'],
    [
      'garbage behind the magic and the suite',
      () => Uint8Array.of(...new TextEncoder().encode('TRM1'), 0, 1, ...randomBytes(4096)),
      'malformed-message',
    ],
    [
      'an unknown suite',
      () => Uint8Array.of(...new TextEncoder().encode('TRM1'), 0, 2, ...randomBytes(4096)),
      'unknown-suite',
    ],
    [
      'a message that is sealed for somebody else',
      () => scene.rogue.seal(scene.vienna.party.id, [{ kind: 'event', bytes: randomBytes(9) }]),
      'unknown-recipient-key',
    ],
  ])('is %s, and refused', async (_what, make, reason) => {
    const body = make()
    await scene.rogue.send(BELGRADE, body)
    const digest = sha256Base64url(body)
    expect(await quarantinedAt(scene.belgrade, digest)).toStrictEqual({ reason, digest })
    await begun()
  })

  it('is refused when a byte of it is missing', async () => {
    const story = await begun()
    const offer = await story.next()
    const body = scene.rogue.seal(BELGRADE, [{ kind: 'event', bytes: offer.copy }])
    const short = body.subarray(0, -1)
    await scene.rogue.send(BELGRADE, short)
    const { reason } = await quarantinedAt(scene.belgrade, sha256Base64url(short))
    expect(reason).toBe('malformed-message')
    await expectTheNextOneIsStored(story)
  })
})

describe('headers that are not those of the protocol', () => {
  const time = () => `${toInstant(new Date()).slice(0, 16)}:00Z`
  const lawful = (): MsgHdrs => {
    const id = randomToken()
    const written = headers()
    written.set('Nats-Msg-Id', id)
    written.set('ce-specversion', '1.0')
    written.set('ce-id', id)
    written.set('ce-source', 'at')
    written.set('ce-type', 'org.trm.sealed.v1')
    written.set('ce-time', time())
    return written
  }

  it.each<[string, (written: MsgHdrs) => void]>([
    ['one too many', (written) => written.set('ce-subject', 'somebody')],
    ['one missing', (written) => written.delete('ce-time')],
    ['another type', (written) => written.set('ce-type', 'org.trm.sealed.v2')],
    ['an organisation as the source', (written) => written.set('ce-source', 'at.rogue-cso')],
    ['a time to the second', (written) => written.set('ce-time', '2026-03-01T10:00:01Z')],
  ])('get a good message refused: %s', async (_what, spoil) => {
    const story = await begun()
    const { access } = scene.rogue.party
    const client = await connect({
      servers: scene.rogue.server,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(access.seed)),
      inboxPrefix: access.inboxPrefix,
    })
    const offer = await story.next()
    const body = scene.rogue.seal(BELGRADE, [{ kind: 'event', bytes: offer.copy }])
    const { participant, mailbox } = scene.rogue.addressOf(BELGRADE)
    const written = lawful()
    spoil(written)
    await client.request(`trm.v1.inbox.${participant}.${mailbox}`, body, {
      headers: written,
      timeout: 5_000,
    })
    await client.close()

    const digest = sha256Base64url(body)
    expect(await quarantinedAt(scene.belgrade, digest)).toStrictEqual({
      reason: 'malformed-message',
      digest,
    })
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    await expectTheNextOneIsStored(story)
  })
})

describe('items that are not what they are sent as', () => {
  const sendItem = async (item: MessageItem) => {
    await scene.rogue.send(BELGRADE, scene.rogue.seal(BELGRADE, [item]))
    return await quarantinedAt(scene.belgrade, sha256Base64url(item.bytes))
  }

  it('an event sent as a receipt is refused as a receipt', async () => {
    const story = await begun()
    const { copy, jws, id } = await story.next()
    for (const bytes of [copy, new TextEncoder().encode(jws)]) {
      expect((await sendItem({ kind: 'receipt', bytes })).reason).toBe('receipt-invalid')
    }
    expect(receiptsFor(scene.rogue, id)).toStrictEqual([])
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    await expectTheNextOneIsStored(story)
  })

  it('a receipt sent as an event is refused as an event', async () => {
    const story = await begun()
    const item = { event: story.consent.id, verdict: 'stored' } as const
    const receipt = await scene.rogue.signReceipt(BELGRADE, [item])
    const jws = new TextDecoder().decode(receipt)
    const packed = packCopy({ jws, disclosures: [] })
    expect((await sendItem({ kind: 'event', bytes: packed })).reason).toBe('wrong-object-type')
    expect((await sendItem({ kind: 'event', bytes: receipt })).reason).toBe('malformed-event')
    await expectTheNextOneIsStored(story)
  })

  it.each([
    ['a single byte', () => Uint8Array.of(7)],
    ['garbage', () => randomBytes(300)],
  ])('%s as an event is refused with a receipt over its digest', async (_what, make) => {
    const bytes = make()
    const digest = sha256Base64url(bytes)
    const { reason, sender } = await sendItem({ kind: 'event', bytes })
    expect({ reason, sender }).toStrictEqual({
      reason: 'malformed-event',
      sender: scene.rogue.party.id,
    })
    await until('the receipt', () =>
      scene.rogue.receipts.some(({ receipt }) => receipt.message?.digest === digest),
    )
    await begun()
  })
})

describe('a receipt', () => {
  /** Vienna asks the court, which answers nothing by itself. */
  const undelivered = async () => {
    const opened = await scene.vienna.post('/casework/cases', {
      commandId: randomToken(),
      ageStatus: 'verifiedAdult',
      record: { prs_FirstName: 'Milica' },
    })
    const { case: reference } = opened.body as { case: CaseReference }
    const asked = await scene.vienna.post(`/casework/cases/${reference}/commands`, {
      commandId: randomToken(),
      command: {
        type: 'AskCapacity',
        to: [scene.bystander.party.id],
        services: ['legalAid'],
        languages: ['de'],
        respondBy: plusMilliseconds(toInstant(new Date()), 3_600_000),
      },
    })
    const { event } = asked.body as { event: EventId }
    const status = async () => {
      const { deliveries } = (await scene.vienna.get(
        `/exchange/deliveries?case=${reference}`,
      )) as DeliveryList
      return deliveries.find((delivery) => delivery.event === event)?.status
    }
    await until('the country node to take it', async () => (await status()) === 'relayed')
    return { event, status }
  }

  it('counts for no delivery but those to the one who signed it', async () => {
    const { event, status } = await undelivered()
    const vienna = scene.vienna.party.id
    const item = { event, verdict: 'stored' } as const
    const bystander = scene.bystander.party
    const forged = [
      // Sealed in the bystander's name, signed by the rogue, in three disguises.
      await scene.rogue.signReceipt(vienna, [item]),
      await scene.rogue.signReceipt(vienna, [item], { iss: bystander.id }),
      await scene.rogue.signReceipt(vienna, [item], {
        iss: bystander.id,
        keyId: bystander.identity.signer.keyId,
      }),
      // The bystander's own word to somebody else.
      await scene.bystander.signReceipt(BELGRADE, [item]),
    ]
    for (const bytes of forged) {
      const body = scene.rogue.seal(vienna, [{ kind: 'receipt', bytes }], bystander.id)
      await scene.rogue.send(vienna, body)
      const { reason } = await quarantinedAt(scene.vienna, sha256Base64url(bytes))
      expect(reason).toBe('receipt-invalid')
      expect(await status()).toBe('relayed')
    }
    // The rogue's own receipt is genuine, and about nothing that was sent to it.
    const own = await scene.rogue.signReceipt(vienna, [item])
    await scene.rogue.send(vienna, scene.rogue.seal(vienna, [{ kind: 'receipt', bytes: own }]))

    const good = await scene.bystander.signReceipt(vienna, [item])
    await scene.bystander.send(
      vienna,
      scene.bystander.seal(vienna, [{ kind: 'receipt', bytes: good }]),
    )
    await until('the true receipt', async () => (await status()) === 'stored')
  })

  it('of a refusal gives way to the receipt that it is stored, and not the other way round', async () => {
    const { event, status } = await undelivered()
    const vienna = scene.vienna.party.id
    const say = async (item: ReceiptItem) => {
      const bytes = await scene.bystander.signReceipt(vienna, [item])
      await scene.bystander.send(vienna, scene.bystander.seal(vienna, [{ kind: 'receipt', bytes }]))
    }
    await say({ event, verdict: 'refused', reason: 'grant-missing' })
    await until('the refusal', async () => (await status()) === 'refused')
    await say({ event, verdict: 'stored' })
    await until('the receipt', async () => (await status()) === 'stored')
    await say({ event, verdict: 'refused', reason: 'grant-missing' })
    const other = await undelivered()
    await say({ event: other.event, verdict: 'stored' })
    await until('the other receipt', async () => (await other.status()) === 'stored')
    expect(await status()).toBe('stored')
  })
})
