import { caseOfStream, loadReadable } from '@trm/case-log'
import { OUTBOX_STREAM, readOutboxEntry } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import type { RecordedEvent } from '@trm/ports'
import { createCrew } from './crew.ts'
import { createDeliveryBook, type DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { createLane, type Lane } from './lane.ts'

/** Sends what the log says is to be sent, to each recipient on its own, until it has its receipt. */
export type Outbox = {
  readonly book: DeliveryBook
  /** Resolves when the book knows the history, which it reads as soon as the outbox runs. */
  caughtUp(): Promise<void>
  /** Receipts go along with what waits for the same recipient; they are not tracked themselves. */
  sendReceipt(to: OrganisationId, receipt: string): void
  /** Follows the log until `signal` aborts. Rejects when what was sent cannot be written down. */
  run(signal: AbortSignal): Promise<void>
}

export function createOutbox(environment: ExchangeEnvironment): Outbox {
  const book = createDeliveryBook({ onDue: (to) => laneTo(to).wake() })
  const lanes = new Map<OrganisationId, Lane>()
  const history = Promise.withResolvers<undefined>()
  let serve: ((lane: Lane) => void) | undefined

  function laneTo(to: OrganisationId): Lane {
    const there = lanes.get(to)
    if (there !== undefined) return there
    const lane = createLane(to, book, environment)
    lanes.set(to, lane)
    serve?.(lane)
    return lane
  }

  async function take(recorded: RecordedEvent): Promise<void> {
    if (recorded.streamId === OUTBOX_STREAM) {
      book.record(readOutboxEntry(recorded), recorded.recordedAt)
      return
    }
    const reference = caseOfStream(recorded.streamId)
    if (reference === undefined) return
    // From one whose record cannot be read nothing is sent, and the others go on.
    const loaded = await loadReadable(environment.caseLog, reference, (code) =>
      environment.report({ kind: 'case-unreadable', code }),
    )
    const entry = loaded?.entries[Number(recorded.revision)]
    if (entry?.stored.origin.kind !== 'own') return
    book.queue(entry)
    for (const { to } of entry.event.grants) laneTo(to).wake()
  }

  async function follow(after: bigint | undefined, signal: AbortSignal): Promise<void> {
    const from = after === undefined ? { signal } : { signal, after }
    for await (const recorded of environment.store.subscribe(from)) await take(recorded)
  }

  return {
    book,
    caughtUp: () => history.promise,
    sendReceipt: (to, receipt) => laneTo(to).sendReceipt(receipt),
    async run(signal) {
      // The whole history first: what has its receipt already is not sent again at every start.
      let after: bigint | undefined
      for await (const recorded of environment.store.readAll()) {
        await take(recorded)
        after = recorded.position
      }
      book.begin()
      history.resolve(undefined)
      const crew = createCrew(signal)
      serve = (lane) => crew.add((stopping) => lane.serve(stopping))
      for (const lane of lanes.values()) serve(lane)
      await crew.beside((stopping) => follow(after, stopping))
    },
  }
}
