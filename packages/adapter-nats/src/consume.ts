import { millis } from 'nats'
import { assertNever, parseStrictJson } from '@trm/kernel'
import { isJsonObject } from './json-object.ts'
import { createBackoff, hasAborted, pause } from './backoff.ts'
import { createDrain, type Mailboxes } from './drain.ts'
import type { NatsFact, Report } from './fact.ts'
import { formerPlace, ownPlace, type Place } from './names.ts'
import { pullOne, type Pulled } from './pull.ts'
import type { Session, Sessions } from './session.ts'
import { carryOut, decide, type Handle } from './settle.ts'

export type ConsumeOptions = {
  readonly sessions: Sessions
  /** Asked again before each fetch: they may be others by then. */
  readonly mailboxes: () => Mailboxes
  readonly handle: Handle
  readonly report: Report
  readonly signal: AbortSignal
}

const BACKOFF = { firstMs: 250, capMs: 10_000 }
const HEARTBEATS_PER_WAIT = 3
const INFO_TIMEOUT_MS = 5_000
const NOT_FOUND = 404

/**
 * Fetches and settles mail, one message at a time, until the signal aborts. Sessions, servers and
 * consumers come and go meanwhile; each failure is reported and followed by a longer wait.
 */
export async function consume(options: ConsumeOptions): Promise<void> {
  const { sessions, report, signal } = options
  const backoff = createBackoff(BACKOFF)
  while (!signal.aborted) {
    const session = await sessions.next(signal)
    if (session === undefined) return
    const failure = await consumeSession(session, options, () => backoff.reset())
    if (failure === undefined) continue
    report(failure)
    await pause(backoff.next(), signal)
  }
}

/** @returns what failed, or undefined when the signal aborted or the session ended. */
async function consumeSession(
  session: Session,
  { mailboxes, handle, report, signal }: ConsumeOptions,
  onAnswer: () => void,
): Promise<NatsFact | undefined> {
  const mailbox = mailboxes().newest
  const isReplaced = () => mailboxes().newest !== mailbox
  const own = ownPlace(mailbox)
  const found = await findAckWait(session, own)
  if (found.kind !== 'found') return session.ended.aborted ? undefined : { kind: found.kind }
  const workingEveryMs = found.ackWaitMs / HEARTBEATS_PER_WAIT
  const former = formerPlace(mailbox)
  const drain = createDrain(session, mailboxes)
  const pull = createPull(session, {
    drain,
    own,
    former,
    isFormerThere: (await findAckWait(session, former)).kind !== 'consumer-missing',
  })
  let ahead: Promise<Pulled> | undefined
  let settling = Promise.resolve()
  try {
    // Where another takes its place, it is begun again with that, and this is a former one.
    while (ahead !== undefined || !(signal.aborted || isReplaced())) {
      const pulled = await (ahead ?? pull())
      ahead = undefined
      switch (pulled.kind) {
        case 'delivery': {
          onAnswer()
          const { delivery } = pulled
          // Stopped while it was on its way: whoever asks next gets it.
          if (hasAborted(signal)) {
            delivery.settlement.again(0)
            break
          }
          const disposition = await decide(delivery, { handle, report, workingEveryMs })
          await settling
          // The next one is asked for first: it comes while the disk is waited for.
          if (!hasAborted(signal) && !isReplaced()) ahead = pull()
          settling = carryOut(disposition, delivery, report)
          // Its failure is met where it is waited for.
          settling.catch(() => undefined)
          break
        }
        case 'empty':
          onAnswer()
          break
        case 'failed':
          return { kind: 'fetch-failed' }
        case 'lost':
          return undefined
        default:
          assertNever(pulled, 'consume: unknown answer')
      }
    }
  } finally {
    await settling
  }
  return undefined
}

/**
 * Asks for mail where it is older first. While some of that waits for a retry, it does not hold up what
 * is in the mailbox's own stream.
 */
function createPull(
  session: Session,
  options: {
    readonly own: Place
    readonly former: Place
    readonly isFormerThere: boolean
    readonly drain: () => Promise<Pulled | undefined>
  },
): () => Promise<Pulled> {
  const { own, former, drain } = options
  let { isFormerThere } = options
  return async () => {
    if (isFormerThere) {
      const pulled = await pullOne(session, former, { isNow: true })
      if (pulled.kind === 'delivery' || pulled.kind === 'lost') return pulled
      // It is removed when it is empty.
      isFormerThere = pulled.kind === 'empty'
    }
    return (await drain()) ?? (await pullOne(session, own))
  }
}

type AckWait =
  | { readonly kind: 'found'; readonly ackWaitMs: number }
  | { readonly kind: 'consumer-missing' | 'fetch-failed' }

/** Asks how long the country node waits for a sign of life, which also shows that the mailbox is there. */
async function findAckWait(session: Session, { info }: Place): Promise<AckWait> {
  const answer = await session.ask({
    subject: info,
    body: '',
    timeoutMs: INFO_TIMEOUT_MS,
  })
  if (answer.kind !== 'answer') return { kind: 'fetch-failed' }
  return readConsumer(new TextDecoder().decode(answer.message.data))
}

function readConsumer(text: string): AckWait {
  const parsed = parseStrictJson(text)
  if (!parsed.ok || !isJsonObject(parsed.value)) return { kind: 'fetch-failed' }
  const { error, config } = parsed.value
  if (isJsonObject(error) && error['code'] === NOT_FOUND) return { kind: 'consumer-missing' }
  const ackWait = isJsonObject(config) ? config['ack_wait'] : undefined
  if (typeof ackWait !== 'number') return { kind: 'fetch-failed' }
  return { kind: 'found', ackWaitMs: millis(ackWait) }
}
