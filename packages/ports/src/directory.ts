import type { Instant, OrganisationId, ParticipantCode } from '@trm/kernel'
import type { MailboxAddress } from './mailbox.ts'

/** What the trust list of its Participant says of an organisation. */
export type ListedOrganisation = {
  readonly id: OrganisationId
  /** One of the closed list of organisation kinds. */
  readonly kind: string
  readonly participant: ParticipantCode
  /** Display name by language tag; `en` is always there. */
  readonly names: Readonly<Record<string, string>>
}

/** A key's standing at a time. `compromised`: what it signed from then on is disputed, not deleted. */
export type KeyStanding = 'valid' | 'not-valid-then' | 'revoked' | 'compromised'

export type SigningKeyLookup =
  /** The key comes along whatever its standing: whether a signature is genuine is another question. */
  | { readonly kind: KeyStanding; readonly publicKey: Uint8Array }
  /** The directory may simply be behind. */
  | { readonly kind: 'unknown-organisation' | 'unknown-key' }

/** A key as its trust list has it now, whatever it is worth. */
export type ListedKey = {
  readonly keyId: string
  readonly use: 'sign' | 'seal'
  readonly validFrom: Instant
  readonly validUntil: Instant
  readonly revokedAt?: Instant
  readonly compromisedSince?: Instant
}

/** What a trust list can say of an organisation, each with an end of its own; `notStated` where it says nothing. */
export type StatedFact = 'inForce' | 'notInForce' | 'notStated'

/** What the trust lists say of an organisation as of a time. */
export type OrganisationStanding = {
  /** One of the closed list of organisation kinds. */
  readonly kind: string
  /** Whether its Participant listed it then. */
  readonly isListed: boolean
  readonly facts: {
    readonly licence: StatedFact
    readonly agreement: StatedFact
    readonly membership: StatedFact
    readonly vetting: StatedFact
  }
  /** When its Participant took it off its list, where it has not come back since. */
  readonly leftAt?: Instant
}

/** Who may speak, evaluated as of a time: the event's, in live use and in replay. */
export interface Directory {
  /** As it is listed now. */
  findOrganisation(id: OrganisationId): ListedOrganisation | undefined

  /** The same as of a time, of one that has left, too; undefined for one that was never listed. */
  standingOf(id: OrganisationId, at: Instant): OrganisationStanding | undefined

  /** Every organisation that a Participant lists, ordered by id. */
  organisationsOf(participant: ParticipantCode): readonly ListedOrganisation[]

  /** The Participants whose trust lists are pinned and loaded, ordered by code. */
  participants(): readonly ParticipantCode[]

  /**
   * The Ed25519 key (32 bytes) with this id, by exact organisation and key id. One that was verified once stays:
   * after the list that dropped it, it is not valid.
   */
  signingKey(organisation: OrganisationId, keyId: string, at: Instant): SigningKeyLookup

  /** The X-Wing key (1,216 bytes) to seal to, or undefined when none is valid then. */
  sealingKey(
    organisation: OrganisationId,
    at: Instant,
  ): { readonly keyId: string; readonly publicKey: Uint8Array } | undefined

  /** Every key that the list in use has of the organisation, in its order; none where it is not listed. */
  listedKeys(organisation: OrganisationId): readonly ListedKey[]

  /** Where mail is left for the organisation, or undefined when it has no mailbox. */
  mailboxOf(organisation: OrganisationId): MailboxAddress | undefined

  /** Where it was left before, by who has an older list, and until when; the oldest first. */
  formerMailboxesOf(
    organisation: OrganisationId,
  ): readonly { readonly mailbox: string; readonly until: Instant }[]
}
