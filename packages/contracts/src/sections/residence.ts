import { date, group, line, text } from './members.ts'

/** Reflection period, residence permit, asylum: never part of a message about redress. */
export const residence = group({
  reflectionPeriodFrom: date.describe('First day of the reflection period.'),
  reflectionPeriodUntil: date.describe('Last day of the reflection period.'),
  permit: line(200).describe('Residence permit: kind, as the law of the country names it.'),
  grounds: text(1000).describe('Grounds on which it was asked for, granted or refused.'),
  requestedOn: date.describe('When it was asked for.'),
  decidedOn: date.describe('When it was decided.'),
  validUntil: date.describe('Last day of its validity.'),
  asylumProcedure: text(1000).describe('Asylum: state of the procedure.'),
})
