import type { EventId, Instant, OrganisationId, ParticipantCode } from '@trm/kernel'

export type RelayState = {
  /** Consents to one hop each; used once the next organisation was told. */
  readonly relayConsents: Readonly<Record<EventId, RelayConsentState>>
  readonly relays: Readonly<Record<EventId, OneRelayState>>
  /** Where she says that she means to go on to, the latest last. */
  readonly destinations: readonly ParticipantCode[]
}

export type RelayConsentState = {
  readonly by: OrganisationId
  readonly next: OrganisationId
  readonly usedBy?: EventId
}

export type OneRelayState = {
  /** The consent to this hop, on which what was sent along stands. */
  readonly consent: EventId
  readonly by: OrganisationId
  readonly to: OrganisationId
  readonly hop: number
  readonly expires: Instant
  readonly met?: EventId
  readonly notSeen: readonly EventId[]
  readonly expired?: EventId
}

export const emptyRelay: RelayState = { relayConsents: {}, relays: {}, destinations: [] }
