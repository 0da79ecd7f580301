import { code, codes, countries, group, languages } from './members.ts'
import { educationLevels, maritalStatuses } from './htcds-picklists.ts'

/** What describes the person without naming them. */
export const demographics = group({
  citizenships: codes(countries).describe('Citizenships, ISO 3166-1 codes.'),
  primaryLanguage: code(languages).describe('First language, ISO 639 code.'),
  secondaryLanguage: code(languages).describe('Second language, ISO 639 code.'),
  maritalStatus: code(maritalStatuses).describe('Marital status.'),
  highestLevelOfEducation: code(educationLevels).describe(
    'Highest level of education, ISCED 2011.',
  ),
})
