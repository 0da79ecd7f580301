import { fail, ok, plusMilliseconds } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { consentCommands } from './commands.ts'

type Commands = Pick<
  typeof consentCommands,
  'ProposeDisclosureWithoutConsent' | 'ConfirmDisclosureWithoutConsent'
>

/** The longest that somebody may go on disclosing without consent, in milliseconds: 30 days. */
const TIME_LIMIT_MS = 30 * 24 * 60 * 60 * 1000

/** What keeps somebody alive: who and where she is, what threatens her, what she needs. Never her story. */
const forSafety: ReadonlySet<SectionName> = new Set<SectionName>([
  'identity',
  'contact',
  'risk',
  'protection',
  'needs',
])

/**
 * Noisy on purpose: a basis and its paragraph, a reason, whether anonymous data would do, whether she was
 * told, an end, and two persons. That the second is another person the agent sees to, which knows persons.
 */
export const withoutConsentDeciders: DecidersOf<Commands> = {
  ProposeDisclosureWithoutConsent(state, { type: _type, ...facts }, { now }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (facts.anonymousWouldDo) return fail({ kind: 'anonymous-would-do' })
    if (facts.until <= now) return fail({ kind: 'empty-window' })
    if (facts.until > plusMilliseconds(now, TIME_LIMIT_MS))
      return fail({ kind: 'beyond-time-limit' })
    const beyond = facts.sections.find((section) => !forSafety.has(section))
    if (facts.basis === 'vitalInterests' && beyond !== undefined)
      return fail({ kind: 'not-for-safety', section: beyond })
    return ok(draft('DisclosureWithoutConsentProposed', { occurredAt: now, facts }))
  },

  ConfirmDisclosureWithoutConsent(state, { proposal }, { now, self }) {
    const proposed = state.disclosuresWithoutConsent[proposal]
    if (proposed?.by !== self) return fail({ kind: 'proposal-of-disclosure-unknown' })
    if (proposed.made !== undefined) return fail({ kind: 'already-done' })
    if (proposed.until <= now) return fail({ kind: 'empty-window' })
    return ok(draft('DisclosureWithoutConsentMade', { occurredAt: now, facts: { proposal } }))
  },
}
