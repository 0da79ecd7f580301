import { assertNever, participantOf, type EventId, type OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type { ConsentClause, SectionContents } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { commandDefinitions, type CommandType } from '../definition/catalogue.ts'
import type { CommandDefinition } from '../definition/command-definition.ts'
import type { Field, FieldShape } from '../definition/field.ts'
import { purposes, sectionNames, type SectionName } from '../vocabulary/lists.ts'
import { at, idOf, theCase } from './world.ts'

/** Numbers from 0 up to, not including, a bound; the same for the same seed. */
export type Choose = (bound: number) => number

/** A stream of choices from a seed: mulberry32, which is enough to mix what shrinks as one number. */
export function choicesFrom(seed: number): Choose {
  let state = Math.imul(seed + 1, 0x9e3779b9)
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

/** Who tries something, in what they hold, and at which minute. */
export type Situation = {
  readonly state: CaseState
  readonly others: readonly OrganisationId[]
  readonly self: OrganisationId
  readonly minute: number
}

/**
 * A command of a type as somebody might give it: made from its definition alone, so that a new command is
 * tried without a word here. References point at what is held, times lie ahead, codes are any.
 *
 * @returns undefined where the command must name an event of a kind that is not held.
 */
export function randomCommand(
  type: CommandType,
  situation: Situation,
  choose: Choose,
): CaseCommand | undefined {
  const { input, sections, isTimed, carriesClauses }: CommandDefinition = commandDefinitions[type]
  const making: Making = { ...situation, choose, times: 0 }
  const values = valuesOf(input, making)
  if (values === undefined) return undefined
  return {
    type,
    ...values,
    ...(sections.length > 0 && {
      sections: sectionsAmong(sections, choose),
    }),
    ...(carriesClauses && { clauses: clausesFor(values, making) }),
    ...(isTimed && { occurredAt: at(situation.minute) }),
  } as CaseCommand
}

/** What some rule asks to see in a section. */
const contents: SectionContents = { needs: { assignedWorker: { name: 'Example Worker' } } }

/** All of a few; of many, one. */
function sectionsAmong(sections: readonly SectionName[], choose: Choose): SectionContents {
  const names = sections.length > 5 ? [pick(sections, choose)] : sections
  return Object.fromEntries(names.map((name) => [name, contents[name] ?? {}]))
}

type Making = Situation & { readonly choose: Choose; times: number }

function valuesOf(
  shape: FieldShape,
  making: Making,
): Readonly<Record<string, unknown>> | undefined {
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(shape)) {
    const value = valueOf(field, making)
    if (value !== undefined) values[name] = value
    else if (field.kind !== 'optional') return undefined
  }
  return values
}

function valueOf(field: Field, making: Making): unknown {
  const { choose, others, minute } = making
  switch (field.kind) {
    case 'instant':
      making.times++
      return at(minute + 20 * making.times + pick([0, 0, 400], choose))
    case 'organisation':
      return pick(others, choose)
    case 'participant':
      return participantOf(pick(others, choose))
    case 'case':
      return theCase
    case 'language':
      return 'sr'
    case 'version':
      return 'v1'
    case 'clause':
      return `c${choose(2 * others.length) + 1}`
    case 'digest':
      return idOf(`evidence${String(choose(3))}`)
    case 'flag':
      return choose(2) === 0
    case 'code':
      return pick(field.list.codes, choose)
    case 'count':
      return Math.min(field.max, Math.max(field.min, 30 + choose(30)))
    case 'reference':
      return heldOf(field.to, making)
    case 'set':
      return itemsOf(field.of, field.min, making)
    case 'list': {
      const item = valuesOf(field.of, making)
      return item === undefined ? undefined : [item]
    }
    case 'optional':
      return choose(2) === 0 ? undefined : valueOf(field.of, making)
    default:
      return assertNever(field, 'random-command: unknown kind of field')
  }
}

function itemsOf(of: Field, min: number, making: Making): readonly unknown[] | undefined {
  // The whole of a list as often as a part of it: what was offered can be chosen then.
  if (of.kind === 'code' && making.choose(2) === 0) return of.list.codes
  const wanted = Math.max(min, making.choose(3))
  const items = Array.from({ length: wanted }, () => valueOf(of, making))
  const different = new Set(items.filter((item) => item !== undefined))
  return different.size < min ? undefined : [...different]
}

/** An event of one of these types that is held: the first more often than the others, so that something gets far. */
function heldOf(types: readonly string[], { state, choose }: Making): EventId | undefined {
  const ids = (Object.keys(state.known) as EventId[]).filter((id) => {
    const type = state.known[id]?.type
    return type !== undefined && (types.length === 0 || types.includes(type))
  })
  const [first] = ids
  if (first === undefined || choose(3) > 0) return first
  return pick(ids, choose)
}

/**
 * Both ways between the one who takes the consent and everybody else, or whoever comes next, for most of
 * what there is.
 */
function clausesFor(
  { next }: Readonly<Record<string, unknown>>,
  { self, others, minute, choose }: Making,
): readonly ConsentClause[] {
  const parties = next === undefined ? others : others.filter((other) => other === next)
  const terms = {
    purposes: purposes.codes,
    from: at(minute - 10),
    onward: choose(2) === 0,
  } as const
  const without = pick(sectionNames.codes, choose)
  const sections = sectionNames.codes.filter((name) => name !== without)
  const until = () => at(minute + pick([60, 1_000_000, 1_000_000], choose))
  return parties.flatMap((other, place) => [
    {
      ...terms,
      sections,
      until: until(),
      id: `c${2 * place + 1}`,
      discloser: self,
      recipient: other,
    },
    {
      ...terms,
      sections,
      until: until(),
      id: `c${2 * place + 2}`,
      discloser: other,
      recipient: self,
    },
  ])
}

export function pick<Item>(items: readonly Item[], choose: Choose): Item {
  return items[choose(items.length)] as Item
}
