declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Lower-case code of a Participant, `at`; `xk` is displayed with its footnote (domain vocabulary). */
export type ParticipantCode = Branded<'ParticipantCode'>

/** `at.vienna-cso`: Participant code, dot, slug. Safe as one token in a log line, never in a subject. */
export type OrganisationId = Branded<'OrganisationId'>

/** 128 random bits, base64url: no time, no order, no personal data. */
export type CaseReference = Branded<'CaseReference'>

/** base64url(SHA-256(JWS bytes)), 43 characters. */
export type EventId = Branded<'EventId'>

/** 128 random bits, base64url, minted once when a command is accepted. */
export type TokenId = Branded<'TokenId'>

const PARTICIPANT = /^[a-z]{2}$/
const ORGANISATION = /^[a-z]{2}\.[a-z0-9]+(?:-[a-z0-9]+)*$/
const ORGANISATION_LENGTH_MAX = 64
// The last character of 16 bytes carries two bits, of 32 bytes four: anything else is not canonical.
const BITS_128 = /^[A-Za-z0-9_-]{21}[AQgw]$/
const BITS_256 = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

export function isParticipantCode(text: string): text is ParticipantCode {
  return PARTICIPANT.test(text)
}

export function isOrganisationId(text: string): text is OrganisationId {
  return text.length <= ORGANISATION_LENGTH_MAX && ORGANISATION.test(text)
}

export function isCaseReference(text: string): text is CaseReference {
  return BITS_128.test(text)
}

export function isEventId(text: string): text is EventId {
  return BITS_256.test(text)
}

export function isTokenId(text: string): text is TokenId {
  return BITS_128.test(text)
}

/** The Participant that an organisation belongs to. */
export function participantOf(organisation: OrganisationId): ParticipantCode {
  return organisation.slice(0, 2) as ParticipantCode
}
