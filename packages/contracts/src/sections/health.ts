import { codes, group, text } from './members.ts'
import { vulnerabilities } from './htcds-picklists.ts'

/** Health data, and the vulnerabilities of HTCDS, which contain them. */
export const health = group({
  vulnerabilities: codes(vulnerabilities).describe('Vulnerabilities (deprecated in HTCDS 2.0).'),
  vulnerabilityDetails: text(10_000).describe('Details of vulnerabilities (deprecated likewise).'),
  conditions: text(4000).describe('Illnesses and injuries that a helper has to know.'),
  medication: text(4000).describe('Medication: substance, dose, until when it lasts.'),
  allergies: text(1000).describe('Allergies and intolerances.'),
  accessNeeds: text(1000).describe(
    'What the person needs in order to take part: mobility, sight, hearing.',
  ),
})
