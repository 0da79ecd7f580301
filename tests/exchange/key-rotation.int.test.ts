import { memoryVault } from '@trm/adapter-memory'
import { makeSealingKey, unpackCopy } from '@trm/case-log'
import type { DeliveryList, KeyReport, QuarantineList } from '@trm/contracts'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { readDisclosure, type SealingKey } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  BELGRADE,
  DAY_MS,
  handedOver,
  narrowed,
  RECORD,
  shared,
  SKOPJE,
  VIENNA,
} from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { playRecipient, type PlayedRecipient } from '../support/played-recipient.ts'

let network: MemoryNetwork
let reference: CaseReference
let older: SealingKey
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
  older = network.agent(BELGRADE).party.identity.sealing
  reference = await network.agent(VIENNA).openCase(RECORD)
  // They know each other: who has never exchanged anything is not told that a key is over.
  await network.delivered(VIENNA, await ask())
})
afterEach(() => network.stop())

const deadline = (what: string) => ({ deadlineMs: 8_000, what })

async function ask(by = VIENNA, of = reference): Promise<EventId> {
  const { event } = await network.agent(by).command(of, {
    type: 'AskCapacity',
    to: [BELGRADE],
    services: ['accommodation'],
    languages: ['sr'],
    respondBy: plusMilliseconds(network.now(), DAY_MS),
  })
  return event
}

async function deliveryOf(event: EventId) {
  const { body } = await network.agent(VIENNA).request('GET', '/exchange/deliveries')
  return (body as DeliveryList).deliveries.find((delivery) => delivery.event === event)
}

const relayed = (event: EventId) =>
  waitFor(
    async () => (await deliveryOf(event))?.status === 'relayed',
    deadline('the country node to have it'),
  )

async function keysOf(id: string): Promise<KeyReport> {
  const { body } = await network.agent(id).request('GET', '/exchange/keys')
  return body as KeyReport
}

const stateOf = async ({ keyId }: SealingKey) =>
  (await keysOf(BELGRADE)).sealing.find((key) => key.keyId === keyId)?.state

const isNow = (key: SealingKey, state: string) =>
  waitFor(async () => (await stateOf(key)) === state, deadline(`a key that is ${state}`))

/** The key of Belgrade's next epoch: made in its vault, while its agent is stopped, and listed from now on. */
async function rotate({ unseenBy = [] as string[], isStarted = true } = {}): Promise<SealingKey> {
  const belgrade = network.agent(BELGRADE)
  await belgrade.stop()
  const newer = await makeSealingKey(memoryVault(belgrade.vaultState), network.now())
  const now = network.now()
  const until = plusMilliseconds(now, 1000 * DAY_MS)
  await network.listSealingKeys(
    BELGRADE,
    [
      { ...older, validFrom: plusMilliseconds(now, -1000 * DAY_MS), validUntil: until },
      { ...newer, validFrom: now, validUntil: until },
    ],
    unseenBy,
  )
  if (!isStarted) return newer
  await belgrade.start()
  await isNow(newer, 'inForce')
  await waitFor(() => entriesOf(BELGRADE, 'keys') === 2, deadline('the new epoch on record'))
  return newer
}

const entriesOf = (id: string, stream: string) =>
  network.agent(id).storeState.streams.get(stream)?.length ?? 0

const entries = (id: string, type: string) =>
  network.agent(id).storeState.log.filter((entry) => entry.type === type).length

const idsAt = (id: string) =>
  (network.agent(id).storeState.streams.get(`case-${reference}`) ?? []).map((entry) => entry.id)

async function quarantineOf(id: string) {
  const { body } = await network.agent(id).request('GET', '/exchange/quarantine')
  return (body as QuarantineList).messages
}

/** Belgrade has destroyed its older key, and Vienna has not heard of the newer one. */
async function overForWhoIsBehind(): Promise<SealingKey> {
  const newer = await rotate({ unseenBy: [VIENNA] })
  network.passTime(KEY_GRACE_DAYS_MIN * DAY_MS)
  await isNow(older, 'destroyed')
  return newer
}

