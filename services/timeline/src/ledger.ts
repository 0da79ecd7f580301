import type { LoadedCase } from '@trm/case-log'
import type { LedgerResponse } from '@trm/contracts'
import { ledgerOf } from '@trm/domain'
import { participantOf, type Instant, type OrganisationId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
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
    readonly directory: Directory
  },
): LedgerResponse {
  const { self, outcomes, now, directory } = parts
  const events = entries.map(({ event }) => event)
  const { holdings, ...ledger } = ledgerOf(events, self, now)
  const delivered = holdings.map((holding) => ({
    ...holding,
    delivery:
      holding.holder === self ? ('received' as const) : outcomes.of(holding.event, holding.holder),
  }))
  const holders = [...holdings.map(({ holder }) => holder), ...ledger.toldOnly]
  const departed = departedAmong(holders, directory, now)
  return { case: reference, organisation: self, at: now, holdings: delivered, ...ledger, departed }
}

/**
 * Those that hold something and have left the network: they cannot answer, and waiting for them ends nothing. Who
 * took their cases on is asked by people, of the NRM office of their Participant; where none is listed, of whoever
 * is known there.
 */
function departedAmong(
  holders: readonly OrganisationId[],
  directory: Directory,
  now: Instant,
): LedgerResponse['departed'] {
  return [...new Set(holders)].toSorted().flatMap((organisation) => {
    const since = directory.standingOf(organisation, now)?.leftAt
    if (since === undefined) return []
    const offices = directory
      .organisationsOf(participantOf(organisation))
      .filter(({ kind }) => kind === 'nrmOffice')
    return [{ organisation, since, toAsk: offices.map(({ id }) => id) }]
  })
}
