import { startLocalNetwork, type LocalNetwork } from '@trm/local'
import { afterAll, beforeAll, describe, it } from 'vitest'
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

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    closing.defer(() => network.stop())
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  it.each(played)('%s', (name) => playScenario(readScenario(name), networkWorld(network)), 60_000)
})
