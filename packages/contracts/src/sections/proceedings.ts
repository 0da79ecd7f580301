import { closedList } from '@trm/domain'
import { code, date, group, line, list, text } from './members.ts'
import { contactPerson } from './shared-groups.ts'

const statementModes = closedList('video', 'recorded', 'inPerson')

const hearing = group({
  heldOn: date.describe('Day of the hearing.'),
  court: line(200).describe('Court or authority.'),
  reference: line(100).describe('File reference of the court.'),
  mode: code(statementModes).describe('How the person gives the statement.'),
})

/** Criminal and compensation proceedings: dates and people, never the content of a statement. */
export const proceedings = group({
  counsel: contactPerson.describe('Legal counsel of the person.'),
  hearings: list(hearing, 100).describe('Hearings.'),
  compensation: text(4000).describe('Compensation: what is claimed, from whom, in which state.'),
  protectiveMeasures: text(4000).describe('Measures that protect the person in the proceedings.'),
})
