import { closedList } from '@trm/domain'
import { countryCodes } from './iso-codes.ts'
import { code, email, group, line, telephone } from './members.ts'
import { place } from './shared-groups.ts'

/** Kinds of channel by which a person is reached. */
export const channelKinds = closedList('telephone', 'messenger', 'inPerson')

/** How the person is reached. The safe channel goes before every other. */
export const contact = group({
  safeChannel: group({
    kind: code(channelKinds).describe('What kind of channel it is.'),
    value: line(200).describe('Number, account or meeting point.'),
    safeHours: line(200).describe('When it is safe to use, in local time of the person.'),
  }).describe('The channel that the person has named as safe.'),
  mobilePhone: telephone.describe('Mobile telephone number, E.164.'),
  homePhone: telephone.describe('Home telephone number, E.164.'),
  email: email.describe('E-mail address.'),
  mailing: place(code({ codes: countryCodes })).describe('Address for letters.'),
})
