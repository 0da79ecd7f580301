import { sectionNames } from '@trm/domain'
import { z } from 'zod'
import { refusalReasons } from './receipt.ts'
import {
  caseReference,
  codeOf,
  eventId,
  instant,
  organisationId,
  sha256Text,
  tokenId,
} from './scalars.ts'

// What an agent writes down for itself, beside the cases: one stream each, one schema each.

const someEvents = z.array(eventId).min(1).readonly()

/**
 * What became of each delivery (stream `outbox`), of those of one message or receipt at once. A receipt is kept as
 * the JWS that it came as.
 */
export const outboxEntries = {
  /** The recipient's country node has taken the sealed message with these. It says nothing about the recipient. */
  DeliveriesRelayed: z.strictObject({ to: organisationId, events: someEvents }),
  /** The recipient's signed word that these are in its case log. */
  DeliveriesStored: z.strictObject({ to: organisationId, events: someEvents, receipt: z.string() }),
  /** The recipient's signed word that what it refused is to be sent anew. */
  DeliveryReopened: z.strictObject({ event: eventId, to: organisationId, receipt: z.string() }),
  DeliveryRefused: z.strictObject({
    event: eventId,
    to: organisationId,
    reason: z.enum(refusalReasons),
    receipt: z.string(),
  }),
  /** The recipient says that it has destroyed the key to which this was sealed: it is sealed anew to another. */
  DeliveryResealed: z.strictObject({ event: eventId, to: organisationId, keyId: sha256Text }),
} as const

/** What older stores have in place of the first two. */
const formerEntries = {
  DeliveryRelayed: z.strictObject({ event: eventId, to: organisationId }),
  DeliveryStored: z.strictObject({ event: eventId, to: organisationId, receipt: z.string() }),
} as const

const chainPlace = z.strictObject({
  case: caseReference,
  author: organisationId,
  seq: z.int().min(1),
})

/** What a person decides about something that was refused. */
export const quarantineDecisions = ['release', 'reject'] as const
export type QuarantineDecision = (typeof quarantineDecisions)[number]

/** What came in, besides the events themselves (stream `inbox`). */
export const inboxEntries = {
  ReceiptIssued: z.strictObject({
    to: organisationId,
    events: z.array(eventId).readonly(),
    receipt: z.string(),
  }),
  MailQuarantined: z.strictObject({
    reason: z.enum(refusalReasons),
    /** SHA-256 of what came: the sealed message, or the copy that was in it. */
    digest: sha256Text,
    sender: organisationId.exactOptional(),
    event: eventId.exactOptional(),
    /** Its place in the chain, where author and grant are genuine: the next one follows on it. */
    place: chainPlace.exactOptional(),
    /** The evidence, encrypted: what was signed, without any section; empty where nothing was. */
    evidence: z.strictObject({ nonce: z.string(), ciphertext: z.string() }),
  }),
  /** Somebody looked at what was refused: the refusal stands, or its sender is asked to send it anew. */
  QuarantineReviewed: z.strictObject({
    digest: sha256Text,
    decision: z.enum(quarantineDecisions),
    /** Who decided, by the pseudonym that never travels. */
    user: z.string(),
    /** What is asked for where it is released, of whom, and the place in the chain that is free again. */
    released: z
      .strictObject({ event: eventId, sender: organisationId, place: chainPlace.exactOptional() })
      .exactOptional(),
  }),
} as const

const ofAttachment = { event: eventId, attachment: tokenId }

/**
 * What became of the attachments that events name (stream `attachments`): of those that are sent, by recipient,
 * and of those that come and are refused. What has come lies in files.
 */
export const attachmentEntries = {
  /** The recipient's signed word on which chunks it does not have yet: what is to be sent still. */
  AttachmentPartlyStored: z.strictObject({
    ...ofAttachment,
    to: organisationId,
    missing: z.array(z.int().min(0)).readonly(),
  }),
  /** The recipient's signed word that it has all of it, and that it is what was announced. */
  AttachmentStored: z.strictObject({ ...ofAttachment, to: organisationId, receipt: z.string() }),
  AttachmentRefused: z.strictObject({
    ...ofAttachment,
    to: organisationId,
    reason: z.enum(refusalReasons),
    receipt: z.string(),
  }),
  /** What came is not what its author announced: nothing of it is kept, and nothing more of it is taken. */
  AttachmentRejected: z.strictObject({ ...ofAttachment, reason: z.enum(refusalReasons) }),
} as const

