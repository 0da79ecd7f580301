import { foldCase, sharedView } from '@trm/domain'
import { canonicalJson, type OrganisationId } from '@trm/kernel'
import { sha256Base64url } from '@trm/sealing'
import type { LoadedCase } from './loaded-case.ts'

/** What two organisations both hold of a case, as one of them computes it from its own log alone. */
export type SharedState = {
  readonly events: number
  /** base64url(SHA-256) of the canonical JSON (RFC 8785) of the folded shared state. */
  readonly stateDigest: string
}

/** Folds what `self` and `other` both hold. Equal digests on both sides: they know the same. */
export function sharedState(
  loaded: LoadedCase,
  self: OrganisationId,
  other: OrganisationId,
): SharedState {
  const events = sharedView(
    loaded.entries.map(({ event }) => event),
    self,
    other,
  )
  const state = foldCase(events)
  // The state is plain data by construction; its type has optional members, which JSON leaves out.
  const canonical = canonicalJson(state)
  return { events: events.length, stateDigest: sha256Base64url(canonical) }
}
