import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, belgrade, police, vienna } from '../test-support/world.ts'
import type { crimeInformationCommands } from './commands.ts'
import type { crimeInformationRejections } from './rejections.ts'

export const passed = caseEvent(
  'FutureCrimeInformationPassed',
  'passed',
  vienna,
  1,
  { matter: 'recruitment' },
  { grants: [grantTo(police)] },
)

export const pass = sampleCommand('PassFutureCrimeInformation', {
  to: police,
  matter: 'recruitment',
  sections: { notes: { text: 'Example' } },
})

export const crimeInformationReached: ReachedRows<typeof crimeInformationRejections> = {
  'reference-is-no-case': [[passed], sampleCommand('DeclareRecusal'), as(vienna, 2)],
  'reference-is-a-case': [[story.opened], pass, as(vienna, 1)],
}

/** Whoever serves people may: there is no case in which anybody could have a part. */
export const crimeInformationAccess: AccessRows<typeof crimeInformationCommands> = {
  PassFutureCrimeInformation: {
    allowed: [vienna, belgrade].map((self) => [[], pass, as(self, 1)]),
    refused: [],
  },
}
