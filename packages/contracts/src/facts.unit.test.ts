import type { EventType, FactsByType } from '@trm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { factsSchemas, isEventType } from './facts.ts'
import { eventTypes, facts } from './test-support/samples.ts'

/** Facts by path, so that a test can change one leaf and leave the rest. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]))
}

function withLeaf(value: unknown, [name, ...rest]: readonly string[], leaf: unknown): unknown {
  if (name === undefined) return leaf
  const copy: Record<string, unknown> = { ...(value as object) }
  copy[name] = withLeaf(copy[name], rest, leaf)
  return Array.isArray(value) ? Object.values(copy) : copy
}

const everyLeaf = eventTypes.flatMap((type) =>
  leavesOf(facts[type]).map((path) => [type, path] as const),
)

describe('the facts of the events', () => {
  it('have a schema for each event type, and for nothing else', () => {
    expect(Object.keys(factsSchemas).sort()).toStrictEqual([...eventTypes].sort())
    expect(eventTypes.every(isEventType)).toBe(true)
    expect(['__proto__', 'toString', ''].some(isEventType)).toBe(false)
  })

  it('have the types that the domain gives them, in both directions', () => {
    type Schemas = { readonly [Type in EventType]: Readonly<z.infer<(typeof factsSchemas)[Type]>> }
    expectTypeOf<Schemas>().toExtend<FactsByType>()
    expectTypeOf<keyof Schemas>().toEqualTypeOf<EventType>()
    expectTypeOf<{ readonly [Type in EventType]: keyof Schemas[Type] }>().toEqualTypeOf<{
      readonly [Type in EventType]: keyof FactsByType[Type]
    }>()
  })

  it.each(eventTypes)('are strict: %s takes no field more and no field less', (type) => {
    const schema = factsSchemas[type]
    expect(schema.safeParse(facts[type]).success).toBe(true)
    expect(schema.safeParse({ ...facts[type], note: 'x' }).success).toBe(false)
    for (const name of Object.keys(facts[type])) {
      const { [name as never]: _left, ...rest } = facts[type]
      expect(schema.safeParse(rest).success).toBe(false)
    }
  })

  it.each(everyLeaf)('have no place for free text: %s %j', (type, path) => {
    for (const text of ['Jelena was seen in Graz', 'x y', 'Jelena', '+43 660 1234567', '']) {
      const changed = withLeaf(facts[type], path, text)
      expect(factsSchemas[type].safeParse(changed).success).toBe(false)
    }
  })

  it('name nothing twice in a list', () => {
    const { services } = facts.ReferralOffered
    const twice = { ...facts.ReferralOffered, services: [...services, ...services] }
    expect(factsSchemas.ReferralOffered.safeParse(twice).success).toBe(false)
  })
})
