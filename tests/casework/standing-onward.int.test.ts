import { plusMilliseconds } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, DAY_MS, SKOPJE, VIENNA } from './handover-case.ts'
import { mayPassOn, passedOn, share } from './onward-case.ts'

const everybody = [VIENNA, BELGRADE, SKOPJE]

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork(everybody)
})
afterEach(() => network.stop())

describe('what is passed on', () => {
  it('goes to nobody whose licence is suspended, not as bare facts either', async () => {
    const { reference, contact } = await mayPassOn(network)
    const licence = [{ from: plusMilliseconds(network.now(), -DAY_MS), until: network.now() }]
    await network.list(everybody, {}, { [SKOPJE]: { licence } })
    const { status, body } = await network
      .agent(BELGRADE)
      .request('POST', `/casework/cases/${reference}/commands`, {
        commandId: randomToken(),
        command: share(contact),
      })
    expect(status).toBe(403)
    expect(JSON.stringify(body)).toContain('licence-not-in-force')
  })

  it('stays readable where it went when a list says later that its author had left before', async () => {
    const { reference } = await passedOn(network)
    network.passTime(-DAY_MS)
    await network.list([BELGRADE, SKOPJE])
    network.passTime(DAY_MS)
    const skopje = network.agent(SKOPJE)
    await skopje.stop()
    await skopje.start()
    const { status } = await skopje.request('GET', `/timeline/cases/${reference}`)
    expect(status).toBe(200)
  })
})
