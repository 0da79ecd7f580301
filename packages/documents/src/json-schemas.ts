import { currentVersion, factsSchema, sectionSchemas } from '@trm/contracts'
import { eventDefinitions, eventTypes, type EventDefinition, type EventType } from '@trm/domain'
import { invariant } from '@trm/kernel'
import { z } from 'zod'

/** A JSON Schema (2020-12) and the path of its file below `schemas/json`. */
export type NamedSchema = { readonly path: string; readonly schema: object }

/** The facts of every event type in every version, and every section. */
export function jsonSchemas(): readonly NamedSchema[] {
  const events = eventTypes.flatMap((type) =>
    Array.from({ length: currentVersion(type) }, (_, place) => eventSchema(type, place + 1)),
  )
  const sections = Object.entries(sectionSchemas).map(([name, schema]) => ({
    path: `sections/${name}.json`,
    schema: { title: name, ...z.toJSONSchema(schema) },
  }))
  return [...events, ...sections]
}

function eventSchema(type: EventType, version: number): NamedSchema {
  const schema = factsSchema(type, version)
  invariant(schema !== undefined, 'documents: every version up to the current one has a schema')
  const { meaning }: EventDefinition = eventDefinitions[type]
  return {
    path: `events/${type}.v${String(version)}.json`,
    schema: {
      title: `Facts of ${type}, version ${String(version)}`,
      description: meaning,
      ...z.toJSONSchema(schema),
    },
  }
}
