import type { EventId, OrganisationId } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isPartyTo } from '../case/given-to.ts'
import type { CaseState } from '../case/state.ts'
import { purposeOf } from './holder.ts'
import { contradicts, covers, isFor, type KnownRefusal } from './refusals.ts'
import { sectionsLeftOf, type ClauseState, type ConsentState } from './state.ts'

/**
 * Who could disclose what she refuses, as far as this organisation knows, and learns of it: who discloses under
 * a clause to whom it names, and who holds something of it with a right to pass it on; and who took such a consent,
 * for nobody else can narrow it. Whom she refuses to have told does not learn of it otherwise, nor does anybody
 * who was told nothing of the consent.
 */
export function toldOfRefusal(
  state: CaseState,
  refusal: KnownRefusal,
  context: CommandContext,
): readonly IntendedRecipient[] {
  const readers = new Map<OrganisationId, IntendedRecipient>()
  for (const [id, given] of Object.entries(state.consents)) {
    const { ended, clauses } = given
    if (ended !== undefined) continue
    for (const clause of clauses.filter(({ until }) => context.now < until)) {
      const purpose = purposeOf(clause)
      for (const to of concernedBy(given, clause, { refusal, context }))
        if (to !== context.self && !readers.has(to) && isPartyTo(state, id as EventId, to))
          readers.set(to, { to, purpose, needs: [] })
    }
  }
  return [...readers.values()]
}

/** Which of the two sides of a clause could disclose what is refused, and who has to narrow it. */
function concernedBy(
  { by }: ConsentState,
  clause: ClauseState,
  {
    refusal,
    context: { kindOf },
  }: { readonly refusal: KnownRefusal; readonly context: Pick<CommandContext, 'kindOf'> },
): readonly OrganisationId[] {
  const { discloser, recipient } = clause
  const passesOn =
    clause.onward &&
    recipient !== refusal.organisation &&
    isFor(refusal, clause.purposes) &&
    sectionsLeftOf(clause).some((section) => covers(refusal, section))
  return [
    ...(contradicts(refusal, clause, kindOf(recipient)) ? [discloser, by] : []),
    ...(passesOn ? [recipient] : []),
  ]
}
