import {
  commandDefinitions,
  commandTypes,
  purposes,
  sectionNames,
  type CommandDefinition,
  type CommandOf,
  type CommandType,
  type SectionName,
} from '@trm/domain'
import { z } from 'zod'
import { consentClause } from './disclosures.ts'
import { membersOf } from './fields.ts'
import { codeOf, instant, organisationId, setOf, tokenId } from './scalars.ts'
import { sectionSchemas } from './sections/index.ts'

/** What a caseworker gives about a case that exists, by a rule of the domain. */
type GivenBody<Type extends CommandType> = Definitions[Type] extends {
  readonly sections: infer Sections
}
  ? Sections extends readonly []
    ? CommandOf<Type>
    : Omit<CommandOf<Type>, 'sections'> & {
        readonly sections?: Extract<CommandOf<Type>, { readonly sections: unknown }>['sections']
        /** Sections whose latest own values in this case go along unchanged. */
        readonly share?: readonly SectionName[]
      }
  : never

type Definitions = typeof commandDefinitions

/** All but opening, which has a way of its own, and what an agent gives by itself. */
type Caseworkers = Exclude<
  {
    readonly [Type in CommandType]: Definitions[Type]['givenBy'] extends 'caseworker' ? Type : never
  }[CommandType],
  'OpenCase'
>

export type CaseCommandBody = {
  readonly [Type in Caseworkers]: { readonly type: Type } & GivenBody<Type>
}[Caseworkers]

/** The commands that a caseworker gives about a case that exists. */
export const caseCommand = z.discriminatedUnion(
  'type',
  // The types follow from the definitions, which a loop over them cannot show.
  commandTypes.filter(isCaseworkers).map(bodyOf) as unknown as [z.ZodObject, ...z.ZodObject[]],
) as unknown as z.ZodType<CaseCommandBody>

function isCaseworkers(type: CommandType): boolean {
  return type !== 'OpenCase' && definitionOf(type).givenBy === 'caseworker'
}

function bodyOf(type: CommandType): z.ZodObject {
  const { input, sections, carriesClauses, isTimed } = definitionOf(type)
  return z.strictObject({
    type: z.literal(type),
    ...membersOf(input),
    ...(sections.length > 0 && carrying(sections)),
    ...(carriesClauses && { clauses: z.array(consentClause).min(1).max(32) }),
    ...(isTimed && { occurredAt: instant }),
  })
}

/**
 * What carries personal values: new ones in `sections`, and in `share` the names of sections whose
 * latest values in this case go along unchanged. Other sections than the event carries are refused.
 */
function carrying(names: readonly SectionName[]) {
  const members = names.map((name) => [name, z.exactOptional(sectionSchemas[name])] as const)
  const name = z.enum(names as [SectionName, ...SectionName[]])
  return {
    sections: z.exactOptional(z.strictObject(Object.fromEntries(members))),
    share: z.exactOptional(setOf(name, sectionNames.codes.length)),
  }
}

function definitionOf(type: CommandType): CommandDefinition {
  return commandDefinitions[type]
}

/** A command with the id that its caller minted: sending it again gives the same answer again. */
export const commandRequest = z.strictObject({ commandId: tokenId, command: caseCommand })
export type CommandRequest = z.infer<typeof commandRequest>

/** Why one reader gets what: shown before anything is signed, and again in the answer. */
export const disclosurePreview = z.strictObject({
  recipient: organisationId,
  purpose: codeOf(purposes),
  sections: z.array(codeOf(sectionNames)).readonly(),
  withheld: z
    .array(
      z.strictObject({
        section: codeOf(sectionNames),
        rule: z.string(),
        /** What would let it go along, in words. */
        remedy: z.string(),
      }),
    )
    .readonly(),
  until: instant,
})
export type DisclosurePreview = z.infer<typeof disclosurePreview>
