import { date, flag, group, line, list, telephone, text, whole } from './members.ts'

const member = group({
  name: line(200).describe('Name.'),
  relationship: line(100).describe('Relationship to the person.'),
  birthdate: date.describe('Date of birth.'),
  residence: line(200).describe('Where the relative lives.'),
  telephone: telephone.describe('Telephone number, E.164.'),
  mayBeContacted: flag.describe(
    'Whether the person agrees to contact; a relative is not assumed safe.',
  ),
})

/** The family of the person: other people, whose data deserve the same care. */
export const family = group({
  numberOfChildren: whole(0, 99).describe('Number of children.'),
  members: list(member, 50).describe('Relatives who matter to the case.'),
  remarks: text(4000).describe('What the receiving organisation has to know about the family.'),
})
