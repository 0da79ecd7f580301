import type { SectionName } from '../vocabulary/lists.ts'
import type { FieldShape } from './field.ts'
import type { SourceLine } from './source-line.ts'

/** Who gives a command. */
export type GivenBy =
  /** A person at the organisation. */
  | 'caseworker'
  /** The organisation's own software, in answer to an event. */
  | 'agent'
  /** The organisation's own software, when a time has come. */
  | 'deadline'

/** What becomes of a command at an organisation that has closed the case. */
export type WhenClosed =
  /** It begins something, and the case is opened again first. */
  | 'refused'
  /** It ends something, puts it right, answers for it, or says where somebody is; or the rules of its own say. */
  | 'goesOn'

/** Everything that is the same for all commands of a type. */
export type CommandDefinition<Input extends FieldShape = FieldShape> = {
  /** What somebody wants to happen, in words of theirs. */
  readonly meaning: string
  readonly source: readonly SourceLine[]
  /** The types of events that can follow from it. */
  readonly emits: readonly string[]
  readonly givenBy: GivenBy
  /** Which part in the case lets an organisation give it, in words. */
  readonly part: string
  /** The sections that it may carry. */
  readonly sections: readonly SectionName[]
  readonly carriesClauses: boolean
  /** Whether it says when the thing happened, which may be earlier than now. */
  readonly isTimed: boolean
  readonly whenClosed: WhenClosed
  readonly input: Input
}

type Given = Pick<CommandDefinition, 'meaning' | 'source' | 'emits' | 'part' | 'input'> &
  Partial<
    Pick<CommandDefinition, 'givenBy' | 'sections' | 'carriesClauses' | 'isTimed' | 'whenClosed'>
  >

type Default<Definition, Name extends string, Value> = Definition extends {
  readonly [Each in Name]: infer Said
}
  ? Said
  : Value

type Completed<Definition extends Given> = Omit<
  CommandDefinition<Definition['input']>,
  'givenBy' | 'sections' | 'carriesClauses' | 'isTimed'
> & {
  readonly givenBy: Default<Definition, 'givenBy', 'caseworker'>
  readonly sections: Default<Definition, 'sections', readonly []>
  readonly carriesClauses: Default<Definition, 'carriesClauses', false>
  readonly isTimed: Default<Definition, 'isTimed', false>
}

/**
 * Defines a command. By default a caseworker gives it, it carries no section, what it asks for happens at
 * the moment it is given, and it is refused in a closed case.
 */
export function command<const Definition extends Given>(
  definition: Definition,
): Completed<Definition> {
  return {
    givenBy: 'caseworker',
    sections: [],
    carriesClauses: false,
    isTimed: false,
    whenClosed: 'refused',
    ...definition,
  } as unknown as Completed<Definition>
}
