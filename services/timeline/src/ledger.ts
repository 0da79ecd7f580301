import type { LoadedCase } from '@trm/case-log'
import type { LedgerResponse } from '@trm/contracts'
import { ledgerOf } from '@trm/domain'
import type { Instant, OrganisationId } from '@trm/kernel'
import type { DeliveryOutcomes } from './delivery-outcomes.ts'

/**
 * The ledger of a case from the log of one organisation, with what the journal says of each delivery: what
 * was given is not always held, and a copy that waits or was refused is not shown as one that arrived.
 */
export function ledgerOfCase(
  { reference, entries }: LoadedCase,
  parts: {
    readonly self: OrganisationId
    readonly outcomes: DeliveryOutcomes
    readonly now: Instant
  },
): LedgerResponse {
  const { self, outcomes, now } = parts
  const events = entries.map(({ event }) => event)
  const { holdings, ...ledger } = ledgerOf(events, self, now)
  const delivered = holdings.map((holding) => ({
    ...holding,
    delivery:
      holding.holder === self ? ('received' as const) : outcomes.of(holding.event, holding.holder),
  }))
  return { case: reference, organisation: self, at: now, holdings: delivered, ...ledger }
}
