import { forgettingVault, openAttachmentStore } from '@trm/attachments'
import {
  attachmentRoutes,
  caseworkRoutes,
  answerNarrowings,
  createCaseIndex,
  reapplyErasures,
  keepSchedules,
  recordSilence,
  sweepAttachments,
  type CommandEnvironment,
} from '@trm/casework'
import { openCaseLog, openJournal, openKeyRing, type Identity } from '@trm/case-log'
import {
  ACCESS_STREAM,
  ATTACHMENTS_STREAM,
  INBOX_STREAM,
  KEYS_STREAM,
  OUTBOX_STREAM,
  type AccessEntry,
  type AttachmentEntry,
  type InboxEntry,
  type KeyEntry,
  type OutboxEntry,
} from '@trm/contracts'
import { directoryRoutes, type TrustedDirectory } from '@trm/directory'
import type { PolicyPack } from '@trm/domain'
import {
  createCoverTraffic,
  createOutbox,
  exchangeRoutes,
  JOURNAL_GATHER_MS,
  openAttachments,
  openInbox,
  openKeyEpochs,
  type ExchangeEnvironment,
} from '@trm/exchange'
import type { CaseReference, OrganisationId, TokenId } from '@trm/kernel'
import {
  createHttpApp,
  createMetrics,
  type HttpApp,
  type HttpAppOptions,
  type Logger,
} from '@trm/platform'
import type { Clock, EventStore, Mailbox, Vault } from '@trm/ports'
import { encodeBase64url, randomToken } from '@trm/sealing'
import { timelineRoutes } from '@trm/timeline'
import { createHmac } from 'node:crypto'
import {
  reportCommand,
  reportExchange,
  reportHolder,
  reportKey,
  reportRetention,
  reportSection,
  reportSilence,
  reportSweep,
} from './report.ts'

export type AgentParts = {
  readonly self: OrganisationId
  readonly store: EventStore
  readonly vault: Vault
  /** Where attachments lie, sealed; made with the first one. */
  readonly attachmentsFolder: string
  readonly mailbox: Mailbox
  readonly directory: TrustedDirectory
  /** The policy of the own Participant, without a flaw. */
  readonly policy: PolicyPack
  /** The sealing keys come from the vault, which forgets them in their time. */
  readonly identity: Omit<Identity, 'sealing'>
  /** How long a sealing key is kept after another took its place; `KEY_GRACE_DAYS_MIN` or more. */
  readonly keyGraceDays: number
  /** How much time lies between two messages of cover traffic on average, in milliseconds; without it there is none. */
  readonly coverMeanMs?: number
  readonly clock: Clock
  readonly logger: Logger
  readonly authenticate: HttpAppOptions['authenticate']
}

