import type { NatsConnection, Payload, PublishOptions } from 'nats'

/** What is said in one turn of the event loop goes out in one write to the socket. */
export type Outgoing = {
  /** @param onFault is told what the client throws, which is later than this call. */
  publish(message: OutgoingMessage, onFault: (error: unknown) => void): void
  /** Hands over at once what waits for the end of the turn. */
  flush(): void
}

type OutgoingMessage = {
  readonly subject: string
  readonly body: Payload
  readonly options?: PublishOptions
}

/**
 * The client writes to the socket at the next microtask, so that messages which are made one after the other,
 * with anything awaited between them, cost a system call each, here and at the country node that answers them.
 */
export function createOutgoing(connection: Pick<NatsConnection, 'publish'>): Outgoing {
  const waiting: (() => void)[] = []

  function flush(): void {
    for (const send of waiting.splice(0)) send()
  }

  return {
    publish({ subject, body, options }, onFault) {
      waiting.push(() => {
        try {
          connection.publish(subject, body, options)
        } catch (error) {
          onFault(error)
        }
      })
      if (waiting.length === 1) setImmediate(flush)
    },
    flush,
  }
}
