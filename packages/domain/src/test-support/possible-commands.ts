import { assertNever, participantOf, type EventId, type OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type { ConsentClause, SectionContents } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { commandDefinitions, type CommandType } from '../definition/catalogue.ts'
import type { CommandDefinition } from '../definition/command-definition.ts'
import type { Field, FieldShape } from '../definition/field.ts'
import { purposes, sectionNames } from '../vocabulary/lists.ts'
import { at, theCase } from './world.ts'

/** A choice among so many, from 0. */
export type Choose = (count: number) => number

/** What a command is made up from: what is held, who is there, what time it is, and chance. */
export type Situation = {
  readonly state: CaseState
  readonly self: OrganisationId
  readonly others: readonly OrganisationId[]
  readonly minute: number
  readonly choose: Choose
}

/**
 * A command of this type with values by chance, most of which are refused: codes from their lists,
 * references to events that are held, organisations from the others. Undefined where it would have to
 * point at something and nothing is held that it could point at.
 */
export function possibleCommand(type: CommandType, situation: Situation): CaseCommand | undefined {
  const definition: CommandDefinition = commandDefinitions[type]
  const input = valuesOf(definition.input, situation)
  if (input === undefined) return undefined
  const { sections, isTimed, carriesClauses } = definition
  return {
    type,
    ...input,
    ...(sections.length > 0 && { sections: contentsOf(sections, situation) }),
    ...(isTimed && { occurredAt: at(-100) }),
    ...(carriesClauses && { clauses: clausesWith(situation, input['next']) }),
  } as unknown as CaseCommand
}

type Values = Readonly<Record<string, unknown>>

/** Times in their order: what begins before it ends is named in that order, too. */
function valuesOf(shape: FieldShape, situation: Situation): Values | undefined {
  const { choose, minute } = situation
  const ahead = minute + (choose(4) === 0 ? 12 : 5000)
  const entries: [string, unknown][] = []
  for (const [place, [name, field]] of Object.entries(shape).entries()) {
    if (field.kind === 'optional' && choose(2) === 0) continue
    const of = field.kind === 'optional' ? field.of : field
    const value = of.kind === 'instant' ? at(ahead + place) : valueOf(of, situation)
    if (value === undefined) return undefined
    entries.push([name, value])
  }
  return Object.fromEntries(entries)
}

function valueOf(field: Field, situation: Situation): unknown {
  const { state, self, others, minute, choose } = situation
  switch (field.kind) {
    case 'instant':
      return at(minute + 5000)
    case 'organisation':
      return others[choose(others.length)]
    case 'participant':
      return participantOf(others[choose(others.length)] ?? self)
    case 'case':
      return theCase
    case 'language':
      return 'sr'
    case 'version':
      return 'v1'
    case 'clause':
      return `c${1 + choose(2 * others.length)}`
    case 'flag':
      return choose(2) === 0
    case 'code':
      return field.list.codes[choose(field.list.codes.length)]
    case 'count':
      return choose(3) === 0 ? field.min : field.max
    case 'reference': {
      const held = (Object.keys(state.known) as EventId[]).filter((id) => {
        const type = state.known[id]?.type
        return type !== undefined && (field.to.length === 0 || field.to.includes(type))
      })
      return held[choose(held.length)]
    }
    case 'set':
      return someOf(field.of, situation)
    case 'list': {
      const values = valuesOf(field.of, situation)
      return values === undefined ? undefined : [values]
    }
    case 'optional':
      return valueOf(field.of, situation)
    default:
      return assertNever(field, 'test-support: unknown kind of field')
  }
}

/** All codes or organisations, or one of them: in between there is nothing that decides otherwise. */
function someOf(of: Field, situation: Situation): readonly unknown[] | undefined {
  const { others, choose } = situation
  if (choose(2) === 0 && of.kind === 'code') return of.list.codes
  if (choose(2) === 0 && of.kind === 'organisation') return others
  const value = valueOf(of, situation)
  return value === undefined ? undefined : [value]
}

/** Values that every decider takes for its section, and nothing besides: of all sections, or of one. */
function contentsOf(
  sections: CommandDefinition['sections'],
  { choose }: Situation,
): SectionContents {
  const one = sections[choose(sections.length)]
  const carried = one === undefined || choose(2) === 0 ? sections : [one]
  return Object.fromEntries(
    carried.map((name) => [
      name,
      name === 'travel'
        ? { codeWord: 'Lime tree' }
        : { assignedWorker: { name: 'Example Worker' } },
    ]),
  )
}

/** Both ways between the one who takes the consent and everybody else, or the next one only. */
function clausesWith(
  { self, others, minute, choose }: Situation,
  next: unknown,
): readonly ConsentClause[] {
  const terms = {
    purposes: purposes.codes,
    sections: sectionNames.codes,
    from: at(-1000),
    until: at(choose(6) === 0 ? minute + 20 : 50_000),
    onward: false,
  } as const
  return others.flatMap((other, place) =>
    next !== undefined && other !== next
      ? []
      : [
          { ...terms, id: `c${2 * place + 1}`, discloser: self, recipient: other },
          { ...terms, id: `c${2 * place + 2}`, discloser: other, recipient: self },
        ],
  )
}
