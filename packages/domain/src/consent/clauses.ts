import type { OrganisationId } from '@trm/kernel'
import type { ConsentClause, IntendedRecipient } from '../case/events.ts'
import type { Rejection } from '../case/rejections.ts'
import type { ConsentState } from './state.ts'

/** What is wrong with clauses that this organisation takes, if anything. */
export function findClauseFlaw(
  clauses: readonly ConsentClause[],
  self: OrganisationId,
): Rejection | undefined {
  if (clauses.length === 0) return { kind: 'no-clauses' }
  if (new Set(clauses.map(({ id }) => id)).size < clauses.length)
    return { kind: 'duplicate-clause' }
  if (clauses.some(({ from, until }) => from >= until)) return { kind: 'empty-window' }
  const foreign = clauses.find(
    ({ discloser, recipient }) =>
      (discloser !== self && recipient !== self) || discloser === recipient,
  )
  if (foreign !== undefined) return { kind: 'clause-between-others', clause: foreign.id }
  return undefined
}

/** Everybody to whom a clause lets this organisation disclose, once. */
export function partiesOf(
  clauses: readonly ConsentClause[],
  self: OrganisationId,
): readonly IntendedRecipient[] {
  const parties = new Map<OrganisationId, IntendedRecipient>()
  for (const { discloser, recipient, purposes } of clauses) {
    const [purpose] = purposes
    if (discloser !== self || purpose === undefined || parties.has(recipient)) continue
    parties.set(recipient, { to: recipient, purpose, needs: [] })
  }
  return [...parties.values()]
}

/** Who took the consent, and whom a clause of it names. To a stranger it does not exist. */
export function isParty({ by, clauses }: ConsentState, self: OrganisationId): boolean {
  return (
    by === self ||
    clauses.some(({ discloser, recipient }) => discloser === self || recipient === self)
  )
}
