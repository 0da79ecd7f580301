import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { belgrade, vienna, viennaOffice } from '../test-support/world.ts'

const consent = story.consent.id

/** She was asked again, and what she consented to in the story still holds. */
export const reconfirmed = caseEvent(
  'DataConsentReconfirmed',
  'reconfirmed',
  vienna,
  20,
  {
    consent,
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: true,
    evidence: [],
  },
  {
    grants: [
      grantTo(belgrade, { basis: { kind: 'notice', about: consent } }),
      grantTo(viennaOffice, { basis: { kind: 'notice', about: consent } }),
    ],
  },
)
