import { plusMilliseconds, type OrganisationId } from '@trm/kernel'
import { expect } from 'vitest'
import type { Expectations, Pause, Scenario, Step } from './scenario.ts'
import type { World } from './world.ts'

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Plays a scenario step by step and compares what every organisation ends up with. A step that is not
 * accepted, or not refused by the rule that it names, fails at once.
 *
 * @param onLook called with the name of each moment at which the scenario looks, once it is as expected.
 */
export async function playScenario(
  { steps, expect: expected }: Scenario,
  world: World,
  onLook: (moment: string) => Promise<void> = () => Promise.resolve(),
) {
  const labels = new Map<string, string>()
  for (const [place, step] of steps.entries()) {
    if ('after' in step) await world.pass(millisecondsOf(step))
    else if ('stops' in step) await world.stop(step.stops)
    else if ('starts' in step) await world.start(step.starts)
    else if ('wrote' in step) labels.set(step.as, await world.find(step.at, step.wrote))
    else if ('look' in step) {
      await compare(step.expect, `${step.look}: `, labels, world)
      await onLook(step.look)
    } else await take(step, place + 1, labels, world)
  }
  await compare(expected, '', labels, world)
}

async function compare(
  expected: Expectations,
  moment: string,
  labels: ReadonlyMap<string, string>,
  world: World,
) {
  for (const [organisation, { knows, reads, outside, state = {} }] of Object.entries(expected)) {
    const outlook = await world.look(organisation as OrganisationId, knows.length)
    expect(outlook.knows.toSorted(), `${moment}${organisation} knows`).toStrictEqual(
      knows.toSorted(),
    )
    expect(outlook.reads.toSorted(), `${moment}${organisation} reads`).toStrictEqual(
      reads.toSorted(),
    )
    expect(outlook.outside, `${moment}${organisation}, outside of the case`).toStrictEqual(
      outside ?? { knows: [], reads: [] },
    )
    for (const [path, value] of Object.entries(state)) {
      const where = `${moment}${organisation}: ${path}`
      const found = membersOf(outlook.state, resolve(path, labels, world).split('.'))
      expect(found, where).toStrictEqual(fill(value, labels, world))
    }
  }
}

async function take(step: Step, number: number, labels: Map<string, string>, world: World) {
  const given = fill({ ...step.with, ...(step.record && { record: step.record }) }, labels, world)
  const command = { type: step.does, ...(given as object) }
  const outcome = await world.give({ at: step.at, command, isOutside: step.outside === true })
  const answer = outcome.ok ? 'accepted' : outcome.failure
  const where = `step ${String(number)}, ${step.at} ${step.does}`
  expect(answer, where).toBe(step.refused ?? 'accepted')
  if (outcome.ok && step.as !== undefined) labels.set(step.as, outcome.value)
}

function millisecondsOf({ after }: Pause): number {
  return Number(after.slice(0, -1)) * UNITS_MS[after.slice(-1) as keyof typeof UNITS_MS]
}

/** The value with every `$label` and `+3d` in it replaced. */
function fill(value: unknown, labels: ReadonlyMap<string, string>, world: World): unknown {
  if (typeof value === 'string') return resolve(value, labels, world)
  if (Array.isArray(value)) return value.map((item) => fill(item, labels, world))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fill(member, labels, world)]),
  )
}

function resolve(text: string, labels: ReadonlyMap<string, string>, world: World): string {
  const time = /^([+-])(\d+[mhd])$/.exec(text)
  if (time !== null) {
    const [, sign, amount = ''] = time
    const milliseconds = millisecondsOf({ after: amount })
    return plusMilliseconds(world.now(), sign === '-' ? -milliseconds : milliseconds)
  }
  return text.replace(/\$([a-z][A-Za-z0-9]*)/g, (whole, label: string) => {
    const event = labels.get(label)
    if (event === undefined) throw new Error(`no step is called ${whole}`)
    return event
  })
}

function membersOf(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (found as Readonly<Record<string, unknown>> | undefined)?.[name],
    value,
  )
}
