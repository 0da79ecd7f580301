import { invariant } from '@trm/kernel'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

// Processes of a pipeline, and what they and the one who measures say to each other.

/** What a process is asked. */
export type Order =
  /** Send so many events, as fast as it goes, or so many in a second. */
  | { readonly kind: 'send'; readonly events: number; readonly perSecond?: number }
  /** Say how far you are. */
  | { readonly kind: 'tell' }
  | { readonly kind: 'stop' }

/** How far a process is, and what it counted; times in ms since 1970, with fractions. */
export type Account = {
  /** Of a sender: when each event was due, or begun. Of a recipient: when each was durable. By event. */
  readonly times: readonly (readonly [event: string, at: number])[]
  /** Messages and bytes that it left in mailboxes, the bytes of bodies. */
  readonly messages: number
  readonly bytes: number
  /** Of a sender: deliveries that its recipients have said in a receipt that they stored. */
  readonly receipts: number
}

export type Member = {
  order(order: Order): void
  tell(): Promise<Account>
  stop(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Starts a process; it is ready when this resolves. @param words what it is, and where its things lie. */
export async function startMember(words: readonly string[]): Promise<Member> {
  const child = fork(MAIN, ['exchange-child', ...words], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  await Promise.race([once(child, 'message'), ended])
  invariant(child.connected, 'bench: a process that starts')
  return {
    order: (order) => void child.send(order),
    async tell() {
      const answer = Promise.race([nextMessage(child), ended.then(() => undefined)])
      child.send({ kind: 'tell' } satisfies Order)
      const account = await answer
      invariant(account !== undefined, 'bench: a process that goes on')
      return account as Account
    },
    async stop() {
      if (child.connected) child.send({ kind: 'stop' } satisfies Order)
      await ended
    },
  }
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}

/** The other side: serves orders until it is told to stop. */
export async function serve(member: {
  send?(order: Extract<Order, { kind: 'send' }>): Promise<void>
  tell(): Account
  stop(): Promise<void>
}): Promise<void> {
  const stopped = Promise.withResolvers<undefined>()
  process.on('message', (order: Order) => {
    if (order.kind === 'tell') process.send?.(member.tell())
    if (order.kind === 'send') void member.send?.(order)
    if (order.kind === 'stop') stopped.resolve(undefined)
  })
  process.send?.('ready')
  // Whoever measures may be gone without a word.
  await Promise.race([stopped.promise, once(process, 'disconnect')])
  await member.stop()
  if (process.connected) process.disconnect()
}

/** Calls at the times that a rate gives, or at once, with each time in ms since 1970. */
export async function atRate(
  { events, perSecond }: { readonly events: number; readonly perSecond?: number },
  begin: (dueAt: number) => void | Promise<void>,
): Promise<void> {
  const first = wallClock()
  for (let index = 0; index < events; index++) {
    if (perSecond === undefined) {
      await begin(wallClock())
      continue
    }
    const dueAt = first + (index * 1_000) / perSecond
    const wait = dueAt - wallClock()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    void begin(dueAt)
  }
}

/** Milliseconds since 1970, finer than one: the same in every process of this machine. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now()
}