/** An event that waits in Belgrade's mailbox, sealed to its older key, while Belgrade is stopped. */
async function onItsWay(): Promise<EventId> {
  await network.agent(BELGRADE).stop()
  const event = await ask()
  await relayed(event)
  return event
}

describe('mail that is on its way when a sealing key is replaced', () => {
  it('is opened while the grace lasts, and what comes after it is sealed to the newer key', async () => {
    const event = await onItsWay()
    const newer = await rotate()
    await network.delivered(VIENNA, event)
    expect(await deliveryOf(event)).not.toHaveProperty('resealed')
    expect(await quarantineOf(BELGRADE)).toStrictEqual([])

    await network.agent(BELGRADE).stop()
    const played = playRecipient(network, BELGRADE, VIENNA)
    await ask()
    expect(await played.message(0)).toMatchObject({ keyId: newer.keyId })
    await played.stop()
  })

  it('is opened on the last day of the grace, of a sender that has not heard of the newer key', async () => {
    await rotate({ unseenBy: [VIENNA] })
    network.passTime((KEY_GRACE_DAYS_MIN - 1) * DAY_MS)
    await network.delivered(VIENNA, await ask())
    expect(await stateOf(older)).toBe('grace')
  })
})

describe('mail that is sealed to a key whose grace is over', () => {
  it('is refused with the reason, sealed anew to the key in force, and has one effect', async () => {
    const newer = await overForWhoIsBehind()
    const before = idsAt(BELGRADE)
    const event = await onItsWay()
    await network.catchUp(VIENNA)
    await network.agent(BELGRADE).start()
    await network.delivered(VIENNA, event)

    expect(await deliveryOf(event)).toMatchObject({ status: 'stored', resealed: true })
    expect(await quarantineOf(BELGRADE)).toMatchObject([{ reason: 'key-epoch-over' }])
    expect(idsAt(BELGRADE)).toStrictEqual([...before, event])
    expect(entries(VIENNA, 'DeliveryResealed')).toBe(1)
    expect(await stateOf(newer)).toBe('inForce')

    // After a restart it is still shown, and nothing of it is sent again.
    const vienna = network.agent(VIENNA)
    await vienna.stop()
    await vienna.start()
    await waitFor(async () => (await deliveryOf(event)) !== undefined, deadline('the history'))
    expect(await deliveryOf(event)).toMatchObject({ status: 'stored', resealed: true, attempts: 0 })
  })

  it('waits at its sender while that knows of no other key, and arrives when it does', async () => {
    await overForWhoIsBehind()
    const event = await ask()
    await waitFor(
      async () => (await quarantineOf(BELGRADE)).length > 0,
      deadline('a message that is refused'),
    )
    await waitFor(
      () => network.agent(VIENNA).logged.some((line) => line.includes('key-epoch-over')),
      deadline('the reason at its sender'),
    )
    expect(entries(VIENNA, 'DeliveryResealed')).toBe(0)
    expect(await deliveryOf(event)).toMatchObject({ status: 'relayed', attempts: 1 })
    await network.catchUp(VIENNA)
    await network.delivered(VIENNA, event)
    expect(await deliveryOf(event)).toMatchObject({ status: 'stored' })
  })

  it('is answered once to those who may have sent it, and to nobody else', async () => {
    // A correspondent of another country.
    const theirs = await network.agent(SKOPJE).openCase(RECORD)
    await network.delivered(SKOPJE, await ask(SKOPJE, theirs))
    await overForWhoIsBehind()
    const issued = entries(BELGRADE, 'ReceiptIssued')
    await ask()
    await ask()
    await waitFor(
      async () => (await quarantineOf(BELGRADE)).length > 1,
      deadline('two messages that are refused'),
    )
    // Vienna has it; nobody has written to Skopje, which would show by the second message at the latest.
    await waitFor(
      () => network.agent(VIENNA).logged.some((line) => line.includes('key-epoch-over')),
      deadline('the reason at its sender'),
    )
    expect(entries(BELGRADE, 'ReceiptIssued') - issued).toBe(1)
  })
})

