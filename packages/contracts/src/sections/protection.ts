import { date, group, line, text } from './members.ts'
import { contactPerson } from './shared-groups.ts'

/** Safe accommodation and protective measures. An address in here can cost a life. */
export const protection = group({
  accommodation: line(200).describe('Name of the safe accommodation.'),
  address: text(400).describe('Its address.'),
  staysFrom: date.describe('First day of the stay.'),
  staysUntil: date.describe('Last day of the stay.'),
  contactPerson: contactPerson.describe('Whom to reach there.'),
  measures: text(4000).describe('Protective measures, orders and agreements on safety.'),
})
