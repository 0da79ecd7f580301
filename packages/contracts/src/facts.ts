import { eventDefinitions, eventTypes, type EventType, type FactsByType } from '@trm/domain'
import type { EventDefinition } from '@trm/domain'
import { invariant } from '@trm/kernel'
import type { z } from 'zod'
import { shapeOf } from './fields.ts'

/** The facts of each event type in its current version: what every recipient reads. No free text. */
export const factsSchemas = Object.fromEntries(
  eventTypes.map((type) => [type, shapeOf(eventDefinitions[type].facts)]),
) as { readonly [Type in EventType]: z.ZodType<FactsByType[Type]> }

/** Whether the text names an event type of this version of the protocol. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventDefinitions, text)
}

const earlierSchemas = new Map(
  eventTypes.flatMap((type) =>
    definitionOf(type).earlier.map(
      ({ version, facts }) => [`${type} ${version}`, shapeOf(facts)] as const,
    ),
  ),
)

/** The version in which events of this type are written. */
export function currentVersion(type: EventType): number {
  return definitionOf(type).version
}

/** The schema of the facts in a version; undefined for a version that there has not been yet. */
export function factsSchema(type: EventType, version: number): z.ZodType | undefined {
  return version === currentVersion(type)
    ? factsSchemas[type]
    : earlierSchemas.get(`${type} ${version}`)
}

/**
 * Facts of an earlier version as those of the current one, step by step. What was signed stays as it is;
 * this is how it is read. Pure: the same facts always become the same.
 *
 * @param facts as the schema of `version` has parsed them
 */
export function upcast<Type extends EventType>(
  type: Type,
  version: number,
  facts: unknown,
): FactsByType[Type] {
  const steps = definitionOf(type).earlier.filter((earlier) => earlier.version >= version)
  const current = steps.reduce((read, step) => step.upcast(read), facts as Facts)
  const checked = factsSchemas[type].safeParse(current)
  invariant(checked.success, 'facts: an upcast gives what the current version takes')
  return checked.data
}

type Facts = Readonly<Record<string, unknown>>

function definitionOf(type: EventType): EventDefinition {
  return eventDefinitions[type]
}