/** Who looked at what and gave which command (stream `access`), apart from the cases, with a retention of its own. */
export const accessEntries = {
  /** Written before the command is looked at: whoever tries is known, too. */
  CommandGiven: z.strictObject({
    case: caseReference,
    user: z.string(),
    role: z.string(),
    command: z.string(),
    commandId: tokenId,
  }),
  /** Written before the file is read: whoever tries is known, too. */
  AttachmentGiven: z.strictObject({ case: caseReference, user: z.string(), role: z.string() }),
  CaseViewed: z.strictObject({
    case: caseReference,
    user: z.string(),
    role: z.string(),
    /** The sections whose values were shown; empty for a replay without content. */
    sections: z.array(codeOf(sectionNames)).readonly(),
  }),
} as const

/**
 * What became of this organisation's own sealing keys (stream `keys`). What mail was sealed to which key follows
 * from the order; the keys themselves are in the vault, or nowhere any more.
 */
export const keyEntries = {
  /** From now on it is this key that the own trust list lets others seal to, and the vault has it. */
  SealingKeyInForce: z.strictObject({ keyId: sha256Text, at: instant }),
  /** Its grace is over and the vault does not have it any more. */
  SealingKeyDestroyed: z.strictObject({ keyId: sha256Text, at: instant }),
} as const

/** Who has written to this store (stream `writer`), where the engine itself lets several in. */
export const writerEntries = {
  /** An agent that begins to write. Whoever wrote before it has to stop. */
  WriterStarted: z.strictObject({
    organisation: organisationId,
    /** What the vault that this store belongs to is known by; it tells nothing of its keys. */
    vault: sha256Text,
  }),
} as const

export const OUTBOX_STREAM = 'outbox'
export const INBOX_STREAM = 'inbox'
export const ATTACHMENTS_STREAM = 'attachments'
export const ACCESS_STREAM = 'access'
export const WRITER_STREAM = 'writer'
export const KEYS_STREAM = 'keys'

export type OutboxEntry = {
  readonly [Type in keyof typeof outboxEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof outboxEntries)[Type]>
  }
}[keyof typeof outboxEntries]

export type InboxEntry = {
  readonly [Type in keyof typeof inboxEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof inboxEntries)[Type]>
  }
}[keyof typeof inboxEntries]

export type AttachmentEntry = {
  readonly [Type in keyof typeof attachmentEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof attachmentEntries)[Type]>
  }
}[keyof typeof attachmentEntries]

export type AccessEntry = {
  readonly [Type in keyof typeof accessEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof accessEntries)[Type]>
  }
}[keyof typeof accessEntries]

export type WriterEntry = {
  readonly [Type in keyof typeof writerEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof writerEntries)[Type]>
  }
}[keyof typeof writerEntries]

export type KeyEntry = {
  readonly [Type in keyof typeof keyEntries]: {
    readonly type: Type
    readonly data: z.infer<(typeof keyEntries)[Type]>
  }
}[keyof typeof keyEntries]

type Recorded = { readonly type: string; readonly data: unknown }

/**
 * Reads an entry of the outbox journal, also one of when each delivery had its own.
 *
 * @throws {z.ZodError} when it is none: the store is damaged.
 */
export function readOutboxEntry({ type, data }: Recorded): OutboxEntry {
  if (type === 'DeliveryRelayed') {
    const { event, to } = formerEntries.DeliveryRelayed.parse(data)
    return { type: 'DeliveriesRelayed', data: { to, events: [event] } }
  }
  if (type === 'DeliveryStored') {
    const { event, to, receipt } = formerEntries.DeliveryStored.parse(data)
    return { type: 'DeliveriesStored', data: { to, events: [event], receipt } }
  }
  return read(outboxEntries, type, data) as OutboxEntry
}

/** Reads an entry of the inbox journal. @throws {z.ZodError} when it is none: the store is damaged. */
export function readInboxEntry({ type, data }: Recorded): InboxEntry {
  return read(inboxEntries, type, data) as InboxEntry
}

/** Reads an entry about attachments. @throws {z.ZodError} when it is none: the store is damaged. */
export function readAttachmentEntry({ type, data }: Recorded): AttachmentEntry {
  return read(attachmentEntries, type, data) as AttachmentEntry
}

/** Reads an entry of the access journal. @throws {z.ZodError} when it is none: the store is damaged. */
export function readAccessEntry({ type, data }: Recorded): AccessEntry {
  return read(accessEntries, type, data) as AccessEntry
}

/** Reads an entry about a writer. @throws {z.ZodError} when it is none: the store is not an agent's. */
export function readWriterEntry({ type, data }: Recorded): WriterEntry {
  return read(writerEntries, type, data) as WriterEntry
}

/** Reads an entry about a key. @throws {z.ZodError} when it is none: the store is damaged. */
export function readKeyEntry({ type, data }: Recorded): KeyEntry {
  return read(keyEntries, type, data) as KeyEntry
}

function read(entries: Readonly<Record<string, z.ZodType>>, type: string, data: unknown) {
  // An entry of another type is refused by a schema for nothing.
  const schema = Object.hasOwn(entries, type) ? entries[type] : z.never()
  return { type, data: schema?.parse(data) }
}
