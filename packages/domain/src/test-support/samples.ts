import { assertNever, invariant, participantOf } from '@trm/kernel'
import type { CaseCommand, CommandOf } from '../case/commands.ts'
import type { SectionContents } from '../case/events.ts'
import { commandDefinitions, type CommandType } from '../definition/catalogue.ts'
import type { CommandDefinition } from '../definition/command-definition.ts'
import type { Field, FieldShape } from '../definition/field.ts'
import { at, belgrade, idOf, theCase } from './world.ts'

/** A value of a field: the first that there is. A reference points at an event that nobody holds. */
export function sampleOf(field: Field): unknown {
  switch (field.kind) {
    case 'instant':
      return at(5_000)
    case 'organisation':
      return belgrade
    case 'participant':
      return participantOf(belgrade)
    case 'case':
      return theCase
    case 'language':
      return 'sr'
    case 'version':
      return 'v1'
    case 'clause':
      return 'c1'
    case 'digest':
      return idOf('evidence')
    case 'flag':
      return true
    case 'code':
      return field.list.codes[0]
    case 'count':
      return field.min
    case 'reference':
      return idOf('nowhere')
    case 'set':
      return [sampleOf(field.of)]
    case 'list':
      return [samplesOf(field.of)]
    case 'optional':
      return sampleOf(field.of)
    default:
      return assertNever(field, 'test-support: unknown kind of field')
  }
}

/** Values of a shape, with what is optional left out. */
export function samplesOf(shape: FieldShape): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([, { kind }]) => kind !== 'optional')
      .map(([name, field]) => [name, sampleOf(field)]),
  )
}

/** A command of a type with some of its members as given, and samples for the others. */
export function sampleCommand<Type extends CommandType>(
  type: Type,
  given: Partial<CommandOf<Type>> = {},
): CommandOf<Type> {
  const { input, sections, isTimed, carriesClauses }: CommandDefinition = commandDefinitions[type]
  invariant(!carriesClauses || 'clauses' in given, 'test-support: clauses are given')
  const carried: SectionContents = {}
  return {
    type,
    ...samplesOf(input),
    ...(sections.length > 0 && { sections: carried }),
    ...(isTimed && { occurredAt: at(0) }),
    ...given,
  } as CaseCommand as CommandOf<Type>
}
