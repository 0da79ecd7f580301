import { ageStatuses, identificationStatuses } from '@trm/domain'
import { code, date, group, line, list } from './members.ts'
import { decisionMakingOrganisations, traffickingStatuses } from './htcds-picklists.ts'

/**
 * Whether the person was trafficked, and who says so.
 *
 * The trafficking status of HTCDS and the identification status stand side by side: neither follows
 * from the other (a possible victim may be `potential` or `presumed`), so none is derived.
 */
export const identification = group({
  traffickingStatus: code(traffickingStatuses).describe('Trafficking status of HTCDS.'),
  decisionMakingOrganisation: code(decisionMakingOrganisations).describe(
    'What kind of organisation decided on the trafficking status.',
  ),
  status: code(identificationStatuses).describe('Identification status.'),
  assessor: line(200).describe('Who assessed.'),
  assessedOn: date.describe('When it was assessed.'),
  indicatorSet: line(60).describe('Name and version of the indicator set that was used.'),
  indicators: list(line(300), 100).describe('Indicators that were observed.'),
  ageStatus: code(ageStatuses).describe('Age status; doubt means presumed child.'),
})
