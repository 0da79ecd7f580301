import { describe, expect, it } from 'vitest'
import { childrenReached } from '../children/children.fixture.ts'
import { closingReached } from '../closing/closing.fixture.ts'
import { complaintsReached } from '../complaints/complaints.fixture.ts'
import { consentReached } from '../consent/consent.fixture.ts'
import { correctionsReached } from '../corrections/corrections.fixture.ts'
import { crimeInformationReached } from '../crime-information/crime-information.fixture.ts'
import { handoverReached } from '../handover/handover.fixture.ts'
import { notificationReached } from '../notification/notification.fixture.ts'
import { openingReached } from '../opening/opening.fixture.ts'
import { relayReached } from '../relay/relay.fixture.ts'
import { residenceReached } from '../residence/residence.fixture.ts'
import { returnReached } from '../return/return.fixture.ts'
import { testimonyReached } from '../testimony/testimony.fixture.ts'
import { expectReached } from '../test-support/check-rows.ts'
import type { Attempt } from '../test-support/rows.ts'
import { sharedReached } from './rejections.fixture.ts'
import { rejectionDefinitions, type RejectionKind } from './rejections.ts'

/** For each way to be refused one way to get there. A kind without a row does not compile. */
const reached = {
  ...sharedReached,
  ...openingReached,
  ...consentReached,
  ...handoverReached,
  ...notificationReached,
  ...residenceReached,
  ...testimonyReached,
  ...returnReached,
  ...childrenReached,
  ...relayReached,
  ...correctionsReached,
  ...crimeInformationReached,
  ...complaintsReached,
  ...closingReached,
} satisfies { readonly [Kind in RejectionKind]: Attempt }

describe('every way to be refused', () => {
  it.each(Object.entries<Attempt>(reached))('can be reached: %s', expectReached)

  it('says what would satisfy the rule', () => {
    const remedies = Object.entries(rejectionDefinitions).map(([, { remedy }]) => remedy)
    expect(remedies.filter((remedy) => remedy.trim() === '')).toStrictEqual([])
  })
})
