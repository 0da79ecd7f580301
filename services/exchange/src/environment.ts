import type { AttachmentStore } from '@trm/attachments'
import type { CaseLog, EventSigner, Journal } from '@trm/case-log'
import type { AttachmentEntry, InboxEntry, OutboxEntry, RefusalReason } from '@trm/contracts'
import type { OrganisationId, TokenId } from '@trm/kernel'
import type { Clock, Directory, EventStore, Mailbox } from '@trm/ports'

/** What happened in the exchange, for logs, metrics and alerts. No case, no person. */
export type ExchangeFact =
  | { readonly kind: 'relayed' | 'stored' | 'duplicate' | 'held-back'; readonly count: number }
  | { readonly kind: 'refused-by-recipient'; readonly reason: RefusalReason }
  /** Nobody there has answered for an hour or more for what lies in a mailbox; said at each asking. */
  | {
      readonly kind: 'recipient-silent'
      readonly organisation: OrganisationId
      readonly count: number
    }
  /** Something has been held back for long, since something before it does not come. */
  | { readonly kind: 'gap-lasts'; readonly organisation: OrganisationId }
  | { readonly kind: 'quarantined'; readonly reason: RefusalReason }
  /** Somebody floods the mailbox: of what nobody has to answer for, nothing more is written down in this hour. */
  | { readonly kind: 'quarantine-full' }
  | {
      readonly kind: 'unreachable' | 'mailbox-full' | 'recipient-without-key'
      readonly organisation: OrganisationId
      readonly attempt: number
    }
  /** Chunks, or whole attachments, that came and were taken. */
  | { readonly kind: 'chunk-stored' | 'attachment-stored' }
  /** As much has begun to come from it as is taken at a time: it goes on when something of that is whole. */
  | { readonly kind: 'attachments-full'; readonly organisation: OrganisationId }
  /** A chunk of an own attachment that ought to be there and is not: somebody has to look. */
  | { readonly kind: 'attachment-not-readable' }
  /** The record of one case cannot be read: nothing is sent from it. */
  | { readonly kind: 'case-unreadable'; readonly code: string }

/**
 * The journals of inbox and outbox wait so long for more, in milliseconds: nobody waits for what is in them, and
 * there are several entries to each event.
 */
export const JOURNAL_GATHER_MS = 25

/** What the exchange works with. It is the only service that knows a mailbox. */
export type ExchangeEnvironment = {
  readonly self: OrganisationId
  readonly store: EventStore
  readonly caseLog: CaseLog
  readonly directory: Directory
  readonly mailbox: Mailbox
  readonly clock: Clock
  readonly signer: EventSigner
  /** This organisation's X-Wing private key with that id, while it is kept. */
  readonly findPrivateKey: (keyId: string) => Uint8Array | undefined
  /** Whether that key was this organisation's, and is destroyed. */
  readonly isKeyOver: (keyId: string) => boolean
  /** 32 bytes: what quarantined evidence is encrypted under. */
  readonly quarantineKey: Uint8Array
  readonly inboxJournal: Journal<InboxEntry>
  readonly outboxJournal: Journal<OutboxEntry>
  readonly attachmentsJournal: Journal<AttachmentEntry>
  readonly attachments: AttachmentStore
  readonly newTokenId: () => TokenId
  /** How many events and receipts go into one message at most; as many as the protocol allows by default. */
  readonly itemsPerMessage?: number
  readonly report: (fact: ExchangeFact) => void
}
