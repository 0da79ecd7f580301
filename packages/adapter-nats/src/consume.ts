import { millis } from 'nats'
import { parseStrictJson } from '@trm/kernel'
import { isJsonObject } from './json-object.ts'
import { createBackoff, hasAborted, pause } from './backoff.ts'
import { createDrain, type Mailboxes } from './drain.ts'
import type { NatsFact, Report } from './fact.ts'
import { formerPlace, ownPlace, type Place } from './names.ts'
import { pull } from './pull.ts'
import type { Session, Sessions } from './session.ts'
import { carryOut, decide, type Delivery, type Handle } from './settle.ts'

export type ConsumeOptions = {
  readonly sessions: Sessions
  /** Asked again before each fetch: they may be others by then. */
  readonly mailboxes: () => Mailboxes
  readonly handle: Handle
  readonly report: Report
  readonly signal: AbortSignal
  /** How many deliveries are handled at the same time. */
  readonly atOnce: number
}

const BACKOFF = { firstMs: 250, capMs: 10_000 }
const HEARTBEATS_PER_WAIT = 3
const INFO_TIMEOUT_MS = 5_000
const NOT_FOUND = 404

/**
 * Fetches and settles mail until the signal aborts. Sessions, servers and
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
  options: ConsumeOptions,
  onAnswer: () => void,
): Promise<NatsFact | undefined> {
  const { mailboxes, signal } = options
  const mailbox = mailboxes().newest
  const isReplaced = () => mailboxes().newest !== mailbox
  const own = ownPlace(mailbox)
  const found = await findAckWait(session, own)
  if (found.kind !== 'found') return session.ended.aborted ? undefined : { kind: found.kind }
  const former = formerPlace(mailbox)
  let isFormerThere = (await findAckWait(session, former)).kind !== 'consumer-missing'
  const hands = createHands(options, found.ackWaitMs / HEARTBEATS_PER_WAIT)
  const drain = createDrain(session, mailboxes, hands.take)
  try {
    // Where another takes its place, it is begun again with that, and this is a former one.
    while (!signal.aborted && !isReplaced()) {
      await hands.free()
      // Mail where it is older comes first. While some of that waits for a retry, it does not hold up what
      // is in the mailbox's own stream.
      if (isFormerThere) {
        const batch = hands.room()
        const pulled = await pull(session, former, { batch, isNow: true }, hands.take)
        if (pulled.kind === 'lost') return undefined
        // It is removed when it is empty.
        isFormerThere = pulled.kind === 'answered'
        if (pulled.kind === 'answered' && pulled.count > 0) {
          onAnswer()
          continue
        }
      }
      const drained = await drain(hands.room())
      if (drained === 'lost') return undefined
      if (drained === 'some') {
        onAnswer()
        continue
      }
      const pulled = await pull(session, own, { batch: hands.room() }, hands.take)
      if (pulled.kind === 'failed') return { kind: 'fetch-failed' }
      if (pulled.kind === 'lost') return undefined
      onAnswer()
    }
  } finally {
    await hands.empty()
  }
  return undefined
}

/** The deliveries in hand. */
type Hands = {
  /** How many more may be taken: at least one after {@link Hands.free}. */
  room(): number
  free(): Promise<void>
  readonly take: (delivery: Delivery) => void
  /** Resolves when everything that was taken is settled. */
  empty(): Promise<void>
}

/**
 * Decides on deliveries, each begun as it comes and as many at once as `atOnce` says. One that waits to be
 * settled has left the hand: the next one is asked for while the country node's disk is waited for.
 */
function createHands(
  { handle, report, signal, atOnce }: ConsumeOptions,
  workingEveryMs: number,
): Hands {
  const deciding = new Set<Promise<unknown>>()
  const settling = new Set<Promise<void>>()

  async function work(delivery: Delivery): Promise<void> {
    // Stopped while it was on its way: whoever asks next gets it.
    if (hasAborted(signal)) {
      delivery.settlement.again(0)
      return
    }
    const decision = decide(delivery, { handle, report, workingEveryMs })
    deciding.add(decision)
    const disposition = await decision
    deciding.delete(decision)
    await carryOut(disposition, delivery, report)
  }

  return {
    room: () => atOnce - deciding.size,
    async free() {
      // Half of them, so that not every message is asked for by itself.
      while (deciding.size > Math.floor(atOnce / 2)) await Promise.race(deciding)
      // As many may wait for the disk, and no more.
      while (settling.size >= 2 * atOnce) await Promise.race(settling)
    },
    take(delivery) {
      const working = work(delivery).finally(() => settling.delete(working))
      settling.add(working)
      // Its failure is met where it is waited for.
      working.catch(() => undefined)
    },
    async empty() {
      await Promise.all(settling)
    },
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
