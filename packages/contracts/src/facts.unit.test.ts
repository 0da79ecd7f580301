import {
  eventDefinitions,
  eventTypes,
  type EventDefinition,
  type EventType,
  type FactsByType,
} from '@trm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { currentVersion, factsSchema, factsSchemas, isEventType, upcast } from './facts.ts'
import { belgrade, facts, sampleFacts, someEvent } from './test-support/samples.ts'

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

const definitionOf = (type: EventType): EventDefinition => eventDefinitions[type]
const isOptional = (type: EventType, name: string) =>
  definitionOf(type).facts[name]?.kind === 'optional'
const isFlag = (type: EventType, path: readonly string[]) =>
  definitionOf(type).facts[path[0] ?? '']?.kind === 'flag'

describe('the facts of the events', () => {
  it('have a schema for each event type, and for nothing else', () => {
    expect(Object.keys(factsSchemas).sort()).toStrictEqual([...eventTypes].sort())
    expect(eventTypes.every(isEventType)).toBe(true)
    expect(['__proto__', 'toString', ''].some(isEventType)).toBe(false)
  })

  it('have the types that the domain gives them', () => {
    type Schemas = { readonly [Type in EventType]: z.infer<(typeof factsSchemas)[Type]> }
    expectTypeOf<Schemas>().toEqualTypeOf<FactsByType>()
  })

  it.each(eventTypes)('are strict: %s takes no field more and no field less', (type) => {
    const schema = factsSchemas[type]
    expect(schema.safeParse(facts[type]).success).toBe(true)
    expect(schema.safeParse({ ...facts[type], note: 'x' }).success).toBe(false)
    for (const name of Object.keys(facts[type])) {
      const { [name as never]: _left, ...rest } = facts[type]
      expect(schema.safeParse(rest).success).toBe(isOptional(type, name))
    }
  })

  it.each(everyLeaf)('have no place for free text: %s %j', (type, path) => {
    for (const text of ['Jelena was seen in Graz', 'x y', 'Jelena', '+43 660 1234567', '']) {
      const changed = withLeaf(facts[type], path, text)
      expect(factsSchemas[type].safeParse(changed).success).toBe(false)
    }
  })

  it.each(everyLeaf.filter(([type, path]) => !isFlag(type, path)))(
    'take nothing of another kind: %s %j',
    (type, path) => {
      for (const other of [null, true, {}, [], -1, 1.5]) {
        const changed = withLeaf(facts[type], path, other)
        expect(factsSchemas[type].safeParse(changed).success).toBe(false)
      }
    },
  )

  it('name nothing twice in a list', () => {
    const { services } = facts.ReferralOffered
    const twice = { ...facts.ReferralOffered, services: [...services, ...services] }
    expect(factsSchemas.ReferralOffered.safeParse(twice).success).toBe(false)
  })

  it('name as many as they have to', () => {
    const none = { ...facts.RightsExplained, topics: [] }
    expect(factsSchemas.RightsExplained.safeParse(none).success).toBe(false)
  })
})

describe('the versions of facts', () => {
  const versions = eventTypes.flatMap((type) =>
    definitionOf(type).earlier.map(
      ({ version, facts: shape }) => [type, version, sampleFacts(shape)] as const,
    ),
  )

  it('are numbered from 1, one after the other, and the last is the current one', () => {
    expect(versions.length).toBeGreaterThanOrEqual(2)
    for (const type of eventTypes) {
      const { earlier, version } = definitionOf(type)
      expect([...earlier.map((each) => each.version), version]).toStrictEqual(
        Array.from({ length: version }, (_, place) => place + 1),
      )
      expect(currentVersion(type)).toBe(version)
    }
  })

  it.each(versions)('are read as those of today: %s %i', (type, version, old) => {
    expect(factsSchema(type, version)?.safeParse(old).success).toBe(true)
    const read = upcast(type, version, old)
    expect(factsSchemas[type].safeParse(read).success).toBe(true)
    expect(upcast(type, version, old)).toStrictEqual(read)
  })

  it.each(versions)('are not taken for each other: %s %i', (type, version, old) => {
    expect(factsSchemas[type].safeParse(old).success).toBe(false)
    expect(factsSchema(type, version)?.safeParse(facts[type]).success).toBe(false)
  })

  it('are none before the first and none after the last', () => {
    for (const type of eventTypes) {
      expect(factsSchema(type, 0)).toBeUndefined()
      expect(factsSchema(type, currentVersion(type) + 1)).toBeUndefined()
    }
  })

  it('invent nothing: what a first version did not say is not said now', () => {
    const given = {
      giver: 'self',
      form: 'oral',
      formVersion: 'v1',
      language: 'sr',
      interpreter: true,
    }
    expect(upcast('DataConsentGiven', 1, given)).toStrictEqual({
      ...given,
      // The clauses of a first version are about disclosure, which is further use.
      matters: ['furtherUse'],
      // Whatever was signed then, nothing bound it to the consent.
      evidence: [],
    })
    // She answered one question then, and could agree afterwards: nothing is refused for good by it.
    const asked = { ...given, purposes: ['handover'] }
    expect(upcast('DataConsentRefused', 1, asked)).toStrictEqual({ ...asked, refusals: [] })
    const second = { ...given, matters: ['collection'] }
    expect(upcast('DataConsentGiven', 2, second)).toStrictEqual({ ...second, evidence: [] })
    const hop = { next: belgrade, ...given }
    expect(upcast('RelayConsentGiven', 1, hop)).toStrictEqual({ ...hop, evidence: [] })
    const assessed = { referral: someEvent, subjects: ['person'] }
    expect(upcast('RiskAssessed', 1, assessed)).toStrictEqual({
      about: someEvent,
      subjects: ['person'],
    })
  })

  it('are read as they are where they are of today', () => {
    expect(upcast('ReferralSeen', 1, facts.ReferralSeen)).toStrictEqual(facts.ReferralSeen)
  })
})
