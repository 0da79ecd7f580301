import { commandTypes, eventTypes, sectionNames } from '@trm/domain'
import { isOrganisationId, type OrganisationId } from '@trm/kernel'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const organisation = z.string().refine(isOrganisationId)
const label = z.string().regex(/^[a-z][A-Za-z0-9]*$/)
const duration = z.string().regex(/^\d+[mhd]$/)

const step = z.strictObject({
  /** Whose agent. */
  at: organisation,
  does: z.enum(commandTypes as [string, ...string[]]),
  /** What later steps call the event that follows. */
  as: label.exactOptional(),
  /** Members of the command: `$label` for an event, `+3d` for a time from now. */
  with: z.record(z.string(), z.unknown()).exactOptional(),
  /** A case record in HTCDS field names, for opening. */
  record: z.record(z.string(), z.unknown()).exactOptional(),
  /** The rule by which it is refused: then nothing follows from it. */
  refused: z.string().exactOptional(),
  /** Under a reference of its own, which is no case. */
  outside: z.literal(true).exactOptional(),
})

const pause = z.strictObject({ after: duration })
/** Its agent goes away, or comes back with what it held. */
const stop = z.strictObject({ stops: organisation })
const start = z.strictObject({ starts: organisation })
/** What an agent wrote by itself, and later steps call by a name. */
const found = z.strictObject({
  at: organisation,
  wrote: z.enum(eventTypes as [string, ...string[]]),
  as: label,
})

const held = z.strictObject({
  /** The types of all events that the organisation holds in the end, each as often as it holds one. */
  knows: z.array(z.enum(eventTypes as [string, ...string[]])),
  /** The sections of which it holds a value that it may read now. */
  reads: z.array(z.enum(sectionNames.codes as [string, ...string[]])),
})

const expectation = held.extend({
  /** The same of what came under references that are no case; nothing where nothing is said. */
  outside: held.exactOptional(),
  /** Members of its state by path, `$label` for an event. */
  state: z.record(z.string(), z.unknown()).exactOptional(),
})

/** What everybody who is named knows and reads at that moment. */
const look = z.strictObject({ look: label, expect: z.record(organisation, expectation) })

const scenario = z.strictObject({
  title: z.string(),
  /** Who tells it: a workflow of the guides or the day of a user, with lines. */
  source: z.string(),
  steps: z.array(z.union([step, pause, stop, start, found, look])).min(1),
  expect: z.record(organisation, expectation),
})

export type Scenario = z.infer<typeof scenario> & { readonly name: string }
export type Step = z.infer<typeof step>
export type Pause = z.infer<typeof pause>
export type Expectations = Scenario['expect']

const folder = fileURLToPath(new URL('..', import.meta.url))

/** A scenario by the name of its folder. */
export function readScenario(name: string): Scenario {
  const text = readFileSync(join(folder, name, 'scenario.yaml'), 'utf8')
  return { name, ...scenario.parse(parse(text, { merge: true })) }
}

/** Every folder with a scenario. */
export function scenarioNames(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('scenario.yaml'))
    .map((path) => path.split('/')[0] ?? '')
    .toSorted()
}

/** Everybody who acts in it or of whom something is expected. */
export function castOf({ steps, expect }: Scenario): readonly OrganisationId[] {
  const acting = steps.flatMap((each) => ('at' in each ? [each.at] : []))
  return [...new Set([...acting, ...(Object.keys(expect) as OrganisationId[])])]
}
