import {
  createInbox,
  ErrorCode,
  NatsError,
  nuid,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Payload,
  type Subscription,
} from 'nats'
import type { Outgoing } from './outgoing.ts'

export type Question = {
  readonly subject: string
  readonly body: Payload
  readonly headers?: MsgHdrs
  /** How long to wait for the answer, in milliseconds. */
  readonly timeoutMs: number
  /** Asked when that is over: how much longer to wait after all, in milliseconds; not at all by default. */
  readonly leftMs?: () => number
  /** Told when the answer comes after all, and nobody waits for it any more; of some it never is. */
  readonly onLate?: () => void
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

/** What came back to a question that many messages may answer, but for the messages. */
export type Gathered =
  /** As many as were asked for, or one that said that it was the last. */
  | { readonly kind: 'complete' }
  /** Longer than `timeoutMs` nothing came. */
  | { readonly kind: 'silence' | 'lost' | 'refused' }

/**
 * Asks a question that up to `messagesMax` messages answer.
 *
 * @param onMessage is told each as it comes, and says whether it is the last.
 */
export type Gather = (
  question: Question & { readonly messagesMax: number },
  onMessage: (message: Msg) => { readonly isLast: boolean },
) => Promise<Gathered>

/** How answers to one question come in, from when it is to be put until it is settled. */
type Listen = (onAnswer: (message: Msg) => void, onRefusal: () => void) => Ear
type Ear = {
  readonly reply: string
  /** @param onLate is told if the answer comes all the same. */
  close(onLate: (() => void) | undefined): void
}

/**
 * Asks by request and reply. The client's own `request` is not used: it reads the headers of every
 * answer while it reads from the socket, and there it does not survive a malformed one. A peer could end
 * an agent's connection with each acknowledgement.
 *
 * Every answer comes under a reply subject of its own, so none is taken for that to another question.
 */
export function createAsking(
  connection: NatsConnection,
  inboxPrefix: string,
  {
    ended,
    outgoing,
    onRefusal,
  }: { readonly ended: AbortSignal; readonly outgoing: Outgoing; readonly onRefusal: OnRefusal },
): { readonly ask: Ask; readonly gather: Gather } {
  const listenForOne = earsOfOne(connection, inboxPrefix)

  async function put(
    { subject, body, headers, timeoutMs, leftMs, onLate, messagesMax }: Parameters<Gather>[0],
    listen: Listen,
    onMessage: Parameters<Gather>[1],
  ): Promise<Gathered> {
    const { promise, resolve, reject } = Promise.withResolvers<Gathered>()
    const lose = (): void => resolve({ kind: 'lost' })
    const refuse = (): void => resolve({ kind: 'refused' })
    let timer = setTimeout(giveUp, timeoutMs)
    function giveUp(): void {
      const more = leftMs?.() ?? 0
      if (more > 0) timer = setTimeout(giveUp, more)
      else resolve({ kind: 'silence' })
    }
    const forget = onRefusal(subject, refuse)
    ended.addEventListener('abort', lose)
    let left = messagesMax
    let ear: Ear | undefined
    let gathered: Gathered | undefined
    try {
      ear = listen((message) => {
        if (isNobodyThere(message)) {
          resolve({ kind: 'silence' })
          return
        }
        left -= 1
        timer.refresh()
        if (onMessage(message).isLast || left === 0) resolve({ kind: 'complete' })
      }, refuse)
      const options = { reply: ear.reply, ...(headers && { headers }) }
      outgoing.publish({ subject, body, options }, reject)
      gathered = await promise
      return gathered
    } catch (error) {
      if (!(error instanceof NatsError)) throw error
      // Otherwise the connection ended between being handed over and being used.
      return { kind: error.code === TOO_LARGE ? 'refused' : 'lost' }
    } finally {
      ear?.close(gathered?.kind === 'silence' ? onLate : undefined)
      clearTimeout(timer)
      forget()
      ended.removeEventListener('abort', lose)
    }
  }

  return {
    gather: (question, onMessage) => put(question, earOfMany(connection, inboxPrefix), onMessage),
    async ask(question) {
      let answer: Msg | undefined
      const gathered = await put({ ...question, messagesMax: 1 }, listenForOne, (message) => {
        answer = message
        return { isLast: true }
      })
      if (answer !== undefined) return { kind: 'answer', message: answer }
      return gathered.kind === 'complete' ? { kind: 'silence' } : gathered
    },
  }
}

/**
 * For an answer that comes under the reply subject. One subscription is for all of them: one for each would be
 * made and ended with every message, in this country node and across its links.
 */
function earsOfOne(connection: NatsConnection, inboxPrefix: string): Listen {
  const inbox = createInbox(inboxPrefix)
  const open = new Map<string, { onAnswer(message: Msg): void; onRefusal(): void }>()
  const given = createGivenUp()
  // With the first question: a connection may have ended before anybody asks.
  let subscription: Subscription | undefined
  const listen = () =>
    connection.subscribe(`${inbox}.*`, {
      callback(error, message) {
        if (error !== null) for (const { onRefusal } of open.values()) onRefusal()
        else if (open.has(message.subject)) open.get(message.subject)?.onAnswer(message)
        else if (!isNobodyThere(message)) given.answered(message.subject)
      },
    })
  return (onAnswer, onRefusal) => {
    subscription ??= listen()
    const reply = `${inbox}.${nuid.next()}`
    open.set(reply, { onAnswer, onRefusal })
    // Nobody would hear the answer.
    if (subscription.isClosed()) onRefusal()
    return {
      reply,
      close(onLate) {
        open.delete(reply)
        if (onLate !== undefined) given.up(reply, onLate)
      },
    }
  }
}

/** How many questions that were given up are remembered; the oldest are forgotten first. */
const GIVEN_UP_MAX = 256

/** The questions that nobody waits for any more, in case that they are answered. */
function createGivenUp() {
  const questions = new Map<string, () => void>()
  return {
    up(reply: string, onLate: () => void): void {
      questions.set(reply, onLate)
      const [oldest] = questions.keys()
      if (questions.size > GIVEN_UP_MAX && oldest !== undefined) questions.delete(oldest)
    },
    answered(reply: string): void {
      questions.get(reply)?.()
      questions.delete(reply)
    },
  }
}

/** For mail, which comes under the subject that it was left under: a subscription of its own tells it apart. */
function earOfMany(connection: NatsConnection, inboxPrefix: string): Listen {
  return (onAnswer, onRefusal) => {
    const reply = createInbox(inboxPrefix)
    const subscription = connection.subscribe(reply, {
      callback(error, message) {
        if (error === null) onAnswer(message)
        else onRefusal()
      },
    })
    return {
      reply,
      close() {
        if (!connection.isClosed()) subscription.unsubscribe()
      },
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

/** Mail may look like that, too, but for the subject under which it is to be settled. */
function isNobodyThere(message: Msg): boolean {
  const { data, reply = '' } = message
  return data.length === 0 && reply === '' && statusOf(message) === NO_RESPONDERS
}
