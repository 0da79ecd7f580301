import { examine, playHandover, startLocalNetwork } from '@trm/local'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

const AWAY_MS = 20_000

it('ends well when the country node of the recipient is away for 20 s before the referral', async () => {
  await using data = await temporaryDataFolder()
  await using network = await startLocalNetwork({ dataFolder: data.path, reset: false })
  const belgrade = network.nodes.find(({ participant }) => participant === 'rs')
  let back: Promise<void> | undefined
  const { case: reference } = await playHandover(network, {
    record: await handoverRecord(),
    onStep: async (step) => {
      if (step !== 'Vienna offers the referral, with a preview') return
      await belgrade?.stop()
      // The outage is the subject of this test, so its length is waited for.
      back = sleep(AWAY_MS).then(() => belgrade?.start())
    },
  })
  await back
  const { outcome, checks } = await examine(network, reference)
  expect(checks.filter(({ holds }) => !holds)).toEqual([])
  expect(outcome.ok).toBe(true)
  expect(outcome.deliveries.duplicates).toBe(0)
}, 120_000)
