import { natsMailbox } from '@trm/adapter-nats'
import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { ensureIdentity, openCaseLog, openJournal, type CaseLog } from '@trm/case-log'
import { openAttachmentStore } from '@trm/attachments'
import {
  ATTACHMENTS_STREAM,
  INBOX_STREAM,
  OUTBOX_STREAM,
  type AttachmentEntry,
  type InboxEntry,
  type OutboxEntry,
} from '@trm/contracts'
import {
  createOutbox,
  openAttachments,
  openInbox,
  type ExchangeEnvironment,
  type Outbox,
} from '@trm/exchange'
import {
  invariant,
  type CaseReference,
  type EventId,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type { EventStore, Mailbox } from '@trm/ports'
import { decodeBase64url, randomToken } from '@trm/sealing'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directoryOf } from '../../support/parties.ts'
import { atRate, serve, wallClock, type Order } from './crew.ts'
import { CASES, consentDraft, eventDraft, now, planFor } from './sample.ts'

/** What a process of ours needs to be an organisation. Bytes are in base64url. */
export type Station = {
  readonly self: OrganisationId
  readonly participant: ParticipantCode
  readonly masterKey: string
  readonly server: string
  readonly nkeySeed: string
  readonly mailbox: string
  readonly inboxPrefix: string
  readonly recipients: readonly OrganisationId[]
  readonly itemsPerMessage: number
  readonly lists: readonly {
    readonly token: string
    readonly participant: ParticipantCode
    readonly keyId: string
    readonly publicKey: string
  }[]
}

/** One organisation's exchange, as its agent runs it: it sends, receives and answers. */
export async function serveOurs([folder = '']: readonly string[]): Promise<void> {
  const text = await readFile(join(folder, 'station.json'), 'utf8')
  const station = JSON.parse(text) as Station
  const counted = { times: [] as (readonly [string, number])[], messages: 0, bytes: 0, receipts: 0 }
  const clock = { now }
  const store = timed(
    await openSqliteEventStore({ file: join(folder, 'case-log.db'), clock }),
    (event) => {
      if (station.recipients.length === 0) counted.times.push([event, wallClock()])
    },
  )
  const masterKey = bytesOf(station.masterKey)
  const vault = await openFileVault({ file: join(folder, 'vault.db'), masterKey })
  const identity = await ensureIdentity(vault)
  const directory = await directoryOf(
    station.lists.map(({ token, participant, keyId, publicKey }) => ({
      token,
      root: { participant, keyId, publicKey: bytesOf(publicKey) },
    })),
  )
  const { self, server, nkeySeed, participant, mailbox: token, inboxPrefix } = station
  const { signer, sealing, quarantineKey } = identity
  const mailbox = counting(
    await natsMailbox({ server, nkeySeed, participant, mailbox: token, inboxPrefix }),
    (bytes) => {
      counted.messages += 1
      counted.bytes += bytes
    },
  )
  const caseLog = openCaseLog({ self, store, vault, directory, signer })
  const environment: ExchangeEnvironment = {
    self,
    store,
    caseLog,
    directory,
    mailbox,
    clock,
    signer,
    findPrivateKey: (keyId) => (keyId === sealing.keyId ? sealing.privateKey : undefined),
    isKeyOver: () => false,
    quarantineKey,
    inboxJournal: openJournal<InboxEntry>(store, INBOX_STREAM),
    outboxJournal: openJournal<OutboxEntry>(store, OUTBOX_STREAM),
    attachmentsJournal: openJournal<AttachmentEntry>(store, ATTACHMENTS_STREAM),
    attachments: openAttachmentStore({ folder: join(folder, 'attachments'), vault }),
    newTokenId: randomToken,
    itemsPerMessage: station.itemsPerMessage,
    report(fact) {
      invariant(fact.kind !== 'quarantined', 'bench: nothing is refused')
    },
  }
  const outbox = createOutbox(environment)
  const attachments = await openAttachments(environment, outbox.book)
  const inbox = await openInbox(environment, outbox, attachments)
  const stopping = new AbortController()
  const { signal } = stopping
  const running = Promise.all([outbox.run(signal), inbox.run(signal), attachments.run(signal)])
  const cases = await beginCases(caseLog, station)
  await serve({
    send: (order) =>
      sendOurs(caseLog, station, cases, order, (event, at) => counted.times.push([event, at])),
    tell: () => ({ ...counted, receipts: storedIn(outbox) }),
    async stop() {
      stopping.abort()
      await running
      await mailbox.close()
      await store.close()
      await vault.close()
    },
  })
}

type OpenedCase = {
  readonly reference: CaseReference
  readonly consent: EventId
  last: Promise<void>
}

async function beginCases(caseLog: CaseLog, station: Station): Promise<readonly OpenedCase[]> {
  if (station.recipients.length === 0) return []
  const begin = async () => {
    const reference = randomToken() as unknown as CaseReference
    const draft = consentDraft(station.self, station.recipients)
    const appended = await caseLog.appendOwn(await caseLog.load(reference), {
      draft,
      plan: planFor(station.recipients, 'this'),
      ...whoAndWhen(),
    })
    invariant(appended.ok, 'bench: nobody else appends')
    return { reference, consent: appended.value.id, last: Promise.resolve() }
  }
  return await Promise.all(Array.from({ length: CASES }, begin))
}

/** Records events, over the cases in turn and in each one after the other; the outbox sends them. */
async function sendOurs(
  caseLog: CaseLog,
  { recipients }: Station,
  cases: readonly OpenedCase[],
  order: Extract<Order, { kind: 'send' }>,
  note: (event: EventId, at: number) => void,
): Promise<void> {
  let index = 0
  await atRate(order, (dueAt) => {
    const turn = cases[index++ % cases.length]
    invariant(turn !== undefined, 'bench: a case')
    const { reference, consent, last } = turn
    turn.last = last.then(async () => {
      const appended = await caseLog.appendOwn(await caseLog.load(reference), {
        draft: eventDraft(consent),
        plan: planFor(recipients, consent),
        ...whoAndWhen(),
      })
      invariant(appended.ok, 'bench: nobody else appends')
      note(appended.value.id, dueAt)
    })
    // As many at once as there are cases, and not more.
    return index % cases.length === 0 && order.perSecond === undefined ? turn.last : undefined
  })
}

function whoAndWhen() {
  return { tokenId: randomToken(), recordedAt: now(), command: randomToken(), role: 'caseworker' }
}

function storedIn({ book }: Outbox): number {
  return book.all().filter(({ status }) => status === 'stored').length
}

function timed(store: EventStore, note: (event: string) => void): EventStore {
  return {
    ...store,
    async append(stream, events, expected) {
      const appended = await store.append(stream, events, expected)
      if (appended.ok && stream.startsWith('case-')) for (const { id } of events) note(id)
      return appended
    },
  }
}

function counting(mailbox: Mailbox, note: (bytes: number) => void): Mailbox {
  return {
    ...mailbox,
    publish(to, mail) {
      note(mail.body.length)
      return mailbox.publish(to, mail)
    },
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = decodeBase64url(text)
  invariant(bytes !== undefined, 'bench: base64url')
  return bytes
}