describe('a recipient that says of everything that its key is over', () => {
  let played: PlayedRecipient
  let newer: SealingKey
  let event: EventId
  const lie = (digest: string) => played.answer({ message: { digest, reason: 'key-epoch-over' } })
  /** What Vienna was told so far. */
  const told = () =>
    network.agent(VIENNA).logged.filter((line) => line.includes('key-epoch-over')).length

  beforeEach(async () => {
    await network.agent(BELGRADE).stop()
    played = playRecipient(network, BELGRADE, VIENNA)
    event = await ask()
    await played.message(0)
    newer = await rotate({ isStarted: false })
  })
  afterEach(() => played.stop())

  it('costs one sealing, however often it says so', async () => {
    const first = await played.message(0)
    expect(first.keyId).toBe(older.keyId)
    await lie(first.digest)
    const second = await played.message(1)
    expect(second.keyId).toBe(newer.keyId)
    for (const { digest } of [second, first, second, first]) await lie(digest)
    await waitFor(() => told() === 5, deadline('all that it says'))

    expect(entries(VIENNA, 'DeliveryResealed')).toBe(1)
    expect(await deliveryOf(event)).toMatchObject({ status: 'relayed', attempts: 2 })
    expect(played.messages).toHaveLength(2)
    // The very same event, which has one effect wherever it is taken in.
    expect(second.items).toStrictEqual(first.items)
  })

  it('has no say about a message that it was not sent', async () => {
    const first = await played.message(0)
    const skopje = playRecipient(network, SKOPJE, VIENNA)
    await skopje.answer({ message: { digest: first.digest, reason: 'key-epoch-over' } })
    await lie('A'.repeat(43))
    await waitFor(() => told() === 2, deadline('all that they say'))
    await skopje.stop()
    expect(entries(VIENNA, 'DeliveryResealed')).toBe(0)
    expect(played.messages).toHaveLength(1)
  })

  it('has nothing sealed anew for another reason', async () => {
    const { digest } = await played.message(0)
    await played.answer({ message: { digest, reason: 'unknown-recipient-key' } })
    await waitFor(
      () => network.agent(VIENNA).logged.some((line) => line.includes('unknown-recipient-key')),
      deadline('what it says'),
    )
    expect(entries(VIENNA, 'DeliveryResealed')).toBe(0)
  })

  it('gets nothing anew of what it has signed for', async () => {
    const { digest } = await played.message(0)
    await played.answer({ items: [{ event, verdict: 'stored' }] })
    await network.delivered(VIENNA, event)
    await lie(digest)
    await waitFor(() => told() === 1, deadline('what it says'))
    expect(entries(VIENNA, 'DeliveryResealed')).toBe(0)
    expect(played.messages).toHaveLength(1)
  })
})

describe('what is sealed anew', () => {
  it('leaves behind a section that was taken back since it was sealed first', async () => {
    const held = await handedOver(network)
    const vienna = network.agent(VIENNA)
    await network.agent(BELGRADE).stop()
    const played = playRecipient(network, BELGRADE, VIENNA)
    const { event } = await vienna.command(held.reference, shared(held, ['identity', 'contact']))
    const first = await played.message(0)
    expect(sectionsOf(first.items)).toStrictEqual(['contact', 'identity'])
    await rotate({ isStarted: false })
    await vienna.command(held.reference, narrowed(held, 'contact'))
    await played.message(1)
    await played.answer({ message: { digest: first.digest, reason: 'key-epoch-over' } })
    await played.message(2)
    await played.stop()
    expect(await deliveryOf(event)).toMatchObject({ resealed: true, attempts: 2 })
    expect(sectionsOf(played.messages[2]?.items ?? [])).toStrictEqual(['identity'])
  })

  function sectionsOf(items: readonly { readonly bytes: Uint8Array }[]): readonly string[] {
    const names = items.flatMap(({ bytes }) =>
      (unpackCopy(bytes)?.disclosures ?? []).flatMap((text) => {
        const read = readDisclosure(text)
        return read.ok ? [read.value.name] : []
      }),
    )
    return names.filter((name) => name === 'identity' || name === 'contact').toSorted()
  }
})
