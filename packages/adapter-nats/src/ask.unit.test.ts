import {
  ErrorCode,
  NatsError,
  type Msg,
  type NatsConnection,
  type PublishOptions,
  type SubscriptionOptions,
} from 'nats'
import { expect, it } from 'vitest'
import { createAsking } from './ask.ts'
import { createOutgoing } from './outgoing.ts'

/** A question to somebody who answers when the test says so. */
function question() {
  let listener: SubscriptionOptions['callback']
  const connection = {
    subscribe(_reply: string, { callback }: SubscriptionOptions) {
      listener = callback
      return { isClosed: () => false }
    },
    publish(_subject: string, _body: unknown, { reply = '' }: PublishOptions) {
      message.subject = reply
    },
    isClosed: () => false,
  } as unknown as NatsConnection
  const { ask } = askingOn(connection)
  const message = { data: Uint8Array.of(1) } as Msg & { subject: string }
  return {
    ask: (leftMs: () => number, onLate?: () => void) =>
      ask({ subject: 's', body: '', timeoutMs: 1, leftMs, ...(onLate && { onLate }) }),
    answer: (answer: Msg = message) => listener?.(null, answer),
    message,
  }
}

function askingOn(connection: NatsConnection) {
  const ended = new AbortController().signal
  const outgoing = createOutgoing(connection)
  return createAsking(connection, '_INBOX.x', { ended, outgoing, onRefusal: () => () => undefined })
}

it('a question is given up when no time is left, and not before', async () => {
  const left = [1, 1, 0]
  expect(await question().ask(() => left.shift() ?? 0)).toStrictEqual({ kind: 'silence' })
  expect(left).toStrictEqual([])
})

it('an answer that comes in the time that is left is taken', async () => {
  const { ask, answer, message } = question()
  const answered = await ask(() => {
    setImmediate(answer)
    return 10_000
  })
  expect(answered).toStrictEqual({ kind: 'answer', message })
})

it('whoever gave up a question is told once if it is answered all the same', async () => {
  const { ask, answer } = question()
  let late = 0
  expect(
    await ask(
      () => 0,
      () => late++,
    ),
  ).toStrictEqual({ kind: 'silence' })
  expect(late).toBe(0)
  answer()
  answer()
  expect(late).toBe(1)
})

it('whoever gave up a question is not told when nobody is there, nor of another question', async () => {
  const { ask, answer, message } = question()
  let late = 0
  await ask(
    () => 0,
    () => late++,
  )
  answer({ data: new Uint8Array(), subject: message.subject, headers: { code: 503 } } as Msg)
  answer({ ...message, subject: 'another' })
  expect(late).toBe(0)
})

it('of very many questions that were given up the first are forgotten', async () => {
  const { ask, answer, message } = question()
  const late: number[] = []
  const replies: string[] = []
  for (let place = 0; place < 257; place++) {
    await ask(
      () => 0,
      () => late.push(place),
    )
    replies.push(message.subject)
  }
  for (const subject of replies) answer({ ...message, subject })
  expect(late).toHaveLength(256)
  expect(late).not.toContain(0)
})

it('a question on a connection that ended before anybody asked is lost, and nothing breaks', async () => {
  const closed = () => {
    throw new NatsError('closed', ErrorCode.ConnectionClosed)
  }
  const connection = { subscribe: closed, publish: closed } as unknown as NatsConnection
  const { ask } = askingOn(connection)
  expect(await ask({ subject: 's', body: '', timeoutMs: 1_000 })).toStrictEqual({ kind: 'lost' })
})
