import { describe, expect, it } from 'vitest'
import { childrenAccess } from '../children/children.fixture.ts'
import { closingAccess } from '../closing/closing.fixture.ts'
import { complaintsAccess } from '../complaints/complaints.fixture.ts'
import { consentAccess } from '../consent/consent.fixture.ts'
import { correctionsAccess } from '../corrections/corrections.fixture.ts'
import { crimeInformationAccess } from '../crime-information/crime-information.fixture.ts'
import type { CommandType, commandDefinitions } from '../definition/catalogue.ts'
import { handoverAccess } from '../handover/handover.fixture.ts'
import { notificationAccess } from '../notification/notification.fixture.ts'
import { openingAccess } from '../opening/opening.fixture.ts'
import { relayAccess } from '../relay/relay.fixture.ts'
import { residenceAccess } from '../residence/residence.fixture.ts'
import { returnAccess } from '../return/return.fixture.ts'
import { testimonyAccess } from '../testimony/testimony.fixture.ts'
import { accessIn, expectAllowed, expectRefused } from '../test-support/check-rows.ts'
import type { AccessRows } from '../test-support/rows.ts'

/** For each command who may give it and who may not. A command without a row does not compile. */
const access = {
  ...openingAccess,
  ...consentAccess,
  ...handoverAccess,
  ...notificationAccess,
  ...residenceAccess,
  ...testimonyAccess,
  ...returnAccess,
  ...childrenAccess,
  ...relayAccess,
  ...correctionsAccess,
  ...crimeInformationAccess,
  ...complaintsAccess,
  ...closingAccess,
} satisfies AccessRows<typeof commandDefinitions>

const rows = accessIn(access)

/** Commands that nobody is refused for who it is: anybody may, where nothing of a case is held yet. */
const openToAll: readonly CommandType[] = ['OpenCase', 'PassFutureCrimeInformation']

describe('who may give a command', () => {
  it.each(rows)('is somebody, in some state: %s', (_type, { allowed }) => {
    expect(allowed.length).toBeGreaterThan(0)
    for (const attempt of allowed) expectAllowed(attempt)
  })

  it.each(rows)(
    'is not everybody, and a stranger learns nothing else: %s',
    (_type, { refused }) => {
      for (const attempt of refused) expectRefused(attempt)
    },
  )

  it('is anybody for few commands', () => {
    const types = rows.filter(([, { refused }]) => refused.length === 0).map(([type]) => type)
    expect(types).toStrictEqual(openToAll)
  })

  it.each(rows)('gives the command that it is about: %s', (type, { allowed, refused }) => {
    const given = [...allowed, ...refused].map(([, command]) => command.type)
    expect(new Set<string>(given)).toStrictEqual(new Set([type]))
  })
})
