import { on, type EventEmitter } from 'node:events'
import { overdue } from './faults.ts'

/** A reading call of the client library. */
export type Call<Item> = EventEmitter & AsyncIterable<Item> & { resume(): unknown }

export type PullOptions = {
  /** Tells the server to stop. */
  readonly cancel: () => Promise<void>
  /** How long the next item may take; without, for ever. */
  readonly idleMs?: number
  /** Its reason is thrown, also while nothing comes. */
  readonly signal: AbortSignal
}

/** How many items are read ahead of a slow reader, and below how many reading goes on. */
const HIGH_WATER_MARK = 64
const LOW_WATER_MARK = 16

/**
 * Iterates over a reading call of the client library, as the reader asks, and ends the call however the
 * iteration ends.
 *
 * The library alone waits for ever for a silent server. And it keeps a call that has not been read to
 * its end, so what is left of it is read and thrown away.
 */
export async function* pull<Item>(
  call: Call<Item>,
  { cancel, idleMs, signal }: PullOptions,
): AsyncGenerator<Item> {
  const quit = new AbortController()
  const over = AbortSignal.any([signal, quit.signal])
  const leave = (): void => {
    call.resume()
    cancel().catch(ignore)
  }
  // Failures are reported also when nobody iterates any more.
  call.on('error', ignore)
  over.addEventListener('abort', leave)
  const steps = on(call, 'data', {
    close: ['end'],
    signal: over,
    highWaterMark: HIGH_WATER_MARK,
    lowWaterMark: LOW_WATER_MARK,
  })
  try {
    for (;;) {
      const timer =
        idleMs === undefined ? undefined : setTimeout(() => quit.abort(overdue()), idleMs)
      const step = await steps.next().finally(() => {
        clearTimeout(timer)
      })
      if (step.done === true) return
      const [item] = step.value as [Item]
      yield item
    }
  } catch (error) {
    throw over.aborted ? over.reason : error
  } finally {
    over.removeEventListener('abort', leave)
    await steps.return?.()
    leave()
  }
}

function ignore(): void {
  // Whoever iterates has the error from the iterator.
}
