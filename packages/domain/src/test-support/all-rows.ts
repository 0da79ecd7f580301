import { childrenAccess, childrenReached } from '../children/children.fixture.ts'
import { closingAccess, closingReached } from '../closing/closing.fixture.ts'
import { complaintsAccess, complaintsReached } from '../complaints/complaints.fixture.ts'
import { consentAccess, consentReached } from '../consent/consent.fixture.ts'
import { correctionsAccess, correctionsReached } from '../corrections/corrections.fixture.ts'
import {
  crimeInformationAccess,
  crimeInformationReached,
} from '../crime-information/crime-information.fixture.ts'
import type { rejectionDefinitions } from '../case/rejections.ts'
import { sharedReached } from '../case/shared.fixture.ts'
import type { commandDefinitions } from '../definition/catalogue.ts'
import { handoverAccess, handoverReached } from '../handover/handover.fixture.ts'
import { notificationAccess, notificationReached } from '../notification/notification.fixture.ts'
import { openingAccess, openingReached } from '../opening/opening.fixture.ts'
import { promisesAccess, promisesReached } from '../promises/promises.fixture.ts'
import { relayAccess, relayReached } from '../relay/relay.fixture.ts'
import { residenceAccess, residenceReached } from '../residence/residence.fixture.ts'
import { returnAccess, returnReached } from '../return/return.fixture.ts'
import { sharingAccess, sharingReached } from '../sharing/sharing.fixture.ts'
import { testimonyAccess, testimonyReached } from '../testimony/testimony.fixture.ts'
import type { AccessRows, ReachedRows } from './rows.ts'

/**
 * One way to every rejection, of every process. A rejection without a row does not compile; `no-basis` is
 * the answer of the disclosure rules, not of a decider.
 */
export const allReached: ReachedRows<Omit<typeof rejectionDefinitions, 'no-basis'>> = {
  ...sharedReached,
  ...openingReached,
  ...consentReached,
  ...sharingReached,
  ...handoverReached,
  ...notificationReached,
  ...residenceReached,
  ...testimonyReached,
  ...returnReached,
  ...childrenReached,
  ...relayReached,
  ...promisesReached,
  ...correctionsReached,
  ...crimeInformationReached,
  ...complaintsReached,
  ...closingReached,
}

/** Who may and who may not, for every command of every process. A command without a row does not compile. */
export const allAccess: AccessRows<typeof commandDefinitions> = {
  ...openingAccess,
  ...consentAccess,
  ...sharingAccess,
  ...handoverAccess,
  ...notificationAccess,
  ...residenceAccess,
  ...testimonyAccess,
  ...returnAccess,
  ...childrenAccess,
  ...relayAccess,
  ...promisesAccess,
  ...correctionsAccess,
  ...crimeInformationAccess,
  ...complaintsAccess,
  ...closingAccess,
}
