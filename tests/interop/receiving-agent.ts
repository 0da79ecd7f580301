import { memoryEventStore, memoryMailbox, memoryVault, newPostOffice } from '@trm/adapter-memory'
import { openAttachmentStore } from '@trm/attachments'
import { ensureIdentity, openCaseLog, openJournal } from '@trm/case-log'
import {
  ATTACHMENTS_STREAM,
  INBOX_STREAM,
  OUTBOX_STREAM,
  type AttachmentEntry,
  type InboxEntry,
  type OutboxEntry,
  type StoredEvent,
} from '@trm/contracts'
import { createOutbox, openAttachments, openInbox, type Inbox, type Outbox } from '@trm/exchange'
import {
  participantOf,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { randomToken, sealMessage } from '@trm/sealing'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAILBOX = '6e1f0c52a9d84b7380c2d5f1a4b69e07'

/** An event that the agent has sent, of which its log keeps no section. */
export type SentEvent = {
  readonly event: EventId
  readonly type: string
  readonly jws: string
  /** The disclosure of the recipient's grant. */
  readonly grant: string
}

/** The exchange of an organisation that waits for receipts, over stores in memory. */
export type ReceivingAgent = {
  readonly outbox: Outbox
  readonly inbox: Inbox
  /** Takes in one receipt, for events where nothing else is said, in a sealed message that opens as the sender's. */
  receive(
    receipt: Uint8Array,
    sender: OrganisationId,
    kind?: 'receipt' | 'chunk-receipt',
  ): Promise<void>
}

/** Opens the exchange of `self` as if it had just sent these events of a case. */
export async function openReceivingAgent(options: {
  readonly self: OrganisationId
  readonly directory: Directory
  readonly now: Instant
  readonly reference: CaseReference
  readonly sent: readonly [SentEvent, ...SentEvent[]]
}): Promise<ReceivingAgent> {
  const { self, directory, reference, sent } = options
  const clock = { now: () => options.now }
  const store = memoryEventStore({ clock })
  const vault = memoryVault()
  const { signer, sealing, quarantineKey } = await ensureIdentity(vault)
  const caseLog = openCaseLog({ self, store, vault, directory, signer })
  const [first, ...rest] = sent
  await store.append(`case-${reference}`, [recordOf(first), ...rest.map(recordOf)], 'no-stream')
  const environment = {
    self,
    store,
    caseLog,
    directory,
    mailbox: memoryMailbox(newPostOffice(), { participant: participantOf(self), mailbox: MAILBOX }),
    clock,
    signer,
    findPrivateKey: (keyId: string) => (keyId === sealing.keyId ? sealing.privateKey : undefined),
    isKeyOver: () => false,
    quarantineKey,
    inboxJournal: openJournal<InboxEntry>(store, INBOX_STREAM),
    outboxJournal: openJournal<OutboxEntry>(store, OUTBOX_STREAM),
    attachmentsJournal: openJournal<AttachmentEntry>(store, ATTACHMENTS_STREAM),
    // Receipts alone come here: no file is made.
    attachments: openAttachmentStore({ folder: join(tmpdir(), 'trm-no-attachments'), vault }),
    newTokenId: randomToken,
    report: () => undefined,
  }
  const outbox = createOutbox(environment)
  const attachments = await openAttachments(environment, outbox.book)
  const inbox = await openInbox(environment, outbox, attachments)
  // It reads what is to be sent, and is stopped before it sends any of it.
  await outbox.run(AbortSignal.abort())
  await attachments.run(AbortSignal.abort())
  return {
    outbox,
    inbox,
    async receive(receipt, sender, kind = 'receipt') {
      const body = sealMessage({
        sender,
        recipient: self,
        recipientKeyId: sealing.keyId,
        recipientPublicKey: sealing.publicKey,
        items: [{ kind, bytes: receipt }],
      })
      const mail = { id: randomToken(), source: participantOf(sender), time: options.now, body }
      await inbox.handle({ mail, body, attempt: 1 })
    },
  }
}

/** The record of an own event, as its author's log has it. */
function recordOf({ event, type, jws, grant }: SentEvent) {
  const data: StoredEvent = {
    v: 1,
    jws,
    grants: [grant],
    clauses: [],
    sections: [],
    origin: { kind: 'own', command: randomToken(), role: 'caseworker' },
  }
  return { id: event, type, data }
}
