import type { Instant, OrganisationId } from '@trm/kernel'
import type { CommandType, commandDefinitions } from '../definition/catalogue.ts'
import type { ValuesOf } from '../definition/field.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import type { OrganisationKind } from '../vocabulary/lists.ts'
import type { ConsentClause, SectionContents } from './events.ts'

/** What comes with every command: time, self and the world are given, never looked up by a decider. */
export type CommandContext = {
  readonly now: Instant
  /** The organisation that decides: whose agent this is. */
  readonly self: OrganisationId
  /** The policy of its Participant in force now. */
  readonly policy: PolicyPack
  /** What the directory says of an organisation now; undefined for one that it does not list. */
  readonly kindOf: (organisation: OrganisationId) => OrganisationKind | undefined
}

type Definitions = typeof commandDefinitions

type Carried<Definition> = (Definition extends { readonly sections: infer Sections }
  ? Sections extends readonly []
    ? unknown
    : { readonly sections: SectionContents }
  : unknown) &
  (Definition extends { readonly carriesClauses: true }
    ? { readonly clauses: readonly ConsentClause[] }
    : unknown) &
  (Definition extends { readonly isTimed: true }
    ? /** When it happened, which may be earlier than the moment it is recorded. */
      { readonly occurredAt: Instant }
    : unknown)

type Flat<Shape> = { readonly [Name in keyof Shape]: Shape[Name] }

export type { CommandType }

/** What a person at this organisation wants to happen. Imperative; may be rejected. */
export type CommandOf<Type extends CommandType> = {
  readonly [Each in Type]: Flat<
    { readonly type: Each } & ValuesOf<Definitions[Each]['input']> & Carried<Definitions[Each]>
  >
}[Type]

export type CaseCommand = { readonly [Type in CommandType]: CommandOf<Type> }[CommandType]
