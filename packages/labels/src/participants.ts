import { closedList } from '@trm/domain'

/**
 * The Participants of the guides and those that their organisations work with, as codes travel: lower-case
 * ISO 3166-1, and `xk`, which that standard leaves to its users. `xk` is displayed with its footnote.
 */
export const participants = closedList(
  'al',
  'at',
  'ba',
  'me',
  'mk',
  'rs',
  'xk',
  'hr',
  'de',
  'fr',
  'nl',
  'gr',
  'es',
)
