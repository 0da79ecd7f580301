import {
  examine,
  playHandover,
  startLocalNetwork,
  type Examination,
  type LocalNetwork,
} from '@trm/local'
import { openEventStoreDb } from '@trm/adapter-eventstoredb'
import type { CaseReference } from '@trm/kernel'
import { digestOfEvents } from '@trm/ports'
import { selfSignedCertificate } from '@trm/testkit'
import { startEventStoreDbServer } from '@trm/testkit/eventstoredb'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrm } from '../../support/command-line.ts'
import { handoverRecord, temporaryDataFolder } from '../../support/local-network.ts'

const VIENNA = 'at.vienna-cso'
const BELGRADE = 'rs.belgrade-cso'
const user = { username: 'agent', password: 'open-sesame' }

describe('the handover to an organisation whose event store is a server', () => {
  const closing = new AsyncDisposableStack()
  let dataFolder = ''
  let connectionFile = ''
  let network: LocalNetwork
  let reference: CaseReference
  let examined: Examination

  beforeAll(async () => {
    dataFolder = closing.use(await temporaryDataFolder()).path
    const tls = selfSignedCertificate()
    const server = closing.use(await startEventStoreDbServer({ tls, user }))
    const caFile = join(dataFolder, 'ca.pem')
    connectionFile = join(dataFolder, 'belgrade-event-store')
    await writeFile(caFile, tls.certificate)
    await writeFile(connectionFile, `${server.connectionString}&tlsCaFile=${caFile}\n`)
    network = await startLocalNetwork({
      dataFolder,
      reset: false,
      eventStores: new Map([[BELGRADE, connectionFile]]),
    })
    closing.defer(() => network.stop())
    reference = (await playHandover(network, { record: await handoverRecord() })).case
    examined = await examine(network, reference)
  }, 120_000)
  afterAll(() => closing.disposeAsync())

  const home = (organisation: string) => join(network.folder, 'agents', organisation)

  it('holds in every check', () => {
    expect(examined.checks.length).toBeGreaterThanOrEqual(10)
    expect(examined.checks.filter(({ holds }) => !holds)).toEqual([])
  })

  it('leaves both with the same digest of what they share', () => {
    const digestOf = (organisation: string) =>
      examined.outcome.organisations.find(({ id }) => id === organisation)?.stateDigest
    expect(digestOf(BELGRADE)).toMatch(/^[\w-]{43}$/)
    expect(digestOf(BELGRADE)).toBe(digestOf(VIENNA))
  })

  it('keeps the case on the server, and no event in the data folder', async () => {
    const connectionString = (await readFile(connectionFile, 'utf8')).trim()
    const store = await openEventStoreDb({ connectionString })
    const types: string[] = []
    for await (const { type } of store.readStream(`case-${reference}`)) types.push(type)
    await store.close()
    expect(types).toContain('ReferralOffered')
    expect(types).toContain('HoldersAnswered')
    expect((await readdir(home(BELGRADE))).filter((name) => name.includes('case-log'))).toEqual([])
    expect(await readdir(home(VIENNA))).toContain('case-log.db')
  })

  it('says in the log which engine it is, and not how to get in', async () => {
    const log = await readFile(join(home(BELGRADE), 'agent.log'), 'utf8')
    const opened = log.split('\n').filter((line) => line.includes('store.opened'))
    expect(opened.map((line) => (JSON.parse(line) as { kind: unknown }).kind)).toEqual([
      'eventstoredb',
    ])
    expect(log).not.toMatch(/sesame|esdb:/)
    expect(await readFile(join(home(VIENNA), 'agent.log'), 'utf8')).toContain('"kind":"sqlite"')
  })

  it('goes on from a file that the server was copied to, and from another server after that', async () => {
    await network.stop()
    const file = join(home(BELGRADE), 'case-log.db')
    const copied = await runTrm([
      'store',
      'copy',
      '--from',
      `esdb:${connectionFile}`,
      '--to',
      `sqlite:${file}`,
    ])
    expect(copied).toMatchObject({ exitCode: 0 })
    {
      await using moved = await startLocalNetwork({ dataFolder, reset: false })
      expect((await examine(moved, reference)).outcome).toEqual(examined.outcome)
    }
    await using server = await startEventStoreDbServer()
    const otherFile = join(dataFolder, 'other-event-store')
    await writeFile(otherFile, server.connectionString)
    const back = await runTrm([
      'store',
      'copy',
      '--from',
      `sqlite:${file}`,
      '--to',
      `esdb:${otherFile}`,
    ])
    expect(back).toMatchObject({ exitCode: 0 })
    const eventStores = new Map([[BELGRADE, otherFile]])
    await using again = await startLocalNetwork({ dataFolder, reset: false, eventStores })
    const after = await examine(again, reference)
    expect(after.outcome).toEqual(examined.outcome)
    expect(after.replays.map(({ events }) => events)).toEqual(
      examined.replays.map(({ events }) => events),
    )
    const store = await openEventStoreDb(server)
    const { events } = await digestOfEvents(store.readAll())
    await store.close()
    expect(back.output).toContain('copied: ')
    expect(events).toBeGreaterThan(Number(/(\d+) events/.exec(back.output)?.[1]))
  }, 120_000)
})
