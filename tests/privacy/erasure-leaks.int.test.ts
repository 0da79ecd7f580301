import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { storedEvent } from '@trm/contracts'
import { invariant, toInstant, type CaseReference } from '@trm/kernel'
import { playHandover, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { decodeBase64url, decryptAtRest, readDisclosure } from '@trm/sealing'
import {
  searchBytes,
  searchFolder,
  spellingsOf,
  waitFor,
  type Leak,
  type Spelling,
} from '@trm/testkit'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

const BELGRADE = 'rs.belgrade-cso'
const DEADLINE_MS = 30_000
/** What every sealed message begins with. */
const SEALED: Spelling = { text: 'TRM1', form: 'magic', bytes: Buffer.from('TRM1') }
/** Nothing shorter says anything when it is found. */
const MEANINGFUL_LENGTH_MIN = 6
const READERS = 24

describe('what is left of an erased section at its holder', () => {
  const closing = new AsyncDisposableStack()
  let network: LocalNetwork
  let reference: CaseReference
  let heaps = ''
  let printed = ''
  /** The section as Belgrade held it: its disclosure with the salt, the salt, and every value. */
  let erased: readonly Spelling[] = []
  let before: {
    readonly opened: number
    readonly spelled: readonly Leak[]
    readonly heap: readonly Leak[]
  }

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    heaps = join(data.path, 'heaps')
    await mkdir(heaps)
    network = await startLocalNetwork({
      dataFolder: data.path,
      reset: false,
      nodeFlags: new Map([[BELGRADE, heapFlags(heaps)]]),
      progress: (line) => {
        printed += `${line}\n`
      },
    })
    closing.defer(() => network.stop())
    const played = await playHandover(network, {
      record: await handoverRecord(),
      onStep: async (step) => {
        if (!step.startsWith('she takes her contact back')) return
        const [held] = await casesOf()
        invariant(held !== undefined, 'erasure leaks: Belgrade holds the case')
        reference = held
        const disclosures = await disclosuresOf('contact')
        erased = disclosures.flatMap(textsOf).flatMap(spellingsOf)
        const spelled = searchBytes('disclosure', Buffer.from(disclosures.join(' ')), erased)
        before = { opened: disclosures.length, spelled, heap: await heapWhileReading() }
      },
    })
    reference = played.case
  }, 120_000)
  afterAll(() => closing.disposeAsync())

  it('was there to be found: in the vault and the log together, and in the heap while it was read', () => {
    expect(before.opened).toBe(1)
    expect(before.heap.map(({ text }) => text)).toContain('+447700900142')
    // The salt as well as the values: each is found where it lies encoded in the disclosure.
    const texts = new Set(erased.map(({ text }) => text))
    expect(texts.size).toBeGreaterThan(3)
    expect(new Set(before.spelled.map(({ text }) => text))).toStrictEqual(texts)
  })

  it('is said to be erased', async () => {
    const view = await network.client(BELGRADE).viewCase(reference)
    const contact = view.ok ? view.value.sections.contact : undefined
    expect(contact?.map(({ status }) => status)).toStrictEqual(['erased'])
  })

  it('is nothing in the heap of its agent: no value, no disclosure, no salt', async () => {
    expect(searchBytes('heap', await heapOf(), erased)).toStrictEqual([])
  })

  it('is nothing in any file of the network: stores, vaults, streams, logs, keys', async () => {
    const { leaks, files } = await searchFolder(network.folder, erased)
    expect(leaks).toStrictEqual([])
    expect(files).toBeGreaterThan(30)
  })

  it('is no sealed mail at any country node: what was fetched has left the streams', async () => {
    expect(network.nodes.length).toBe(3)
    for (const { participant } of network.nodes) {
      const streams = join(network.folder, participant, 'nats', 'data')
      // What is on its way is fetched first; by then it is gone.
      await waitFor(async () => (await searchFolder(streams, [SEALED])).leaks.length === 0, {
        deadlineMs: DEADLINE_MS,
        what: `the streams of ${participant} without mail`,
      })
      expect((await searchFolder(streams, [SEALED])).files).toBeGreaterThan(2)
    }
  })

  it('is nothing that its agent shows or counts', async () => {
    const agent = network.agents.find(({ organisation }) => organisation === BELGRADE)
    const metrics = await (await fetch(`${agent?.url ?? ''}/metrics`)).text()
    expect(metrics).toContain('process_cpu')
    const client = network.client(BELGRADE)
    const shown = JSON.stringify([
      await client.viewCase(reference),
      await client.replay(reference),
      await client.deliveries(reference),
      await client.cases(),
    ])
    expect(shown.length).toBeGreaterThan(1_000)
    for (const text of [metrics, shown, printed])
      expect(searchBytes('output', Buffer.from(text), erased)).toStrictEqual([])
  })

  it('cannot be opened by any key that is left', async () => {
    expect(await disclosuresOf('contact')).toStrictEqual([])
    expect(await disclosuresOf('identity')).toHaveLength(1)
  })

  const casesOf = async () => {
    const listed = await network.client(BELGRADE).cases()
    return listed.ok ? listed.value.cases.map((item) => item.case) : []
  }

  /** Every disclosure of a section that Belgrade's vault opens, read from its files while it is stopped. */
  async function disclosuresOf(section: string): Promise<readonly string[]> {
    await network.agents.find(({ organisation }) => organisation === BELGRADE)?.stop()
    const home = join(network.folder, 'agents', BELGRADE)
    const key = decodeBase64url(await readFile(join(home, 'vault.key'), 'utf8'))
    invariant(key !== undefined, 'erasure leaks: a master key')
    const vault = await openFileVault({ file: join(home, 'vault.db'), masterKey: key })
    const clock = { now: () => toInstant(new Date()) }
    const store = await openSqliteEventStore({ file: join(home, 'case-log.db'), clock })
    const found: string[] = []
    for await (const { id, data } of store.readStream(`case-${reference}`)) {
      for (const { name, keyId, nonce, ciphertext } of storedEvent.parse(data).sections) {
        const sectionKey = name === section ? await vault.findSectionKey(keyId) : undefined
        if (sectionKey === undefined) continue
        const plaintext = decryptAtRest({
          key: sectionKey,
          associatedData: Buffer.from(`${reference}.${id}.${name}`),
          nonce: decodeBase64url(nonce) ?? new Uint8Array(),
          ciphertext: decodeBase64url(ciphertext) ?? new Uint8Array(),
        })
        if (plaintext !== undefined) found.push(new TextDecoder().decode(plaintext))
      }
    }
    await store.close()
    await vault.close()
    await network.restartAgent(BELGRADE)
    return found
  }

  /** A snapshot of the heap of Belgrade's agent: strings whole, after its garbage is collected. */
  async function heapOf(): Promise<Buffer> {
    const agent = network.agents.find(({ organisation }) => organisation === BELGRADE)
    for (const name of await readdir(heaps)) await rm(join(heaps, name))
    process.kill(agent?.processId ?? 0, 'SIGUSR2')
    return waitFor(
      async () => {
        const [name] = await readdir(heaps)
        const content = name === undefined ? undefined : await readFile(join(heaps, name))
        // It is whole when it ends as JSON does.
        return content?.subarray(-4).includes('}') === true && content
      },
      { deadlineMs: DEADLINE_MS, what: 'a heap snapshot' },
    )
  }

  /** The same while many read the case, until a value was in somebody's hands at that moment. */
  async function heapWhileReading(): Promise<readonly Leak[]> {
    let isReading = true
    const client = network.client(BELGRADE)
    const readers = Array.from({ length: READERS }, async () => {
      while (isReading) await client.viewCase(reference)
    })
    try {
      return await waitFor(
        async () => {
          const leaks = searchBytes('heap', await heapOf(), erased)
          return leaks.length > 0 && leaks
        },
        { deadlineMs: DEADLINE_MS, what: 'a value in the heap while it is read' },
      )
    } finally {
      isReading = false
      await Promise.all(readers)
    }
  }
})

/** V8 cuts strings in snapshots at 1,024 characters unless it is told otherwise. */
function heapFlags(folder: string): readonly string[] {
  return [
    '--heapsnapshot-signal=SIGUSR2',
    `--diagnostic-dir=${folder}`,
    '--heap-snapshot-string-limit=10000000',
  ]
}

/** A disclosure, its salt, and each value in it that is long enough to be recognised. */
function textsOf(disclosure: string): readonly string[] {
  const read = readDisclosure(disclosure)
  const bytes = decodeBase64url(disclosure)
  invariant(read.ok && bytes !== undefined, 'erasure leaks: a disclosure')
  const [salt] = JSON.parse(new TextDecoder().decode(bytes)) as readonly string[]
  return [disclosure, salt ?? '', ...leaves(read.value.value)].filter(
    (text) => text.length >= MEANINGFUL_LENGTH_MIN && !/^[A-Za-z_]+$/.test(text),
  )
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(leaves)
}
