import { describe, expect, it } from 'vitest'
import {
  commandDefinitions,
  commandTypes,
  eventDefinitions,
  eventTypes,
  type CommandType,
} from '../definition/catalogue.ts'
import type { CommandDefinition } from '../definition/command-definition.ts'
import { allAccess, allReached } from '../test-support/all-rows.ts'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { decide } from './decide.ts'
import { foldCase } from './evolve.ts'
import { rejectionDefinitions } from './rejections.ts'

const definitionOf = (type: CommandType): CommandDefinition => commandDefinitions[type]

/** What the attempts that are allowed lead to, by the command that leads there. */
const led = new Map(
  commandTypes.map((type) => [
    type,
    allAccess[type].allowed.map(([history, command, context]) => {
      const decision = decide(foldCase(history), command, context)
      return decision.ok
        ? { draft: decision.value, author: context.kindOf(context.self) }
        : undefined
    }),
  ]),
)

/** Both stand under a fresh reference, where nobody has a part yet. */
const openToAll: readonly CommandType[] = ['OpenCase', 'PassFutureCrimeInformation']

describe('every command', () => {
  it.each(commandTypes)(
    '%s leads to events that its definition names, and to no others',
    (type) => {
      const drafts = led.get(type) ?? []
      expect(drafts.length).toBeGreaterThan(0)
      for (const reached of drafts) expect(definitionOf(type).emits).toContain(reached?.draft.type)
    },
  )

  it.each(commandTypes.filter((type) => !openToAll.includes(type)))(
    '%s is refused to somebody for who they are',
    (type) => {
      expect(allAccess[type].refused.length).toBeGreaterThan(0)
    },
  )

  it.each(accessIn(allAccess))('%s is for whoever has the part', (_type, { allowed }) => {
    allowed.forEach(expectAllowed)
  })

  it.each(accessIn(allAccess))(
    '%s is for nobody else, who learns nothing by trying',
    (_type, { refused }) => {
      refused.forEach(expectRefused)
    },
  )

  it.each(commandTypes)('%s is tried by itself in its own rows', (type) => {
    const { allowed, refused } = allAccess[type]
    for (const [, command] of [...allowed, ...refused]) expect(command.type).toBe(type)
  })
})

describe('every event', () => {
  const reached = new Set([...led.values()].flat().map((each) => each?.draft.type))

  it.each(eventTypes)('%s follows from a command', (type) => {
    expect(reached).toContain(type)
  })

  it.each(eventTypes)('%s is authored by a kind of organisation that may author it', (type) => {
    const { authors }: { readonly authors: readonly string[] } = eventDefinitions[type]
    const kinds = [...led.values()]
      .flat()
      .filter((each) => each?.draft.type === type)
      .map((each) => each?.author)
    for (const kind of kinds) expect(authors).toContain(kind)
  })
})

describe('every rejection', () => {
  const kinds = Object.keys(rejectionDefinitions).filter((kind) => kind !== 'no-basis')

  it.each(reachedIn(allReached))('%s can be reached', expectReached)

  it('has exactly one way to it in the rows', () => {
    expect(Object.keys(allReached).toSorted()).toEqual(kinds.toSorted())
  })
})

describe('the definitions of commands', () => {
  it('name every event, and only events that there are', () => {
    const named = new Set(commandTypes.flatMap((type) => definitionOf(type).emits))
    expect([...named].toSorted()).toEqual([...eventTypes].toSorted())
  })
})
