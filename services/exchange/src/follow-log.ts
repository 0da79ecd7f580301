import type { EventStore, RecordedEvent } from '@trm/ports'

type Take = (recorded: RecordedEvent) => Promise<void>

/** Hands over everything that the store has now. @returns where to go on from; undefined where it has nothing. */
export async function takeHistory(
  store: Pick<EventStore, 'readAll'>,
  take: Take,
): Promise<bigint | undefined> {
  let last: bigint | undefined
  for await (const recorded of store.readAll()) {
    await take(recorded)
    last = recorded.position
  }
  return last
}

/** Hands over everything that comes to the store after that, until `signal` aborts. */
export async function takeWhatFollows(
  store: Pick<EventStore, 'subscribe'>,
  { after, signal }: { readonly after: bigint | undefined; readonly signal: AbortSignal },
  take: Take,
): Promise<void> {
  const from = after === undefined ? { signal } : { signal, after }
  for await (const recorded of store.subscribe(from)) await take(recorded)
}