/** One organisation's services over one case log. */
export type Agent = {
  readonly app: HttpApp
  /** Sends, receives and answers until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

/**
 * Puts an organisation's services together, once the vault holds nothing that the log says is erased: until
 * then there is no application that could be asked, and the agent is not ready. The services do not call each
 * other: casework appends to the case log, the exchange sends what it finds there and appends what comes in,
 * the timeline reads it.
 */
export async function composeAgent(parts: AgentParts): Promise<Agent> {
  const { self, store, directory, policy, identity, clock, logger, mailbox } = parts
  const { signer } = identity
  const attachments = openAttachmentStore({ folder: parts.attachmentsFolder, vault: parts.vault })
  const vault = forgettingVault(parts.vault, attachments)
  const caseLog = openCaseLog({ self, store, vault, directory, signer })
  // Before anything is read, sent or taken in: an older vault may have brought keys back.
  await reapplyErasures({ caseLog, store, report: reportHolder(logger) })
  const ring = await openKeyRing(vault)
  const epochs = await openKeyEpochs({
    self,
    store,
    directory,
    clock,
    ring,
    journal: openJournal<KeyEntry>(store, KEYS_STREAM),
    graceDays: parts.keyGraceDays,
    report: reportKey(logger),
  })
  const commands: CommandEnvironment = {
    caseLog,
    directory,
    clock,
    policy,
    attachments,
    newTokenId: randomToken,
    reportCommand: reportCommand(logger),
  }
  const exchange: ExchangeEnvironment = {
    self,
    store,
    caseLog,
    directory,
    mailbox,
    clock,
    signer,
    findPrivateKey: ring.find,
    isKeyOver: epochs.isOver,
    quarantineKey: identity.quarantineKey,
    inboxJournal: openJournal<InboxEntry>(store, INBOX_STREAM, { gatherMs: JOURNAL_GATHER_MS }),
    outboxJournal: openJournal<OutboxEntry>(store, OUTBOX_STREAM, { gatherMs: JOURNAL_GATHER_MS }),
    attachmentsJournal: openJournal<AttachmentEntry>(store, ATTACHMENTS_STREAM),
    attachments,
    newTokenId: randomToken,
    report: reportExchange(logger),
  }
  const outbox = createOutbox(exchange)
  const transfers = await openAttachments(exchange, outbox.book)
  const inbox = await openInbox(exchange, outbox, transfers)
  const { coverMeanMs } = parts
  const cover =
    coverMeanMs === undefined ? undefined : createCoverTraffic(exchange, { meanMs: coverMeanMs })
  const index = createCaseIndex(store)
  const access = openJournal<AccessEntry>(store, ACCESS_STREAM)

  const metrics = createMetrics()
  const seen = reportSection(logger, metrics)
  const app = await createHttpApp({
    logger,
    metrics,
    title: 'TRM Backbone agent',
    version: '1',
    authenticate: parts.authenticate,
    now: () => clock.now(),
    checks: [{ name: 'country-node', isReady: () => mailbox.isConnected() }],
  })
  const referenceFor = caseReferences(identity.referenceKey)
  await app.register(caseworkRoutes, {
    prefix: '/casework',
    environment: commands,
    index,
    access,
    store,
    referenceFor,
    reportSection: seen,
  })
  await app.register(attachmentRoutes, {
    prefix: '/casework',
    caseLog,
    attachments,
    store,
    access,
    clock,
    reportSection: seen,
  })
  await app.register(exchangeRoutes, {
    prefix: '/exchange',
    caseLog,
    book: outbox.book,
    inbox,
    epochs,
    attachments: transfers.book,
    clock: parts.clock,
  })
  await app.register(timelineRoutes, {
    prefix: '/timeline',
    caseLog,
    store,
    directory,
    access,
    clock,
    reportSection: seen,
  })
  await app.register(directoryRoutes, { prefix: '/directory', directory })

  const silence = { ...commands, store, report: reportSilence(logger) }
  const retention = { ...commands, store, report: reportRetention(logger) }
  const sweep = { store, caseLog, attachments, report: reportSweep(logger) }
  const holder = { ...commands, store, vault, report: reportHolder(logger) }
  return {
    app,
    async run(signal) {
      await Promise.all([
        outbox.run(signal),
        inbox.run(signal),
        transfers.run(signal),
        cover?.run(signal),
        index.follow(signal),
        answerNarrowings(holder, signal),
        recordSilence(silence, signal),
        keepSchedules(retention, signal),
        epochs.run(signal),
        sweepAttachments(sweep, signal),
      ])
    },
  }
}

const REFERENCE_BYTES = 16

/**
 * The case that a command opens. To everybody without the key it is 128 random bits; to this agent the
 * same command always opens the same case, also after a crash that lost the answer.
 */
function caseReferences(key: Uint8Array): (commandId: TokenId) => CaseReference {
  return (commandId) => {
    const mac = createHmac('sha256', key).update(`case reference of ${commandId}`).digest()
    return encodeBase64url(mac.subarray(0, REFERENCE_BYTES)) as CaseReference
  }
}
