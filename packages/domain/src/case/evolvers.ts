import { childrenEvolvers } from '../children/evolve.ts'
import { closingEvolvers } from '../closing/evolve.ts'
import { complaintsEvolvers } from '../complaints/evolve.ts'
import { consentEvolvers } from '../consent/evolve.ts'
import { correctionsEvolvers } from '../corrections/evolve.ts'
import { crimeInformationEvolvers } from '../crime-information/evolve.ts'
import { handoverEvolvers } from '../handover/evolve.ts'
import { notificationEvolvers } from '../notification/evolve.ts'
import { openingEvolvers } from '../opening/evolve.ts'
import { promisesEvolvers } from '../promises/evolve.ts'
import { relayEvolvers } from '../relay/evolve.ts'
import { residenceEvolvers } from '../residence/evolve.ts'
import { returnEvolvers } from '../return/evolve.ts'
import { sharingEvolvers } from '../sharing/evolve.ts'
import { testimonyEvolvers } from '../testimony/evolve.ts'
import type { eventDefinitions } from '../definition/catalogue.ts'
import type { EvolversOf } from './process.ts'

/** What each event does to the state of a case. */
export const evolvers: EvolversOf<typeof eventDefinitions> = {
  ...openingEvolvers,
  ...consentEvolvers,
  ...sharingEvolvers,
  ...handoverEvolvers,
  ...notificationEvolvers,
  ...residenceEvolvers,
  ...testimonyEvolvers,
  ...returnEvolvers,
  ...childrenEvolvers,
  ...relayEvolvers,
  ...promisesEvolvers,
  ...correctionsEvolvers,
  ...crimeInformationEvolvers,
  ...complaintsEvolvers,
  ...closingEvolvers,
}
