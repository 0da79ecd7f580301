import { startLocalNetwork, type LocalNetwork } from '@trm/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrm } from '../support/command-line.ts'
import { temporaryDataFolder } from '../support/local-network.ts'
import { networkWorld } from './support/network-world.ts'
import { playScenario } from './support/play.ts'
import { readScenario } from './support/scenario.ts'

/** Those that take no time to pass, over three country nodes and six agents. */
const played = [
  'handover',
  'testimony-travel',
  'testimony-video',
  'notification',
  'child-return',
  'relay',
  'correction',
]

describe('the scenarios, over a real network', () => {
  const closing = new AsyncDisposableStack()
  let network: LocalNetwork
  let folder: string

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    folder = data.path
    network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    closing.defer(() => network.stop())
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  it.each(played)('%s', (name) => playScenario(readScenario(name), networkWorld(network)), 60_000)

  it('leave nothing that is not to be kept any longer, as trm retention says', async () => {
    const at = 'rs.belgrade-cso'
    const { output, exitCode } = await runTrm(['retention', '--at', at], { TRM_DATA: folder })
    expect(exitCode).toBe(0)
    expect(output).toMatch(
      /^Retention at rs\.belgrade-cso on \d{4}-\d{2}-\d{2}, by the policy rs-start\.4\n\nnothing is due\n/,
    )
  })
})
