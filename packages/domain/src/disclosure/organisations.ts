import type { Instant, OrganisationId } from '@trm/kernel'
import type { OrganisationKind } from '../vocabulary/lists.ts'

/**
 * Four things that a trust list can say of an organisation. None follows from another: each has another
 * issuer and another end.
 */
export const trustFacts = ['licence', 'agreement', 'membership', 'vetting'] as const
export type TrustFact = (typeof trustFacts)[number]

/** `notStated`: its Participant keeps no such fact, and asks for none. */
export type TrustFactStanding = 'inForce' | 'notInForce' | 'notStated'

/** What the trust lists say of an organisation as of a time. */
export type KnownOrganisation = {
  readonly kind: OrganisationKind
  /** Its Participant listed it then; not so before it came, and once it has left. */
  readonly isListed: boolean
  readonly facts: Readonly<Record<TrustFact, TrustFactStanding>>
}

/** Undefined for one that no trust list has ever named, or as a kind that this version does not know. */
export type Organisations = (id: OrganisationId, at: Instant) => KnownOrganisation | undefined

/** What the lists said at one time, whenever it is asked for: who was given something goes on reading it. */
export function organisationsAsOf(at: Instant, organisations: Organisations): Organisations {
  return (id) => organisations(id, at)
}
