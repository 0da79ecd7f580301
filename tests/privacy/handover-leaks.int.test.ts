import { playHandover, startLocalNetwork, type LocalNetwork } from '@trm/local'
import {
  searchBytes,
  searchFolder,
  spellingsOf,
  waitFor,
  type Leak,
  type Spelling,
} from '@trm/testkit'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

/** Too short or too common to say anything when they are found. */
const MEANINGFUL_LENGTH_MIN = 6
const BELGRADE = 'rs.belgrade-cso'
/** What every sealed message begins with: proof that the search reaches into the streams. */
const SEALED: Spelling = { text: 'TRM1', form: 'magic', bytes: Buffer.from('TRM1') }

describe('what a handover leaves behind on disk', () => {
  const closing = new AsyncDisposableStack()
  let folder = ''
  let network: LocalNetwork
  let printed = ''
  let personal: readonly Spelling[] = []
  let waiting: { readonly leaks: readonly Leak[]; readonly sealedMessages: number }

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    folder = data.path
    const record = await handoverRecord()
    const progress = (line: string) => {
      printed += `${line}\n`
    }
    network = await startLocalNetwork({ dataFolder: folder, reset: false, progress })
    closing.defer(() => network.stop())
    personal = personalValues(record).flatMap(spellingsOf)
    let searched: Promise<void> | undefined
    await playHandover(network, {
      record,
      onStep: async (step) => {
        progress(step)
        // Identity and contact are sent in this step: it goes on when Belgrade is back.
        if (!step.startsWith('Vienna exchanges the contact')) return
        await network.agents.find(({ organisation }) => organisation === BELGRADE)?.stop()
        searched = searchWaitingMail().then(() => network.restartAgent(BELGRADE))
      },
    })
    await searched
  }, 120_000)
  afterAll(() => closing.disposeAsync())

  it('knows what to look for', () => {
    const texts = new Set(personal.map(({ text }) => text))
    for (const field of ['Ljubiška', 'Mirosavljević-Kovač', '1997-08-23', '+447700900142']) {
      expect(texts).toContain(field)
    }
    expect([...texts].some((text) => text.includes('sewing box'))).toBe(true)
    expect([...texts].some((text) => text.includes('Vukosava Radulović'))).toBe(true)
  })

  it('has no personal value in any file: logs, stores, vaults, streams, keys', async () => {
    const { leaks, files } = await searchFolder(folder, personal)
    expect(leaks).toEqual([])
    expect(files).toBeGreaterThan(30)
  })

  it('has searched the places where the case really is', async () => {
    const vienna = join(folder, 'local', 'agents', 'at.vienna-cso')
    const store = await readFile(join(vienna, 'case-log.db'))
    const journal = await readFile(join(vienna, 'case-log.db-wal')).catch(() => Buffer.alloc(0))
    expect(Buffer.concat([store, journal]).includes('CaseOpened')).toBe(true)
    expect((await readFile(join(vienna, 'agent.log'), 'utf8')).split('\n').length).toBeGreaterThan(
      5,
    )
  })

  it('has searched the stream with the sealed messages in it, while the recipient was away', () => {
    expect(waiting.sealedMessages).toBeGreaterThan(0)
    expect(waiting.leaks).toEqual([])
  })

  it('has no personal value in what was printed', () => {
    expect(printed.length).toBeGreaterThan(200)
    expect(searchBytes('output', Buffer.from(printed), personal)).toEqual([])
  })

  it('keeps health and exploitation out of Belgrade in every form: not one section of them', async () => {
    const [item] = (await client('rs.belgrade-cso').cases()).ok
      ? await casesOf('rs.belgrade-cso')
      : []
    expect(item).toBeDefined()
    const replay = await client('rs.belgrade-cso').replay(item?.case ?? ('' as never))
    const sections = replay.ok ? replay.value.events.flatMap((event) => event.sections) : []
    const names = new Set(sections.map(({ name }) => name))
    expect([...names].sort()).toEqual(['contact', 'identity', 'needs', 'risk', 'travel'])
  })

  /** Searches the streams of the Serbian country node as soon as sealed mail waits there. */
  async function searchWaitingMail(): Promise<void> {
    const streams = join(folder, 'local', 'rs', 'nats')
    waiting = await waitFor(
      async () => {
        const { leaks } = await searchFolder(streams, personal)
        const mail = await searchFolder(streams, [SEALED])
        return mail.leaks.length > 0 && { leaks, sealedMessages: mail.leaks.length }
      },
      { deadlineMs: 30_000, what: 'sealed mail waits in a stream' },
    )
  }

  const client = (organisation: string) => network.client(organisation)
  const casesOf = async (organisation: string) => {
    const listed = await client(organisation).cases()
    return listed.ok ? listed.value.cases : []
  }
})

/** Every text and number of the record that is long enough to be recognised, and the worker's name. */
function personalValues(record: Record<string, unknown>): readonly string[] {
  const values = [...leaves(record), 'Vukosava Radulović']
  // Codes of the standard and of countries are words of the protocol, not of the person.
  return values
    .filter((text) => text.length >= MEANINGFUL_LENGTH_MIN && !/^[A-Za-z_]+$/.test(text))
    .concat(['Ljubiška', 'Zvezdana'])
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(leaves)
}
