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

/** Who may speak, evaluated as of a time: the event's, in live use and in replay. */
export interface Directory {
  findOrganisation(id: OrganisationId): ListedOrganisation | undefined

  /** Every organisation that a Participant lists, ordered by id. */
  organisationsOf(participant: ParticipantCode): readonly ListedOrganisation[]

  /** The Participants whose trust lists are pinned and loaded, ordered by code. */
  participants(): readonly ParticipantCode[]

  /** The Ed25519 key (32 bytes) with this id, by exact organisation and key id. */
  signingKey(organisation: OrganisationId, keyId: string, at: Instant): SigningKeyLookup

  /** The X-Wing key (1,216 bytes) to seal to, or undefined when none is valid then. */
  sealingKey(
    organisation: OrganisationId,
    at: Instant,
  ): { readonly keyId: string; readonly publicKey: Uint8Array } | undefined

  /** Where the organisation fetches its mail, or undefined when it has no mailbox. */
  mailboxOf(organisation: OrganisationId): MailboxAddress | undefined
}
