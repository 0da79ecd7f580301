import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { shrink } from './test-support/shrink.ts'
import { play, stepsFrom } from './test-support/world.ts'

const IS_LONG = process.env['TRM_FAULTS'] === 'long'
const STEPS = IS_LONG ? 50_000 : 5_000
const DEADLINE_MS = 60_000
const TIME_MS = IS_LONG ? 3_600_000 : 180_000
const SHRINK_MS = 90_000
const seed = Number(process.env['TRM_SEED'] ?? randomInt(2 ** 31))

it(
  `whatever becomes of the mail, nothing is lost, nothing doubled, and all agree (TRM_SEED=${String(seed)})`,
  async () => {
    const steps = stepsFrom(seed, STEPS)
    const { flaws, accepted, deliveries } = await play(steps, DEADLINE_MS)
    if (flaws.length > 0) {
      const fails = async (fewer: typeof steps) => {
        const verdict = await play(fewer, DEADLINE_MS / 6)
        return verdict.flaws.some((flaw) => flaws.includes(flaw))
      }
      const fewest = await shrink(steps, fails, SHRINK_MS)
      const lines = fewest.map(({ kind, by, choice, what }) => `${kind} ${by} ${choice} ${what}`)
      const title = `TRM_SEED=${String(seed)}: of ${String(STEPS)} steps ${String(lines.length)} are enough`
      throw new Error([flaws.join('; '), title, ...lines].join('\n'))
    }
    // A world in which nothing happens proves nothing.
    expect(accepted).toBeGreaterThan(STEPS / 50)
    expect(deliveries).toBeGreaterThan(STEPS / 25)
  },
  TIME_MS,
)
