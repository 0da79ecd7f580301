import {
  AckPolicy,
  connect,
  DeliverPolicy,
  DiscardPolicy,
  ErrorCode,
  nanos,
  NatsError as ClientError,
  nkeyAuthenticator,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from 'nats'
import { invariant, type ParticipantCode } from '@trm/kernel'
import { NatsError } from './error.ts'
import { MAILBOX_BYTES_MAX, MESSAGE_BYTES_MAX } from './mesh-configuration.ts'
import { holdsMail, inboxSubject, mailStream, OPERATOR_INBOX_PREFIX } from './names.ts'

export type MailboxLimits = {
  /** How long undelivered mail is kept, in milliseconds. */
  readonly keptMs: number
  /** What the mail waiting in one mailbox may take, in bytes. Beyond it new mail is refused, none is dropped. */
  readonly bytesMax: number
  /** How long a resent message is recognised, in milliseconds. */
  readonly duplicateMs: number
  /** After how many milliseconds without a sign of life a delivery is made again. */
  readonly ackWaitMs: number
  /** How many deliveries of one mailbox may be unsettled: one in hand, the others waiting for a retry. */
  readonly unsettledMax: number
}

export type ProvisionOptions = {
  /** `host:port` of the Participant's own nats-server. */
  readonly server: string
  readonly operatorSeed: string
  readonly participant: ParticipantCode
  /**
   * All mailbox tokens of the Participant that take mail now. At least one, and each in the configuration
   * of the server.
   */
  readonly mailboxes: readonly string[]
  readonly limits?: Partial<MailboxLimits>
}

const HOUR_MS = 3_600_000
const CONNECT_TIMEOUT_MS = 5_000
const PULLS_WAITING_MAX = 16

/** How long mail that nobody fetches is kept, in milliseconds, unless provisioning says otherwise: 30 days. */
export const MAIL_KEPT_MS = 30 * 24 * HOUR_MS

const DEFAULT_LIMITS: MailboxLimits = {
  keptMs: MAIL_KEPT_MS,
  bytesMax: MAILBOX_BYTES_MAX,
  duplicateMs: 24 * HOUR_MS,
  ackWaitMs: 30_000,
  unsettledMax: 64,
}

/**
 * Brings the streams and the consumers of a Participant to what is asked for: one of each for every
 * mailbox. Repeating it changes nothing, so it runs at every start.
 *
 * A mailbox that is no longer named takes no new mail; what waits in it can still be fetched. So it is
 * with the former stream that held all mailboxes. Each is removed at the first start at which it is
 * empty and in no agent's access.
 *
 * @throws {NatsError} `NATS_PROVISIONING_FAILED` when the server is away or refuses.
 */
export async function provisionMailboxes(options: ProvisionOptions): Promise<void> {
  const { participant, mailboxes } = options
  invariant(mailboxes.length > 0, 'provisionMailboxes: at least one mailbox')
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  try {
    const connection = await connect({
      servers: options.server,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(options.operatorSeed)),
      inboxPrefix: OPERATOR_INBOX_PREFIX,
      reconnect: false,
      timeout: CONNECT_TIMEOUT_MS,
    })
    try {
      const manager = await connection.jetstreamManager({ checkAPI: false })
      const there = await streamsThere(manager)
      const wanted = mailboxes.map((mailbox) => streamConfiguration(participant, mailbox, limits))
      const names = wanted.map(({ name }) => name)
      // First, because no two streams may take the mail of one mailbox.
      for (const info of there.values()) {
        if (!names.includes(info.config.name)) await retire(manager, info)
      }
      for (const stream of wanted) await provisionStream(manager, stream, there.get(stream.name))
      for (const mailbox of mailboxes) {
        const consumer = consumerConfiguration(participant, mailbox, limits)
        await provisionConsumer(manager, mailStream(mailbox), consumer)
      }
    } finally {
      await connection.close()
    }
  } catch (cause) {
    if (!(cause instanceof ClientError)) throw cause
    throw new NatsError('NATS_PROVISIONING_FAILED', { reason: cause.code }, cause)
  }
}

type StreamWanted = Partial<StreamConfig> & { readonly name: string; readonly max_bytes: number }
type ConsumerWanted = Partial<ConsumerConfig> & { readonly durable_name: string }

/**
 * One stream takes the mail of one mailbox, so that mail for a mailbox which nobody has is refused at the
 * sender instead of being acknowledged and never fetched, and so that the right to erase in it is a right
 * to one's own mail. The server only frees whole blocks; what is erased is overwritten where it lies.
 */
function streamConfiguration(
  participant: ParticipantCode,
  mailbox: string,
  limits: MailboxLimits,
): StreamWanted {
  return {
    name: mailStream(mailbox),
    subjects: [inboxSubject(participant, mailbox)],
    storage: StorageType.File,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    max_age: nanos(limits.keptMs),
    max_bytes: limits.bytesMax,
    max_msg_size: MESSAGE_BYTES_MAX,
    duplicate_window: nanos(limits.duplicateMs),
    deny_delete: false,
    deny_purge: true,
  }
}

function consumerConfiguration(
  participant: ParticipantCode,
  mailbox: string,
  limits: MailboxLimits,
): ConsumerWanted {
  return {
    durable_name: mailbox,
    filter_subject: inboxSubject(participant, mailbox),
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(limits.ackWaitMs),
    max_deliver: -1,
    max_ack_pending: limits.unsettledMax,
    max_waiting: PULLS_WAITING_MAX,
  }
}

async function streamsThere(manager: JetStreamManager): Promise<ReadonlyMap<string, StreamInfo>> {
  const there = new Map<string, StreamInfo>()
  for await (const name of manager.streams.names()) {
    if (holdsMail(name)) there.set(name, await manager.streams.info(name))
  }
  return there
}

/** Takes no more mail, and counts for nothing in what all mailboxes may take; goes when it is empty. */
async function retire(manager: JetStreamManager, { config }: StreamInfo): Promise<void> {
  const { name } = config
  // A stream has a subject. To this one nobody may publish, so what is empty now stays empty.
  const closed = { ...config, subjects: [name], max_bytes: -1 }
  const { state } = await manager.streams.update(name, closed)
  if (state.messages > 0) return
  try {
    await manager.streams.delete(name)
  } catch (error) {
    // It is still in the access of an agent, which may be looking at it: the server does not let it go.
    if (!(error instanceof ClientError && error.code === FORBIDDEN)) throw error
  }
}

async function provisionStream(
  manager: JetStreamManager,
  wanted: StreamWanted,
  there: StreamInfo | undefined,
): Promise<void> {
  if (there === undefined) {
    await manager.streams.add(wanted)
    return
  }
  // The server drops what is beyond a limit that is lowered, whatever it does about new mail.
  const max_bytes = Math.max(wanted.max_bytes, there.state.bytes)
  await manager.streams.update(wanted.name, { ...wanted, max_bytes })
}

async function provisionConsumer(
  manager: JetStreamManager,
  stream: string,
  wanted: ConsumerWanted,
): Promise<void> {
  if (await isThere(() => manager.consumers.info(stream, wanted.durable_name))) {
    await manager.consumers.update(stream, wanted.durable_name, wanted)
  } else {
    await manager.consumers.add(stream, wanted)
  }
}

const NOT_FOUND = 404
const FORBIDDEN: string = ErrorCode.PermissionsViolation

async function isThere(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look()
    return true
  } catch (error) {
    if (error instanceof ClientError && error.api_error?.code === NOT_FOUND) return false
    throw error
  }
}
