import { fail, ok } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { DecidersOf } from '../case/process.ts'
import type { handoverCommands } from './commands.ts'
import { findStandingReferral, otherSide } from './find-referral.ts'

type Commands = Pick<
  typeof handoverCommands,
  'ProposeCustodyTransfer' | 'TakeCustody' | 'RequestCustodyTransfer'
>

/** Custody moves with two signatures: the custodian proposes, the other side takes it. */
export const custodyDeciders: DecidersOf<Commands> = {
  ProposeCustodyTransfer(state, { referral, sections }, { now, self }) {
    if (!hasCustody(state, self)) return fail({ kind: 'not-your-case' })
    const found = findStandingReferral(state, referral, self, 'by')
    if (!found.ok) return found
    const { identification, ageStatus } = state
    if (ageStatus === undefined) return fail({ kind: 'case-unknown' })
    const isPending = Object.values(state.custodyProposals).some(
      ({ by, taken, referral: pending }) =>
        by === self &&
        taken === undefined &&
        // Nobody can take what was proposed under a referral that is being taken back.
        state.referrals[pending]?.withdrawal === undefined,
    )
    if (isPending) return fail({ kind: 'custody-pending' })
    return ok(
      draft('CustodyTransferProposed', {
        occurredAt: now,
        facts: { referral, identification, ageStatus },
        sections,
        recipients: otherSide(found.value, self, 'handover', ['documents']),
      }),
    )
  },

  TakeCustody(state, { proposal: id }, { now, self }) {
    const proposal = state.custodyProposals[id]
    if (proposal?.to !== self) return fail({ kind: 'proposal-unknown' })
    if (proposal.taken !== undefined) return fail({ kind: 'already-done' })
    const found = findStandingReferral(state, proposal.referral, self, 'to')
    if (!found.ok) return found
    return ok(
      draft('CustodyTransferred', {
        occurredAt: now,
        facts: { proposal: id },
        recipients: otherSide(found.value, self),
      }),
    )
  },

  RequestCustodyTransfer(state, { referral }, { now, self }) {
    const found = findStandingReferral(state, referral, self, 'to')
    if (!found.ok) return found
    if (hasCustody(state, self) || found.value.custodyRequested !== undefined)
      return fail({ kind: 'already-done' })
    const recipients = otherSide(found.value, self)
    return ok(
      draft('CustodyTransferRequested', { occurredAt: now, facts: { referral }, recipients }),
    )
  },
}
