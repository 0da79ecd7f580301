import { EventEmitter, once } from 'node:events'
import { connect, Events, NatsError, nkeyAuthenticator, type NatsConnection } from 'nats'
import { MailboxError } from '@trm/ports'
import { createAsking, type Ask, type Gather } from './ask.ts'
import { createBackoff, hasAborted, pause } from './backoff.ts'
import type { Report } from './fact.ts'
import { createOutgoing, type Outgoing } from './outgoing.ts'

export type SessionOptions = {
  readonly server: string
  readonly nkeySeed: string
  readonly inboxPrefix: string
}

/** One connection, from its opening to its end. There is no reconnecting inside it. */
export type Session = {
  readonly ask: Ask
  readonly gather: Gather
  /** Sends without expecting an answer. Once the session has ended it does nothing. */
  tell(subject: string, body: string): void
  readonly ended: AbortSignal
}

export type Sessions = {
  /** The session that stands, if one does. */
  current(): Session | undefined
  /** Waits for a session; undefined when the signal aborted first. */
  next(signal: AbortSignal): Promise<Session | undefined>
  /** Sends what is left to send, ends the session and opens no other. */
  close(): Promise<void>
}

const BACKOFF = { firstMs: 100, capMs: 10_000 }
const CONNECT_TIMEOUT_MS = 5_000
const DRAIN_DEADLINE_MS = 2_000
// A connection that died without a word is noticed after two unanswered pings.
const PING_INTERVAL_MS = 10_000
const PINGS_UNANSWERED_MAX = 2

/**
 * Keeps a session with the own country node for ever: when one ends the next is opened, with a capped
 * backoff. The client's own reconnecting is off, because it would keep what was published meanwhile
 * in memory without a bound; here the caller learns at once that nobody is there.
 *
 * Returns after the first attempt, whether or not it succeeded.
 *
 * @throws {MailboxError} `MAILBOX_REFUSED` when the server does not know this key at that attempt.
 *   Later refusals are reported, and tried again.
 */
export async function keepSession(options: SessionOptions, report: Report): Promise<Sessions> {
  const closing = new AbortController()
  const backoff = createBackoff(BACKOFF)
  const opened = new EventEmitter()
  let current: Standing | undefined

  const first = await dial(options)
  const running = run()

  async function run(): Promise<void> {
    let connection = first
    while (!closing.signal.aborted) {
      if (connection !== undefined) await live(connection)
      await pause(backoff.next(), closing.signal)
      connection = hasAborted(closing.signal) ? undefined : await dialAgain()
    }
    await connection?.close()
  }

  async function live(connection: NatsConnection): Promise<void> {
    const end = new AbortController()
    const outgoing = createOutgoing(connection)
    const { inboxPrefix } = options
    const session = openSession(connection, { inboxPrefix, ended: end.signal, outgoing, report })
    current = { connection, outgoing, session }
    report({ kind: 'connected' })
    backoff.reset()
    opened.emit('session')
    await connection.closed()
    current = undefined
    end.abort()
    report({ kind: 'disconnected' })
  }

  async function dialAgain(): Promise<NatsConnection | undefined> {
    try {
      return await dial(options)
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error
      report({ kind: 'refused' })
      return undefined
    }
  }

  return {
    current: () => current?.session,
    async next(signal) {
      while (current === undefined && !signal.aborted) {
        // An abort is the only way to be rejected here, and the loop sees it.
        await once(opened, 'session', { signal }).catch(() => undefined)
      }
      return signal.aborted ? undefined : current?.session
    },
    async close() {
      closing.abort()
      if (current !== undefined) await drain(current)
      await running
    },
  }
}

/** @returns undefined when nobody answers. @throws {MailboxError} when the key is refused. */
async function dial(options: SessionOptions): Promise<NatsConnection | undefined> {
  try {
    return await connect({
      servers: options.server,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(options.nkeySeed)),
      reconnect: false,
      timeout: CONNECT_TIMEOUT_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: PINGS_UNANSWERED_MAX,
      ignoreClusterUpdates: true,
    })
  } catch (error) {
    if (!(error instanceof NatsError)) throw error
    if (error.isAuthError()) throw new MailboxError('MAILBOX_REFUSED', {}, error)
    return undefined
  }
}

type Standing = {
  readonly session: Session
  readonly connection: NatsConnection
  readonly outgoing: Outgoing
}

function openSession(
  connection: NatsConnection,
  {
    inboxPrefix,
    ended,
    outgoing,
    report,
  }: Pick<SessionOptions, 'inboxPrefix'> & {
    readonly ended: AbortSignal
    readonly outgoing: Outgoing
    readonly report: Report
  },
): Session {
  const refusals = new EventEmitter()
  // Each question in flight listens for its subject, however many there are.
  refusals.setMaxListeners(0)
  void watchRefusals(connection, (subject) => {
    report({ kind: 'refused' })
    refusals.emit(subject)
  })
  const asking = createAsking(connection, inboxPrefix, {
    ended,
    outgoing,
    onRefusal(subject, listener) {
      refusals.once(subject, listener)
      return () => refusals.off(subject, listener)
    },
  })
  return {
    ended,
    ...asking,
    tell(subject, body) {
      // Nobody waits for it: what cannot be said because the session ended need not be said.
      outgoing.publish({ subject, body }, ignoreItsEnd)
    },
  }
}

async function watchRefusals(
  connection: NatsConnection,
  onRefusal: (subject: string) => void,
): Promise<void> {
  for await (const { type, permissionContext } of connection.status()) {
    if (type === Events.Error && permissionContext) onRefusal(permissionContext.subject)
  }
}

/** @throws what is no word of the client about its connection: a bug. */
function ignoreItsEnd(error: unknown): void {
  if (!(error instanceof NatsError)) throw error
}

async function drain({ connection, outgoing }: Standing): Promise<void> {
  outgoing.flush()
  if (connection.isClosed()) return
  const enough = new AbortController()
  await Promise.race([connection.drain(), pause(DRAIN_DEADLINE_MS, enough.signal)])
  enough.abort()
  // A server that no longer answers does not drain.
  await connection.close()
}
