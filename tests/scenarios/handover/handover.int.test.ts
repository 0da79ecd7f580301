import {
  examine,
  playHandover,
  startLocalNetwork,
  type Examination,
  type LocalNetwork,
} from '@trm/local'
import type { CaseReference } from '@trm/kernel'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../../support/local-network.ts'

describe('the handover from Vienna to Belgrade', () => {
  const closing = new AsyncDisposableStack()
  let dataFolder = ''
  let network: LocalNetwork
  let reference: CaseReference
  let examined: Examination

  beforeAll(async () => {
    dataFolder = closing.use(await temporaryDataFolder()).path
    network = await startLocalNetwork({ dataFolder, reset: false })
    closing.defer(() => network.stop())
    reference = (await playHandover(network, { record: await handoverRecord() })).case
    examined = await examine(network, reference)
  }, 120_000)
  afterAll(() => closing.disposeAsync())

  it('holds in every check', () => {
    expect(examined.checks.length).toBeGreaterThanOrEqual(10)
    expect(examined.checks.filter(({ holds }) => !holds)).toEqual([])
  })

  it('leaves Vienna and Belgrade with the same digest, and nobody else with it', () => {
    const digests = new Map(
      examined.outcome.organisations.map(({ id, stateDigest }) => [id, stateDigest] as const),
    )
    expect(digests.get('at.vienna-cso')).toBe(digests.get('rs.belgrade-cso'))
    const others = ['at.nrm-office', 'rs.nrm-office', 'mk.skopje-cso', 'at.vienna-court-liaison']
    for (const id of others) expect(digests.get(id)).not.toBe(digests.get('at.vienna-cso'))
  })

  it('lets Belgrade read who she is and no longer how to reach her', async () => {
    const viewed = await network.client('rs.belgrade-cso').viewCase(reference)
    const sections = viewed.ok ? viewed.value.sections : {}
    expect(sections.identity).toMatchObject([{ status: 'open', value: { firstName: 'Ljubiška' } }])
    expect(sections.contact).toMatchObject([{ status: 'erased' }])
    const given = Object.entries(sections).filter(([, entries]) =>
      entries.some(({ status }) => status === 'open' || status === 'erased'),
    )
    const names = given.map(([name]) => name).sort()
    expect(names).toEqual(['contact', 'identity', 'needs', 'risk', 'travel'])
  })

  it('lets Vienna know the worker in Belgrade by name', async () => {
    const viewed = await network.client('at.vienna-cso').viewCase(reference)
    const needs = viewed.ok ? (viewed.value.sections.needs ?? []) : []
    const received = needs.find(({ author }) => author === 'rs.belgrade-cso')
    expect(received).toMatchObject({
      status: 'open',
      value: { assignedWorker: { name: 'Vukosava Radulović' } },
    })
  })

  it('shows the auditor a history without content, at both CSOs and nowhere else', async () => {
    const replayed = await network.client('rs.belgrade-cso', 'auditor').replay(reference)
    expect(replayed).toMatchObject({ ok: true, value: { organisation: 'rs.belgrade-cso' } })
    const contact = replayed.ok
      ? replayed.value.events
          .flatMap(({ sections }) => sections)
          .filter(({ name }) => name === 'contact')
      : []
    const answer = replayed.ok
      ? replayed.value.events.find(({ type }) => type === 'HoldersAnswered')?.number
      : undefined
    expect(contact).toEqual([{ name: 'contact', status: 'erased', erasedUnder: answer }])
    const viewed = await network.client('rs.belgrade-cso', 'auditor').viewCase(reference)
    expect(viewed).toMatchObject({ ok: false, failure: { status: 403 } })
  })

  it('keeps an idle agent below 150 MiB', async () => {
    for (const { processId } of network.agents) {
      const status = await readFile(`/proc/${String(processId)}/status`, 'utf8')
      const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
      expect(resident).toBeLessThan(150 * 1024 * 1024)
      expect(resident).toBeGreaterThan(0)
    }
  })

  it('finds everything again after a stop, and sends nothing twice', async () => {
    await network.stop()
    await using again = await startLocalNetwork({ dataFolder, reset: false })
    const after = await examine(again, reference)
    expect(after.outcome).toEqual(examined.outcome)
    expect(after.replays).toEqual(examined.replays)
    const { deliveries } = await again
      .client('at.vienna-cso')
      .deliveries(reference)
      .then((answer) => (answer.ok ? answer.value : { deliveries: [] }))
    expect(deliveries.map(({ attempts }) => attempts)).toEqual(deliveries.map(() => 0))
  }, 60_000)
})
