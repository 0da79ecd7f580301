import type { DecidersOf } from '../case/process.ts'
import type { testimonyCommands } from './commands.ts'
import type { compensationCommands } from './compensation-commands.ts'
import { compensationDeciders } from './compensation-decide.ts'
import { preparationDeciders } from './preparation.ts'
import { proceedingsDeciders } from './proceedings.ts'
import { arrangementDeciders } from './trip-arrangements.ts'
import { tripDeciders } from './trip.ts'

export const testimonyDeciders: DecidersOf<typeof testimonyCommands & typeof compensationCommands> =
  {
    ...preparationDeciders,
    ...tripDeciders,
    ...arrangementDeciders,
    ...proceedingsDeciders,
    ...compensationDeciders,
  }
