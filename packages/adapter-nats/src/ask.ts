import {
  createInbox,
  ErrorCode,
  NatsError,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Payload,
} from 'nats'

export type Question = {
  readonly subject: string
  readonly body: Payload
  readonly headers?: MsgHdrs
  /** How long to wait for the answer, in milliseconds. A later one finds nobody. */
  readonly timeoutMs: number
}

export type Answer =
  | { readonly kind: 'answer'; readonly message: Msg }
  /** Nobody answered in time, or nobody was there to answer. */
  | { readonly kind: 'silence' }
  /** The connection ended first. */
  | { readonly kind: 'lost' }
  /** The country node forbids the question, or it is larger than it takes. */
  | { readonly kind: 'refused' }

export type Ask = (question: Question) => Promise<Answer>

const NO_RESPONDERS = 503
const TOO_LARGE: string = ErrorCode.MaxPayloadExceeded

/**
 * Asks by request and reply. The client's own `request` is not used: it reads the headers of every
 * answer while it reads from the socket, and there it does not survive a malformed one. A peer could end
 * an agent's connection with each acknowledgement.
 *
 * Every answer comes under a reply subject of its own, so none is taken for that to another question.
 */
export function createAsk(
  connection: NatsConnection,
  inboxPrefix: string,
  { ended, onRefusal }: { readonly ended: AbortSignal; readonly onRefusal: OnRefusal },
): Ask {
  return async ({ subject, body, headers, timeoutMs }) => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const lose = (): void => resolve({ kind: 'lost' })
    const timer = setTimeout(() => resolve({ kind: 'silence' }), timeoutMs)
    const forget = onRefusal(subject, () => resolve({ kind: 'refused' }))
    ended.addEventListener('abort', lose)
    try {
      const reply = createInbox(inboxPrefix)
      const subscription = connection.subscribe(reply, {
        max: 1,
        callback: (error, message) => resolve(error === null ? read(message) : { kind: 'refused' }),
      })
      connection.publish(subject, body, { reply, ...(headers && { headers }) })
      const answer = await promise
      if (!connection.isClosed()) subscription.unsubscribe()
      return answer
    } catch (error) {
      if (!(error instanceof NatsError)) throw error
      // Otherwise the connection ended between being handed over and being used.
      return { kind: error.code === TOO_LARGE ? 'refused' : 'lost' }
    } finally {
      clearTimeout(timer)
      forget()
      ended.removeEventListener('abort', lose)
    }
  }
}

/** Listens for the broker forbidding a subject. @returns how to stop listening. */
export type OnRefusal = (subject: string, listener: () => void) => () => void

/**
 * The status that JetStream marks its own answers with, 0 when there is none. Any sender can imitate it.
 * It does not throw for headers that cannot be read.
 */
export function statusOf(message: Pick<Msg, 'headers'>): number {
  try {
    return message.headers?.code ?? 0
  } catch {
    // Whoever sends malformed headers sends no status.
    return 0
  }
}

function read(message: Msg): Answer {
  const isNobodyThere = message.data.length === 0 && statusOf(message) === NO_RESPONDERS
  return isNobodyThere ? { kind: 'silence' } : { kind: 'answer', message }
}
