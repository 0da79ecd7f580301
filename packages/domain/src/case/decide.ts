import { fail } from '@trm/kernel'
import { childrenDeciders } from '../children/decide.ts'
import { closingDeciders } from '../closing/decide.ts'
import { complaintsDeciders } from '../complaints/decide.ts'
import { consentDeciders } from '../consent/decide.ts'
import { correctionsDeciders } from '../corrections/decide.ts'
import { crimeInformationDeciders } from '../crime-information/decide.ts'
import { isOfNoCase } from '../crime-information/reference.ts'
import { handoverDeciders } from '../handover/decide.ts'
import { notificationDeciders } from '../notification/decide.ts'
import { openingDeciders } from '../opening/decide.ts'
import { promisesDeciders } from '../promises/decide.ts'
import { relayDeciders } from '../relay/decide.ts'
import { residenceDeciders } from '../residence/decide.ts'
import { returnDeciders } from '../return/decide.ts'
import { sharingDeciders } from '../sharing/decide.ts'
import { testimonyDeciders } from '../testimony/decide.ts'
import { commandDefinitions } from '../definition/catalogue.ts'
import type { CaseCommand, CommandContext } from './commands.ts'
import type { Decision, DecidersOf } from './process.ts'
import type { CaseState } from './state.ts'

const deciders: DecidersOf<typeof commandDefinitions> = {
  ...openingDeciders,
  ...consentDeciders,
  ...sharingDeciders,
  ...handoverDeciders,
  ...notificationDeciders,
  ...residenceDeciders,
  ...testimonyDeciders,
  ...returnDeciders,
  ...childrenDeciders,
  ...relayDeciders,
  ...promisesDeciders,
  ...correctionsDeciders,
  ...crimeInformationDeciders,
  ...complaintsDeciders,
  ...closingDeciders,
}

/**
 * What follows from a command: exactly one event, or the rule that stands against it. Pure: the same
 * state, command and context always decide the same.
 */
export function decide(state: CaseState, command: CaseCommand, context: CommandContext): Decision {
  if (isClosedFor(state, command, context)) return fail({ kind: 'case-closed' })
  // Here and not in each decider: whatever command comes to be, it is refused there. Passing on says it itself.
  if (command.type !== 'PassFutureCrimeInformation' && isOfNoCase(state))
    return fail({ kind: 'reference-is-no-case' })
  // The decider was chosen by the type of the command, which the compiler cannot follow.
  const decider = deciders[command.type] as (
    state: CaseState,
    command: CaseCommand,
    context: CommandContext,
  ) => Decision
  return decider(state, command, context)
}

/**
 * Whether this organisation has closed the case, and the command would begin something in it. Of all commands
 * alike, so that no decider can forget it; only whoever closed a case knows that it did.
 */
function isClosedFor(
  { closed }: CaseState,
  { type }: CaseCommand,
  { self }: CommandContext,
): boolean {
  return closed?.by === self && commandDefinitions[type].whenClosed === 'refused'
}
