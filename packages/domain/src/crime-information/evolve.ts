import { unchanged, type EvolversOf } from '../case/process.ts'
import type { crimeInformationEvents } from './events.ts'

export const crimeInformationEvolvers: EvolversOf<typeof crimeInformationEvents> = {
  FutureCrimeInformationPassed: unchanged,
}
