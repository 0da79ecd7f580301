import {
  AckPolicy,
  connect,
  DeliverPolicy,
  DiscardPolicy,
  nanos,
  NatsError as ClientError,
  nkeyAuthenticator,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type JetStreamManager,
  type StreamConfig,
} from 'nats'
import { invariant, type ParticipantCode } from '@trm/kernel'
import { NatsError } from './error.ts'
import { MESSAGE_BYTES_MAX } from './mesh-configuration.ts'
import { inboxSubject, MAIL_STREAM, OPERATOR_INBOX_PREFIX } from './names.ts'

export type MailboxLimits = {
  /** How long undelivered mail is kept, in milliseconds. */
  readonly keptMs: number
  /** What all waiting mail may take, in bytes. Beyond it new mail is refused, none is dropped. */
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
  /** All mailbox tokens of the Participant that take mail now. At least one. */
  readonly mailboxes: readonly string[]
  readonly limits?: Partial<MailboxLimits>
}

const HOUR_MS = 3_600_000
const CONNECT_TIMEOUT_MS = 5_000
const PULLS_WAITING_MAX = 16

const DEFAULT_LIMITS: MailboxLimits = {
  keptMs: 30 * 24 * HOUR_MS,
  bytesMax: 1024 ** 3,
  duplicateMs: 24 * HOUR_MS,
  ackWaitMs: 30_000,
  unsettledMax: 64,
}

/**
 * Brings the stream and the consumers of a Participant to what is asked for. Repeating it changes
 * nothing, so it runs at every start.
 *
 * A mailbox that is no longer named takes no new mail; what waits in it can still be fetched.
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
      await provisionStream(manager, streamConfiguration(participant, mailboxes, limits))
      for (const mailbox of mailboxes) {
        await provisionConsumer(manager, consumerConfiguration(participant, mailbox, limits))
      }
    } finally {
      await connection.close()
    }
  } catch (cause) {
    if (!(cause instanceof ClientError)) throw cause
    throw new NatsError('NATS_PROVISIONING_FAILED', { reason: cause.code }, cause)
  }
}

type StreamWanted = Partial<StreamConfig> & { readonly name: string }
type ConsumerWanted = Partial<ConsumerConfig> & { readonly durable_name: string }

/**
 * Subjects are named one by one, so that mail for a mailbox which nobody has is refused at the
 * sender instead of being acknowledged and never fetched. Settled mail leaves the stream at once (work
 * queue), and the disk with the other mail in its block: the server frees whole blocks. Nobody, the
 * operator included, can delete single messages or empty the stream.
 */
function streamConfiguration(
  participant: ParticipantCode,
  mailboxes: readonly string[],
  limits: MailboxLimits,
): StreamWanted {
  return {
    name: MAIL_STREAM,
    subjects: mailboxes.map((mailbox) => inboxSubject(participant, mailbox)),
    storage: StorageType.File,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    max_age: nanos(limits.keptMs),
    max_bytes: limits.bytesMax,
    max_msg_size: MESSAGE_BYTES_MAX,
    duplicate_window: nanos(limits.duplicateMs),
    deny_delete: true,
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

async function provisionStream(manager: JetStreamManager, wanted: StreamWanted): Promise<void> {
  if (await isThere(() => manager.streams.info(wanted.name))) {
    await manager.streams.update(wanted.name, wanted)
  } else {
    await manager.streams.add(wanted)
  }
}

async function provisionConsumer(manager: JetStreamManager, wanted: ConsumerWanted): Promise<void> {
  if (await isThere(() => manager.consumers.info(MAIL_STREAM, wanted.durable_name))) {
    await manager.consumers.update(MAIL_STREAM, wanted.durable_name, wanted)
  } else {
    await manager.consumers.add(MAIL_STREAM, wanted)
  }
}

const NOT_FOUND = 404

async function isThere(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look()
    return true
  } catch (error) {
    if (error instanceof ClientError && error.api_error?.code === NOT_FOUND) return false
    throw error
  }
}
