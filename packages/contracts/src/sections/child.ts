import { date, group, line, text } from './members.ts'
import { contactPerson } from './shared-groups.ts'

/** What only a child has: a guardian, best interests, arranged care, a named receiver. */
export const child = group({
  guardian: contactPerson.describe('Appointed guardian.'),
  guardianAppointedOn: date.describe('When the guardian was appointed.'),
  bestInterestsDeterminedOn: date.describe('When the best interests were determined.'),
  bestInterests: text(10_000).describe('Outcome of the determination and views of the child.'),
  careArrangement: text(4000).describe('Care and custody arranged in advance.'),
  receiver: contactPerson.describe('Who receives the child.'),
  school: line(200).describe('School or kindergarten.'),
})
