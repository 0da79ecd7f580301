import type { AttentionList } from '@trm/contracts'
import {
  denialRemedies,
  reconfirmationsDue,
  rejectionDefinitions,
  silentHoldersOf,
  wrongOnward,
  type WrongOnward,
} from '@trm/domain'
import type { CaseReference, Instant } from '@trm/kernel'
import { previewCommand, type CommandEnvironment, type CommandFailure } from './handle-command.ts'
import { remedyOf } from './rejection-problem.ts'
import { visitCases } from './visit-cases.ts'

type SilentHolder = AttentionList['silentHolders'][number]
type ConsentToReconfirm = AttentionList['consentsToReconfirm'][number]
type CorrectionToPassOn = AttentionList['correctionsToPassOn'][number]

/** What waits for a person in the cases now: what this software has told or tried, and cannot bring about alone. */
export async function listAttention(
  references: readonly CaseReference[],
  environment: CommandEnvironment,
): Promise<AttentionList> {
  const { caseLog, clock, policy } = environment
  const { self } = caseLog
  const now = clock.now()
  const { remedy } = rejectionDefinitions['consent-not-reconfirmed']
  const silentHolders: SilentHolder[] = []
  const consents: ConsentToReconfirm[] = []
  const corrections: CorrectionToPassOn[] = []
  const unreadable = await visitCases(references, caseLog, async ({ reference, state }) => {
    for (const silent of silentHoldersOf(state, { now, policy }))
      silentHolders.push({ case: reference, ...silent })
    for (const due of reconfirmationsDue(state, { now, self, policy }))
      consents.push({ kind: 'reconfirm-consent', case: reference, ...due, remedy })
    for (const wrong of wrongOnward(state, { self, now })) {
      const { correction, shared, holder, since } = wrong
      const sections = await stuckSections(reference, wrong, environment)
      if (sections.length > 0)
        corrections.push({ case: reference, correction, shared, holder, since, sections })
    }
  })
  return {
    organisation: self,
    at: now,
    silentHolders: silentHolders.toSorted(
      (left, right) => Number(right.isEscalated) - Number(left.isEscalated) || bySince(left, right),
    ),
    consentsToReconfirm: consents.toSorted(bySince),
    correctionsToPassOn: corrections.toSorted(bySince),
    unreadable,
  }
}

/** What does not go by itself: what the rules stand against, and what cannot be opened or sent now. */
async function stuckSections(
  reference: CaseReference,
  { correction, shared, sections, stuck }: WrongOnward,
  environment: CommandEnvironment,
): Promise<CorrectionToPassOn['sections']> {
  const known = stuck.map(({ section, why }) => ({ section, ...reasonOf(why) }))
  if (sections.length === 0) return known
  const command = { type: 'PassOnCorrection', correction, shared } as const
  const tried = await previewCommand({ case: reference, command }, environment)
  if (tried.ok) return known
  return [...sections.map((section) => ({ section, ...reasonOf(tried.failure) })), ...known]
}

/** The rule, and what a person can do about it. */
function reasonOf(failure: CommandFailure): { readonly rule: string; readonly remedy: string } {
  if ('rule' in failure) return { rule: failure.rule, remedy: denialRemedies[failure.rule] }
  const { kind } = failure
  // Nobody here can give the values of somebody else's correction.
  if (kind === 'nothing-to-share')
    return { rule: kind, remedy: 'ask whoever wrote the correction to issue it anew' }
  return { rule: kind, remedy: remedyOf(failure) }
}

/** Whatever has waited longest comes first. */
function bySince(left: { readonly since: Instant }, right: { readonly since: Instant }): number {
  return left.since < right.since ? -1 : left.since > right.since ? 1 : 0
}
