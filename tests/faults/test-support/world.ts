import { CLOCK_SKEW_MAX_MS } from '@trm/case-log'
import type { OrganisationId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { chancesFrom } from '@trm/testkit'
import {
  organisation,
  startMemoryNetwork,
  type MemoryNetwork,
} from '../../support/memory-agents.ts'
import { createAdversary, type Adversary } from './adversary.ts'
import {
  commandOf,
  idsAt,
  openCase,
  ORGANISATIONS,
  pick,
  type OpenedCase,
} from './world-commands.ts'
import { judge } from './world-judgement.ts'

/** By how often each comes, of a hundred. */
const MIX = {
  deliver: 46,
  command: 34,
  duplicate: 7,
  drop: 5,
  block: 2,
  unblock: 2,
  crash: 2,
  later: 1,
  earlier: 1,
} as const
type Kind = keyof typeof MIX

/** Numbers that mean something wherever they stand, so that a history from which steps are taken out is one, too. */
export type Step = {
  readonly kind: Kind
  readonly by: number
  readonly choice: number
  readonly what: number
}

/** What is wrong in the end, in sentences without a value. */
export type Verdict = {
  readonly flaws: readonly string[]
  readonly accepted: number
  readonly deliveries: number
}

const CHOICES = 1 << 20
const CASES_MAX = 12
const NEW_CASE_EVERY = 12
const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60_000
const BACK_MAX_MS = CLOCK_SKEW_MAX_MS - MINUTE_MS
const HUNDRED = 100
const CALM_TURNS = 6

export function stepsFrom(seed: number, count: number): readonly Step[] {
  const chance = chancesFrom(seed)
  const kindOf = (): Kind => {
    let left = chance(HUNDRED)
    for (const [kind, share] of Object.entries(MIX)) {
      left -= share
      if (left < 0) return kind as Kind
    }
    return 'deliver'
  }
  return Array.from({ length: count }, () => ({
    kind: kindOf(),
    by: chance(CHOICES),
    choice: chance(CHOICES),
    what: chance(CHOICES),
  }))
}

/** Plays the steps between five organisations, lets the transport heal, and says what does not hold then. */
export async function play(steps: readonly Step[], deadlineMs: number): Promise<Verdict> {
  const adversary = createAdversary()
  const network = await startMemoryNetwork(ORGANISATIONS, {}, undefined, adversary.carry)
  const world: World = {
    network,
    adversary,
    cases: [],
    flaws: new Set(),
    accepted: 0,
    aheadMs: 0,
    latestMs: 0,
  }
  try {
    for (const step of steps) {
      await take(step, world)
      await calm(adversary)
    }
    adversary.heal()
    // What waits for minutes between two attempts is sent at a start.
    for (const id of ORGANISATIONS) await restart(id, network)
    const { flaws, deliveries } = await judge(network, world.cases, deadlineMs)
    return { flaws: [...world.flaws, ...flaws], accepted: world.accepted, deliveries }
  } finally {
    await network.stop()
  }
}

type World = {
  readonly network: MemoryNetwork
  readonly adversary: Adversary
  readonly cases: OpenedCase[]
  readonly flaws: Set<string>
  accepted: number
  /** By how much the clocks are ahead of the machine's, and the most that they were. */
  aheadMs: number
  latestMs: number
}

/** Until nobody has anything to do but wait for a time or for mail. */
async function calm(adversary: Adversary): Promise<void> {
  let still = 0
  for (let seen = adversary.underWay; still < CALM_TURNS; still++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (adversary.underWay !== seen) still = 0
    seen = adversary.underWay
  }
}

async function take(step: Step, world: World): Promise<void> {
  const { network, adversary } = world
  const by = pick(ORGANISATIONS, step.by) ?? organisation('')
  switch (step.kind) {
    case 'deliver':
    case 'duplicate':
      await adversary.deliver(step.choice, step.kind === 'duplicate')
      break
    case 'drop':
      adversary.drop(step.choice)
      break
    case 'block':
    case 'unblock':
      adversary.block(by, step.kind === 'block')
      break
    case 'crash':
      await restart(by, network)
      break
    case 'later':
      setClock(world.aheadMs + MINUTE_MS + (step.choice % DAY_MS), world)
      break
    case 'earlier':
      setClock(world.aheadMs - (step.choice % (5 * MINUTE_MS)), world)
      break
    case 'command':
      await command(step, by, world)
      break
  }
}

/** What it has stored is all that is left of it. */
async function restart(id: OrganisationId, network: MemoryNetwork): Promise<void> {
  await network.agent(id).stop()
  await network.agent(id).start()
}

/** Never so far back that what was signed before is refused as signed in the future. */
function setClock(aheadMs: number, world: World): void {
  const wanted = Math.max(aheadMs, world.latestMs - BACK_MAX_MS)
  world.network.passTime(wanted - world.aheadMs)
  world.aheadMs = wanted
  world.latestMs = Math.max(world.latestMs, wanted)
}

async function command(step: Step, by: OrganisationId, world: World): Promise<void> {
  const { network, cases } = world
  const known = cases.filter(({ reference }) => idsAt(network.agent(by), reference).length > 0)
  const about = pick(known, step.choice)
  if (about === undefined || step.what % NEW_CASE_EVERY === 0) {
    if (cases.length < CASES_MAX) cases.push({ reference: await openCase(by, network), owner: by })
    return
  }
  const given = commandOf(step, by, about, network)
  if (given === undefined) return
  const url = `/casework/cases/${about.reference}/commands`
  const body = { commandId: randomToken(), command: given }
  const { status } = await network.agent(by).request('POST', url, body)
  if (status === 201) world.accepted += 1
  if (status >= 500) world.flaws.add(`${given.type} is answered with ${String(status)}`)
}
