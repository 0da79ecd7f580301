import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import {
  invariant,
  plusMilliseconds,
  type CaseReference,
  type EventId,
  type OrganisationId,
} from '@trm/kernel'
import { localPlan, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrm } from '../support/command-line.ts'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'
import { movedClock, type MovedClock } from '../support/moved-clock.ts'

const VIENNA = 'at.vienna-cso'
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const DAY_MS = 24 * 60 * 60 * 1000
const deadline = (what: string) => ({ deadlineMs: 20_000, what })

/** Over three country nodes and six agents in processes of their own. */
describe('a sealing key that is replaced from the command line', () => {
  const closing = new AsyncDisposableStack()
  let dataFolder = ''
  let clock: MovedClock
  let network: LocalNetwork
  let reference: CaseReference

  const start = () =>
    startLocalNetwork({
      dataFolder,
      reset: false,
      now: () => clock.now(),
      nodeFlags: new Map(
        localPlan
          .flatMap(({ organisations }) => organisations)
          .map(({ id }) => [id, clock.nodeFlags]),
      ),
    })

  beforeAll(async () => {
    dataFolder = closing.use(await temporaryDataFolder()).path
    clock = movedClock(dataFolder)
    network = await start()
    closing.defer(() => network.stop())
    const record = await handoverRecord()
    const opened = await network
      .client(VIENNA)
      .openCase({ commandId: randomToken(), ageStatus: 'verifiedAdult', record })
    invariant(opened.ok, 'key rotation: a case')
    reference = opened.value.case
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  async function deliver(): Promise<EventId> {
    const asked = await network.client(VIENNA).command(reference, {
      commandId: randomToken(),
      command: {
        type: 'AskCapacity',
        to: [BELGRADE],
        services: ['accommodation'],
        languages: ['sr'],
        respondBy: plusMilliseconds(clock.now(), DAY_MS),
      },
    })
    invariant(asked.ok, 'key rotation: an enquiry')
    const { event } = asked.value
    await waitFor(async () => {
      const { deliveries } = await valueOf(network.client(VIENNA).deliveries(reference))
      return deliveries.some((each) => each.event === event && each.status === 'stored')
    }, deadline('the receipt'))
    return event
  }

  async function valueOf<Value>(
    asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false }>,
  ): Promise<Value> {
    const answer = await asked
    invariant(answer.ok, 'key rotation: an agent answers')
    return answer.value
  }

  const states = async () =>
    (await valueOf(network.client(BELGRADE).keys())).sealing.map(({ state }) => state)
  const become = (expected: readonly string[]) =>
    waitFor(async () => String(await states()) === String(expected), deadline(String(expected)))

  it('is refused while the agent runs, and listed, used, kept and destroyed when it is not', async () => {
    const words = ['key', 'rotate', '--organisation', BELGRADE]
    await deliver()
    expect(await states()).toStrictEqual(['inForce'])
    expect((await runTrm(words, { TRM_DATA: dataFolder })).exitCode).toBe(2)

    await network.stop()
    const made = await runTrm(words, { TRM_DATA: dataFolder })
    expect(made.exitCode).toBe(0)
    network = await start()
    await become(['grace', 'inForce'])
    const { kid } = JSON.parse(made.output) as { readonly kid: string }
    expect((await valueOf(network.client(BELGRADE).keys())).sealing[1]?.keyId).toBe(kid)
    await deliver()

    clock.passTime(KEY_GRACE_DAYS_MIN * DAY_MS)
    await become(['destroyed', 'inForce'])
    await deliver()
    expect((await valueOf(network.client(BELGRADE).quarantine())).messages).toStrictEqual([])

    // As a restart finds it.
    await network.agents.find(({ organisation }) => organisation === BELGRADE)?.stop()
    await network.restartAgent(BELGRADE)
    expect(await states()).toStrictEqual(['destroyed', 'inForce'])
  }, 120_000)
})
