import { storedEvent, type CaseCommandBody } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import type { MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, clause, handedOver, SKOPJE, VIENNA, FURTHER_USE } from './handover-case.ts'

/** The command by which Belgrade passes on the contact. */
export const share = (event: EventId): CaseCommandBody => ({
  type: 'ShareEvent',
  event,
  to: SKOPJE,
  sections: ['contact', 'identity'],
  purpose: 'handover',
})

/** Belgrade has taken over and may tell Skopje, and has been told by Vienna that it may. */
export async function mayPassOn(network: MemoryNetwork) {
  const begun = await handedOver(network, true)
  const { reference, referral } = begun
  const belgrade = network.agent(BELGRADE)
  const { event: proposal } = await network
    .agent(VIENNA)
    .command(reference, { type: 'ProposeCustodyTransfer', referral })
  await network.delivered(VIENNA, proposal)
  await belgrade.command(reference, { type: 'TakeCustody', proposal })
  const { event: next } = await belgrade.command(reference, {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: [clause(network, 'c1', [BELGRADE, SKOPJE], ['identity', 'contact', 'needs'])],
  })
  return { ...begun, next }
}

/** The same, and Belgrade has passed it on. */
export async function passedOn(network: MemoryNetwork) {
  const begun = await mayPassOn(network)
  const { event: shared } = await network
    .agent(BELGRADE)
    .command(begun.reference, share(begun.contact))
  await network.delivered(BELGRADE, shared)
  return { ...begun, shared }
}

/** What an organisation has recorded of an event. */
export function recordOf(network: MemoryNetwork, at: OrganisationId, event: EventId) {
  const recorded = network.agent(at).storeState.log.find(({ id }) => id === event)
  if (recorded === undefined) throw new Error('the event is in the log')
  return storedEvent.parse(JSON.parse(recorded.json))
}
