import type { EventId, OrganisationId } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isPartyTo } from '../case/given-to.ts'
import type { CaseState } from '../case/state.ts'
import { contradicts, covers, isFor, sectionsLeftOf, type KnownRefusal } from './refusals.ts'
import type { ClauseState } from './state.ts'

/**
 * Who could disclose what she refuses, as far as this organisation knows, and learns of it: who discloses under
 * a clause to whom it names, and who holds something of it with a right to pass it on. Whom she refuses to have
 * told does not learn of it in that part, nor does anybody who was told nothing of the consent.
 */
export function toldOfRefusal(
  state: CaseState,
  refusal: KnownRefusal,
  context: CommandContext,
): readonly IntendedRecipient[] {
  const readers = new Map<OrganisationId, IntendedRecipient>()
  for (const [id, { ended, clauses }] of Object.entries(state.consents)) {
    if (ended !== undefined) continue
    for (const clause of clauses.filter(({ until }) => context.now < until)) {
      // A clause without a purpose is about assistance and nothing more.
      const purpose = clause.purposes[0] ?? 'assistance'
      for (const to of disclosersIn(clause, refusal, context))
        if (to !== context.self && !readers.has(to) && isPartyTo(state, id as EventId, to))
          readers.set(to, { to, purpose, needs: [] })
    }
  }
  return [...readers.values()]
}

/** Which of the two sides of a clause could disclose what is refused. */
function disclosersIn(
  clause: ClauseState,
  refusal: KnownRefusal,
  { kindOf }: Pick<CommandContext, 'kindOf'>,
): readonly OrganisationId[] {
  const { discloser, recipient } = clause
  const passesOn =
    clause.onward &&
    recipient !== refusal.organisation &&
    isFor(refusal, clause.purposes) &&
    sectionsLeftOf(clause).some((section) => covers(refusal, section))
  return [
    ...(contradicts(refusal, clause, kindOf(recipient)) ? [discloser] : []),
    ...(passesOn ? [recipient] : []),
  ]
}
