import { fail, ok } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import { startOfDay } from '../definition/untimed.ts'
import type { crimeInformationCommands } from './commands.ts'

/**
 * Information about a crime to come saves others; who gave it must not be found through it (2:L1955). So
 * it is given under a reference under which nothing else was ever recorded, at the time of a day.
 */
export const crimeInformationDeciders: DecidersOf<typeof crimeInformationCommands> = {
  PassFutureCrimeInformation(state, { to, matter, sections }, { now }) {
    if (holdsSomething(state)) return fail({ kind: 'reference-is-a-case' })
    if (sections.notes === undefined) return fail({ kind: 'section-required', section: 'notes' })
    return ok(
      draft('FutureCrimeInformationPassed', {
        occurredAt: startOfDay(now),
        facts: { matter },
        sections: { notes: sections.notes },
        recipients: [{ to, purpose: 'protection', needs: ['notes'] }],
      }),
    )
  },
}
