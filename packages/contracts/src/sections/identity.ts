import { code, date, flag, group, line } from './members.ts'
import { genders } from './htcds-picklists.ts'

/** Who the person is. Each member alone can re-identify. */
export const identity = group({
  salutation: line(40).describe('How the person is addressed.'),
  firstName: line(100).describe('Given name.'),
  middleName: line(100).describe('Middle name.'),
  secondName: line(100).describe('Family name.'),
  birthdate: date.describe('Date of birth.'),
  gender: code(genders).describe('Gender, as the person describes it.'),
  identityNumber: line(60).describe('National identity number.'),
  deceased: flag.describe('Whether the person is known to be no longer alive.'),
  positionInOrganisation: line(100).describe('The position of the person in an organisation.'),
})
