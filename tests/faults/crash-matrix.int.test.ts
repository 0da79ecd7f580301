import { invariant, type EventId, type OrganisationId } from '@trm/kernel'
import { localPlan, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { waitFor } from '@trm/testkit'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryDataFolder } from '../support/local-network.ts'
import { diedAt, dieAt, killPointFlags } from './test-support/kill-files.ts'
import {
  assessment,
  becomes,
  BELGRADE,
  give,
  openSharedCase,
  VIENNA,
  type SharedCase,
} from './test-support/shared-case.ts'

/** Every step of an event from its author to its recipient, and of the receipt on its way back. */
const STEPS: readonly (readonly [OrganisationId, string, string])[] = [
  [VIENNA, 'keeping a key', 'of its section'],
  [VIENNA, 'RiskAssessed', 'is in its log'],
  [VIENNA, 'sealing', 'the message'],
  [VIENNA, 'publishing', 'the message'],
  [VIENNA, 'DeliveryRelayed', 'is in its log'],
  [BELGRADE, 'opening', 'the message'],
  [BELGRADE, 'keeping a key', 'of the section received'],
  [BELGRADE, 'RiskAssessed', 'is in its log'],
  [BELGRADE, 'ReceiptIssued', 'is in its log'],
  [BELGRADE, 'publishing', 'the receipt'],
  [BELGRADE, 'erasing', 'the mail at its country node'],
  [BELGRADE, 'acknowledging', 'the mail'],
  [VIENNA, 'opening', 'the receipt'],
  [VIENNA, 'DeliveryStored', 'is in its log'],
  [VIENNA, 'erasing', 'the receipt at its country node'],
  [VIENNA, 'acknowledging', 'the receipt'],
]
const CELLS = STEPS.flatMap(([who, step, what]) =>
  ['before', 'after'].map((when) => [who, `${when} ${step}`, what] as const),
)
const DEADLINE_MS = 20_000
/** What is in the hand of a killed agent comes again after this long: half a minute in the field. */
const ACK_WAIT_MS = 1_000

describe('an agent that is killed', () => {
  const closing = new AsyncDisposableStack()
  const told: EventId[] = []
  let network: LocalNetwork
  let shared: SharedCase
  let data = ''

  beforeAll(async () => {
    data = closing.use(await temporaryDataFolder()).path
    await Promise.all([VIENNA, BELGRADE].map((id) => mkdir(armFolder(id))))
    network = await startLocalNetwork({
      dataFolder: data,
      reset: false,
      plan: localPlan.flatMap(({ code, organisations }) => {
        const own = organisations.filter(({ id }) => id === VIENNA || id === BELGRADE)
        return own.length === 0 ? [] : [{ code, organisations: own }]
      }),
      mailboxLimits: { ackWaitMs: ACK_WAIT_MS },
      nodeFlags: new Map([VIENNA, BELGRADE].map((id) => [id, killPointFlags(armFolder(id))])),
    })
    closing.defer(() => network.stop())
    shared = await openSharedCase((id) => network.client(id))
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  const armFolder = (organisation: string) => join(data, `arm-${organisation}`)

  it.each(CELLS)(
    'in %s %s %s loses nothing and doubles nothing',
    async (who, step) => {
      dieAt(armFolder(who), step)
      const { reference } = shared
      const agent = network.agents.find(({ organisation }) => organisation === who)
      invariant(agent !== undefined, 'crash matrix: an agent of this network')
      const giving = give(network.client(VIENNA), reference, assessment(shared))
      expect(await within(agent.ended)).toBe('SIGKILL')
      expect(diedAt(armFolder(who))).toBe(step)
      await network.restartAgent(who)

      const event = await giving
      told.push(event)
      await becomes(network.client(VIENNA), reference, [event], 'stored')
      for (const organisation of [VIENNA, BELGRADE])
        expect(await occurrences(organisation, event)).toStrictEqual(['held'])
    },
    2 * DEADLINE_MS,
  )

  it('leaves both with the same, each event once, and nothing in quarantine', async () => {
    const { reference } = shared
    const [vienna, belgrade] = await Promise.all([eventsAt(VIENNA), eventsAt(BELGRADE)])
    const assessed = (events: typeof vienna) =>
      events.flatMap(({ event, type }) => (type === 'RiskAssessed' ? [event] : []))
    expect(assessed(vienna)).toStrictEqual(told)
    expect(assessed(belgrade).toSorted()).toStrictEqual(told.toSorted())
    expect(new Set(told).size).toBe(told.length)
    const digests = await Promise.all([
      network.client(VIENNA).sharedState(reference, BELGRADE),
      network.client(BELGRADE).sharedState(reference, VIENNA),
    ])
    const [ours, theirs] = digests.map((answer) => (answer.ok ? answer.value.stateDigest : answer))
    expect(ours).toMatch(/^[\w-]{43}$/)
    expect(ours).toBe(theirs)
    for (const organisation of [VIENNA, BELGRADE])
      expect(await network.client(organisation).quarantine()).toStrictEqual({
        ok: true,
        value: { messages: [] },
      })
  })

  async function eventsAt(organisation: string) {
    const answer = await network.client(organisation).replay(shared.reference)
    invariant(answer.ok, 'crash matrix: a replay')
    return answer.value.events
  }

  /** Of each time that an event is in a log, whether its section can be read there. */
  async function occurrences(organisation: string, event: EventId): Promise<readonly string[]> {
    const found = (await eventsAt(organisation)).filter((each) => each.event === event)
    return found.flatMap(({ sections }) => sections.map(({ status }) => status))
  }

  /** How the process ended, or that it did not. */
  async function within(ended: Promise<NodeJS.Signals | null>): Promise<unknown> {
    let signal: unknown
    void ended.then((by) => {
      signal = { by }
    })
    const { by } = await waitFor(() => signal as { by: unknown } | undefined, {
      deadlineMs: DEADLINE_MS,
      what: 'the end of the agent',
    })
    return by
  }
})
