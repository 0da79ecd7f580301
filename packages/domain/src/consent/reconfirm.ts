import { fail, ok, type Instant } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { EventOf } from '../case/events.ts'
import type { DecidersOf } from '../case/process.ts'
import { withChange } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { isEveryGuardianExcluded } from '../children/parties.ts'
import { mayBeChild } from '../opening/child.ts'
import type { consentCommands } from './commands.ts'
import { isParty, toldOfConsent } from './holder.ts'

export const reconfirmDeciders: DecidersOf<Pick<typeof consentCommands, 'ReconfirmDataConsent'>> = {
  /**
   * She was asked again and says it still holds: what is left of it, and not a section more. What does not stand
   * is not confirmed; it is given anew. Every party is told, as each of them may wait for it.
   */
  ReconfirmDataConsent(state, { type: _type, ...facts }, { now, self }) {
    const { consent, giver } = facts
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    if (mayBeChild(state) && (giver === 'self' || given.giver === 'self'))
      return fail({ kind: 'guardian-required' })
    if (giver === 'guardian' && isEveryGuardianExcluded(state))
      return fail({ kind: 'guardian-excluded' })
    if (given.suspended !== undefined) return fail({ kind: 'consent-is-suspended' })
    if (given.clauses.every(({ until }) => until <= now))
      return fail({ kind: 'whole-consent-ends' })
    const recipients = toldOfConsent(state, consent, self)
    return ok(draft('DataConsentReconfirmed', { occurredAt: now, facts, recipients }))
  },
}

/** The latest that whoever took it says counts, in whatever order it comes. It gives nothing back. */
export function withReconfirmation(
  state: CaseState,
  event: EventOf<'DataConsentReconfirmed'>,
): CaseState {
  const consents = withChange(state.consents, event.facts.consent, (given) => {
    const at = saidAt(event)
    return given.by === event.author && given.confirmedAt < at
      ? { ...given, confirmedAt: at }
      : given
  })
  return { ...state, consents }
}

/** When she said it, as far as it can be: not after it was recorded, whatever the event claims. */
export function saidAt({
  occurredAt,
  recordedAt,
}: Pick<EventOf<'DataConsentGiven'>, 'occurredAt' | 'recordedAt'>): Instant {
  return occurredAt < recordedAt ? occurredAt : recordedAt
}
