import {
  memoryEventStore,
  memoryVault,
  newEventStoreState,
  newVaultState,
} from '@trm/adapter-memory'
import {
  ensureIdentity,
  makeSealingKey,
  openJournal,
  openKeyRing,
  readSealingKeys,
  SEALING_KEYS_MAX,
} from '@trm/case-log'
import { KEYS_STREAM, type KeyEntry, type TrustListKey } from '@trm/contracts'
import { createTrustedDirectory } from '@trm/directory'
import { KEY_GRACE_DAYS_MIN, openKeyEpochs, type KeyEpochs, type KeyFact } from '@trm/exchange'
import {
  plusMilliseconds,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import { VaultError, type Vault } from '@trm/ports'
import { encodeBase64url, type SealingKey } from '@trm/sealing'
import { beforeEach, describe, expect, it } from 'vitest'

const AT = 'at' as ParticipantCode
const VIENNA = 'at.vienna-cso' as OrganisationId
const START = '2026-03-01T00:00:00.000Z' as Instant
const DAY_MS = 24 * 60 * 60 * 1000
const day = (days: number): Instant => plusMilliseconds(START, days * DAY_MS)

type Window = readonly [from: number, until: number]

/** An agent's keys over a vault and a log, and a trust list, on a clock that stands still. */
function scene() {
  const vaultState = newVaultState()
  const storeState = newEventStoreState()
  const directory = createTrustedDirectory()
  const facts: KeyFact[] = []
  let now = START
  let version = 0
  const clock = { now: () => now }

  return {
    vaultState,
    vault: memoryVault(vaultState),
    facts,
    at(days: number) {
      now = day(days)
    },
    /** The Participant's next list has these sealing keys, each within a window in days. */
    list(keys: readonly (readonly [SealingKey, Window, Partial<TrustListKey>?])[]) {
      version += 1
      directory.take({
        v: 1,
        iss: AT,
        version,
        iat: Date.parse(now) / 1000,
        organisations: [
          {
            id: VIENNA,
            kind: 'cso',
            names: { en: 'Vienna' },
            keys: keys.map(([{ keyId, publicKey }, [from, until], more]) => ({
              kid: keyId,
              use: 'seal',
              publicKey: encodeBase64url(publicKey),
              validFrom: day(from),
              validUntil: day(until),
              ...more,
            })),
          },
        ],
      })
    },
    async entries() {
      const store = memoryEventStore({ state: storeState, clock })
      const entries: [string, unknown][] = []
      for await (const { type, data } of store.readStream(KEYS_STREAM)) entries.push([type, data])
      return entries
    },
    async open(vault: Vault = memoryVault(vaultState)): Promise<KeyEpochs> {
      const store = memoryEventStore({ state: storeState, clock })
      return openKeyEpochs({
        self: VIENNA,
        store,
        directory,
        clock,
        ring: await openKeyRing(vault),
        journal: openJournal<KeyEntry>(store, KEYS_STREAM),
        graceDays: KEY_GRACE_DAYS_MIN,
        report: (fact) => void facts.push(fact),
      })
    },
  }
}

let vienna: ReturnType<typeof scene>
let older: SealingKey
let newer: SealingKey
beforeEach(async () => {
  vienna = scene()
  older = (await ensureIdentity(vienna.vault)).sealing
  newer = await makeSealingKey(vienna.vault, START)
})

const keptIds = async () =>
  (await readSealingKeys(memoryVault(vienna.vaultState))).map(({ keyId }) => keyId)
const both = () => [older.keyId, newer.keyId]
const stateOf = (epochs: KeyEpochs, { keyId }: SealingKey) =>
  epochs.describe().sealing.find((key) => key.keyId === keyId)?.state

/** The older key is in force from day 0 and the newer from day 10, and the agent has seen both. */
async function rotated(): Promise<KeyEpochs> {
  const epochs = await vienna.open()
  vienna.list([[older, [-1, 400]]])
  await epochs.look()
  vienna.at(10)
  vienna.list([
    [older, [-1, 400]],
    [newer, [10, 400]],
  ])
  await epochs.look()
  return epochs
}

describe('a sealing key in whose place another is', () => {
  it('opens mail until its grace is over, to the instant', async () => {
    const epochs = await rotated()
    expect(stateOf(epochs, older)).toBe('grace')
    vienna.at(10 + KEY_GRACE_DAYS_MIN - 1e-7)
    await epochs.look()
    expect(await keptIds()).toStrictEqual(both())
    expect(epochs.isOver(older.keyId)).toBe(false)
  })

  it('is destroyed at the instant at which its grace is over, and that is on record', async () => {
    const epochs = await rotated()
    vienna.at(10 + KEY_GRACE_DAYS_MIN)
    await epochs.look()
    await epochs.look()
    expect(await keptIds()).toStrictEqual([newer.keyId])
    expect(epochs.isOver(older.keyId)).toBe(true)
    expect(await vienna.entries()).toStrictEqual([
      ['SealingKeyInForce', { keyId: older.keyId, at: day(0) }],
      ['SealingKeyInForce', { keyId: newer.keyId, at: day(10) }],
      ['SealingKeyDestroyed', { keyId: older.keyId, at: day(40) }],
    ])
    expect(vienna.facts.map(({ kind }) => kind)).toStrictEqual([
      'key-in-force',
      'key-in-force',
      'key-destroyed',
    ])
  })

  it('has its grace from when the agent saw it, whenever the list says it was', async () => {
    const epochs = await vienna.open()
    vienna.list([[older, [-1, 400]]])
    await epochs.look()
    vienna.at(50)
    vienna.list([
      [older, [-1, 400]],
      [newer, [1, 400]],
    ])
    await epochs.look()
    expect(await keptIds()).toStrictEqual(both())
    vienna.at(50 + KEY_GRACE_DAYS_MIN)
    await epochs.look()
    expect(await keptIds()).toStrictEqual([newer.keyId])
  })

  it('is not made again at a later start', async () => {
    const epochs = await rotated()
    vienna.at(60)
    await epochs.look()
    expect((await ensureIdentity(memoryVault(vienna.vaultState))).sealing.keyId).toBe(newer.keyId)
    expect(await keptIds()).toStrictEqual([newer.keyId])
  })

  it('stays recorded as in force when it is put back, with a grace of its own later', async () => {
    const epochs = await rotated()
    vienna.at(20)
    vienna.list([[older, [-1, 400]]])
    await epochs.look()
    vienna.at(30)
    vienna.list([
      [older, [-1, 400]],
      [newer, [10, 400]],
    ])
    await epochs.look()
    vienna.at(30 + KEY_GRACE_DAYS_MIN - 1)
    await epochs.look()
    expect(await keptIds()).toStrictEqual(both())
    vienna.at(30 + KEY_GRACE_DAYS_MIN)
    await epochs.look()
    expect(await keptIds()).toStrictEqual([newer.keyId])
  })
})

type Listed = Parameters<ReturnType<typeof scene>['list']>[0]

describe('no sealing key is destroyed', () => {
  it.each<[string, () => readonly Listed[]]>([
    ['before its successor is listed', () => [[[older, [-1, 400]]]]],
    [
      'before its successor is in force',
      () => [
        [
          [older, [-1, 400]],
          [newer, [300, 400]],
        ],
      ],
    ],
    [
      'that is listed for a time to come',
      () => [
        [
          [older, [-1, 400]],
          [newer, [0, 400]],
        ],
        [
          [older, [-1, 400]],
          [newer, [300, 400]],
        ],
      ],
    ],
    [
      'for a successor whose time is over',
      () => [
        [[older, [-1, 400]]],
        [
          [older, [-1, 400]],
          [newer, [0, 60]],
        ],
      ],
    ],
    [
      'for a successor that is revoked',
      () => [
        [[older, [-1, 400]]],
        [
          [older, [-1, 400]],
          [newer, [0, 400], { revokedAt: day(12) }],
        ],
      ],
    ],
    ['where none is in force any more', () => [[[older, [-1, 60]]]]],
    [
      'where its organisation is listed without any',
      () => [[[older, [-1, 400]]], [[newer, [-1, 400]]], []],
    ],
  ])('%s', async (_when, lists) => {
    const epochs = await vienna.open()
    for (const keys of lists()) {
      vienna.list(keys)
      await epochs.look()
    }
    vienna.at(200)
    await epochs.look()
    expect(await keptIds()).toStrictEqual(both())
    expect([older, newer].filter(({ keyId }) => epochs.isOver(keyId))).toStrictEqual([])
  })

  it('for a successor that the vault does not have', async () => {
    const stranger = (await ensureIdentity(memoryVault())).sealing
    const epochs = await vienna.open()
    vienna.list([[older, [-1, 400]]])
    await epochs.look()
    vienna.list([
      [older, [-1, 400]],
      [stranger, [0, 400]],
    ])
    for (const days of [1, 100, 200]) {
      vienna.at(days)
      await epochs.look()
    }
    expect(await keptIds()).toStrictEqual(both())
    expect(epochs.describe().attention).toStrictEqual([
      { kind: 'notKept', use: 'seal', keyId: stranger.keyId },
    ])
  })

  it('earlier for a key that was listed in between and that the vault does not have', async () => {
    const stranger = (await ensureIdentity(memoryVault())).sealing
    const epochs = await vienna.open()
    vienna.list([[older, [-1, 400]]])
    await epochs.look()
    vienna.list([
      [older, [-1, 400]],
      [stranger, [0, 400]],
    ])
    await epochs.look()
    vienna.at(35)
    vienna.list([
      [older, [-1, 400]],
      [newer, [35, 400]],
    ])
    await epochs.look()
    vienna.at(35 + KEY_GRACE_DAYS_MIN - 1)
    await epochs.look()
    expect(await keptIds()).toStrictEqual(both())
  })

  it('for a successor that the vault has lost since', async () => {
    await rotated()
    await (await openKeyRing(memoryVault(vienna.vaultState))).destroy(newer.keyId)
    const epochs = await vienna.open()
    vienna.at(200)
    await epochs.look()
    expect(await keptIds()).toStrictEqual([older.keyId])
  })

  it('that was never in force: nobody has sealed to it', async () => {
    const third = await makeSealingKey(vienna.vault, day(5))
    const epochs = await rotated()
    vienna.at(200)
    await epochs.look()
    expect(await keptIds()).toStrictEqual([newer.keyId, third.keyId])
  })
})

describe('an agent that is stopped while it destroys a key', () => {
  it('has no record of what it did not destroy, and does it at the next start', async () => {
    await rotated()
    vienna.at(60)
    const stuck: Vault = {
      ...memoryVault(vienna.vaultState),
      destroySecret: () => Promise.reject(new VaultError('VAULT_CLOSED')),
    }
    await expect((await vienna.open(stuck)).look()).rejects.toThrow(VaultError)
    expect(await vienna.entries()).toHaveLength(2)
    const epochs = await vienna.open()
    expect(epochs.isOver(older.keyId)).toBe(false)
    await epochs.look()
    expect(await keptIds()).toStrictEqual([newer.keyId])
    expect(await vienna.entries()).toHaveLength(3)
  })

  it('records at the next start what it did destroy', async () => {
    await rotated()
    vienna.at(60)
    await (await openKeyRing(memoryVault(vienna.vaultState))).destroy(older.keyId)
    const epochs = await vienna.open()
    expect(stateOf(epochs, older)).toBe('missing')
    await epochs.look()
    expect(stateOf(epochs, older)).toBe('destroyed')
    expect((await vienna.entries()).at(-1)).toStrictEqual([
      'SealingKeyDestroyed',
      { keyId: older.keyId, at: day(60) },
    ])
  })
})

describe('an older vault', () => {
  it('loses again the key that the log says is destroyed, before any mail is opened', async () => {
    const kept = [...vienna.vaultState.secrets].map(
      ([name, value]) => [name, value.slice()] as const,
    )
    const epochs = await rotated()
    vienna.at(60)
    await epochs.look()
    for (const [name, value] of kept) vienna.vaultState.secrets.set(name, value)
    expect(await keptIds()).toStrictEqual(both())
    await vienna.open()
    expect(await keptIds()).toStrictEqual([newer.keyId])
    expect(await vienna.entries()).toHaveLength(3)
  })
})

describe('what somebody has to see to', () => {
  it.each<[string, readonly Window[], readonly object[]]>([
    ['a key that counts for 14 days and an instant more', [[-1, 14 + 1e-7]], []],
    ['a key that counts for 14 days', [[-1, 14]], [{ kind: 'endsSoon', use: 'seal', at: day(14) }]],
    [
      'a key that ends soon beside one that goes on',
      [
        [-1, 5],
        [3, 40],
      ],
      [],
    ],
    [
      'two that end soon: the later',
      [
        [-1, 5],
        [3, 9],
      ],
      [{ kind: 'endsSoon', use: 'seal', at: day(9) }],
    ],
    ['none that counts', [[-9, 0]], [{ kind: 'noneInForce', use: 'seal' }]],
    ['none that is listed', [], [{ kind: 'noneInForce', use: 'seal' }]],
  ])('is said of %s', async (_what, windows, expected) => {
    const epochs = await vienna.open()
    vienna.list(windows.map((window, index) => [index === 0 ? older : newer, window] as const))
    expect(epochs.describe().attention).toMatchObject(expected)
    expect(epochs.describe().attention).toHaveLength(expected.length)
  })

  it('is said once a day for as long as it lasts', async () => {
    const epochs = await vienna.open()
    vienna.list([[older, [-1, 14]]])
    for (const days of [0, 0.5, 1 - 1e-7, 1, 1.5, 2.2]) {
      vienna.at(days)
      await epochs.look()
    }
    const said = vienna.facts.filter(({ kind }) => kind === 'key-attention')
    expect(said).toHaveLength(3)
  })

  it('has dates and ids, and nothing of a key', async () => {
    const epochs = await rotated()
    const told = JSON.stringify(epochs.describe())
    expect(epochs.describe()).toMatchObject({
      graceDays: 30,
      sealing: [
        { keyId: older.keyId, state: 'grace', inForceSince: day(0), keptUntil: day(40) },
        { keyId: newer.keyId, state: 'inForce', inForceSince: day(10) },
      ],
      attention: [],
    })
    for (const { privateKey, publicKey } of [older, newer]) {
      expect(told).not.toContain(encodeBase64url(privateKey))
      expect(told).not.toContain(encodeBase64url(publicKey).slice(0, 40))
    }
  })
})

describe('the keys of a vault', () => {
  it('are as many as can be in use, and one more is refused', async () => {
    for (let kept = 2; kept < SEALING_KEYS_MAX; kept++)
      await makeSealingKey(vienna.vault, day(kept))
    await expect(makeSealingKey(vienna.vault, day(9))).rejects.toMatchObject({
      code: 'SEALING_KEYS_TOO_MANY',
    })
    expect(await keptIds()).toHaveLength(SEALING_KEYS_MAX)
  })

  it('are found by their ids until they are destroyed, and then zeroed where they lay', async () => {
    const ring = await openKeyRing(vienna.vault)
    const found = ring.find(older.keyId)
    expect(found).toStrictEqual(older.privateKey)
    await ring.destroy(older.keyId)
    await ring.destroy(older.keyId)
    expect(ring.find(older.keyId)).toBeUndefined()
    expect(found).toStrictEqual(new Uint8Array(32))
    expect(ring.find(newer.keyId)).toStrictEqual(newer.privateKey)
    const names = [...vienna.vaultState.secrets.keys()]
    expect(names.filter((name) => name.startsWith('sealing.'))).toStrictEqual([])
  })

  it('keep what is asked to be destroyed and is not theirs', async () => {
    const ring = await openKeyRing(vienna.vault)
    for (const keyId of ['', 'x', newer.keyId.slice(1)]) await ring.destroy(keyId)
    expect(await keptIds()).toStrictEqual(both())
  })
})
