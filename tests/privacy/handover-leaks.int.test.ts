import { playHandover, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { searchBytes, searchFolder, spellingsOf, type Spelling } from '@trm/testkit'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

/** Too short or too common to say anything when they are found. */
const MEANINGFUL_LENGTH_MIN = 6

describe('what a handover leaves behind on disk', () => {
  const closing = new AsyncDisposableStack()
  let folder = ''
  let network: LocalNetwork
  let printed = ''
  let personal: readonly Spelling[] = []

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    folder = data.path
    const record = await handoverRecord()
    const progress = (line: string) => {
      printed += `${line}\n`
    }
    network = await startLocalNetwork({ dataFolder: folder, reset: false, progress })
    closing.defer(() => network.stop())
    await playHandover(network, { record, onStep: progress })
    personal = personalValues(record).flatMap(spellingsOf)
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
    const names = await readdir(folder, { recursive: true })
    const vienna = join(folder, 'local', 'agents', 'at.vienna-cso')
    const store = await readFile(join(vienna, 'case-log.db'))
    const journal = await readFile(join(vienna, 'case-log.db-wal')).catch(() => Buffer.alloc(0))
    expect(Buffer.concat([store, journal]).includes('CaseOpened')).toBe(true)
    expect((await readFile(join(vienna, 'agent.log'), 'utf8')).split('\n').length).toBeGreaterThan(5)
    // Sealed messages, as JetStream keeps them in the streams of both countries.
    for (const code of ['at', 'rs']) {
      const blocks = names.filter((name) => name.includes(join('local', code)) && /\.blk$/.test(name))
      const contents = await Promise.all(blocks.map((name) => readFile(join(folder, name))))
      expect(contents.some((content) => content.includes('TRM1'))).toBe(true)
    }
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
  return values.filter((text) => text.length >= MEANINGFUL_LENGTH_MIN && !/^[A-Za-z_]+$/.test(text))
    .concat(['Ljubiška', 'Zvezdana'])
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(leaves)
}
