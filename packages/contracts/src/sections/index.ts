import type { SectionName } from '@trm/domain'
import type { z } from 'zod'
import { child } from './child.ts'
import { contact } from './contact.ts'
import { demographics } from './demographics.ts'
import { documents } from './documents.ts'
import { exploitation } from './exploitation.ts'
import { family } from './family.ts'
import { health } from './health.ts'
import { identification } from './identification.ts'
import { identity } from './identity.ts'
import { needs } from './needs.ts'
import { notes } from './notes.ts'
import { proceedings } from './proceedings.ts'
import { protection } from './protection.ts'
import { residence } from './residence.ts'
import { risk } from './risk.ts'
import { travel } from './travel.ts'

/**
 * What the value of each section is on the wire, version 1: a strict object with at least one member.
 * Every issue has a {@link SectionProblem} as its message.
 */
export const sectionSchemas = {
  identity,
  contact,
  demographics,
  family,
  identification,
  exploitation,
  health,
  risk,
  protection,
  residence,
  proceedings,
  needs,
  travel,
  child,
  documents,
  notes,
} as const satisfies Record<SectionName, z.ZodType>

/** The value of each section, by name. */
export type SectionValues = {
  readonly [Name in SectionName]: z.infer<(typeof sectionSchemas)[Name]>
}

export { countryCodes } from './iso-codes.ts'
export { sectionProblems, type SectionProblem } from './section-problems.ts'
