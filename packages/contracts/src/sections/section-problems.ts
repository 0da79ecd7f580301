import { closedList, type CodeOf } from '@trm/domain'

/**
 * What can be wrong with a member of a section. Every issue of a section schema has one of these as
 * its message, so that an issue can be shown and logged: it never repeats a value or a name.
 */
export const sectionProblems = closedList(
  'unknown-field',
  'wrong-type',
  'not-a-code',
  'not-a-date',
  'not-e164',
  'not-an-email',
  'malformed',
  'empty',
  'too-long',
  'too-many',
  'out-of-range',
  'duplicate',
)
export type SectionProblem = CodeOf<typeof sectionProblems>
