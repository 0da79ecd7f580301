import { capacityDeciders } from './capacity.ts'
import type { handoverCommands } from './commands.ts'
import { custodyDeciders } from './custody.ts'
import { referralDeciders } from './referral.ts'
import { supportDeciders } from './support.ts'
import type { DecidersOf } from '../case/process.ts'

export const handoverDeciders: DecidersOf<typeof handoverCommands> = {
  ...capacityDeciders,
  ...referralDeciders,
  ...custodyDeciders,
  ...supportDeciders,
}
