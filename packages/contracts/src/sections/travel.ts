import { closedList } from '@trm/domain'
import { code, date, group, line } from './members.ts'

/** Means of transport. */
export const travelModes = closedList('air', 'rail', 'coach', 'car', 'ship')

/** One journey. Who needs a part of it only is sent that part. */
export const travel = group({
  mode: code(travelModes).describe('Means of transport.'),
  departsOn: date.describe('Day of departure, local.'),
  arrivesOn: date.describe('Day of arrival, local.'),
  from: line(200).describe('Where the journey begins.'),
  to: line(200).describe('Where it ends.'),
  carrier: line(100).describe('Carrier.'),
  reference: line(100).describe('Flight, train or booking reference.'),
  codeWord: line(50).describe('By which the person and whoever meets her know each other.'),
  accompaniedBy: line(200).describe('Who travels along.'),
  receivedBy: line(200).describe('Who meets the person on arrival.'),
})
