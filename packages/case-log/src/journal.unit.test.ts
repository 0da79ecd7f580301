import { memoryEventStore, newEventStoreState } from '@trm/adapter-memory'
import { StoreUnavailableError, type EventStore } from '@trm/ports'
import { describe, expect, it } from 'vitest'
import { openJournal } from './journal.ts'

type Entry = { readonly type: 'Noted'; readonly data: { readonly count: number } }
const note = (count: number): Entry => ({ type: 'Noted', data: { count } })

async function countsIn(store: EventStore): Promise<readonly unknown[]> {
  const counts: unknown[] = []
  for await (const { data } of store.readStream('notes')) counts.push(data['count'])
  return counts
}

describe('a journal', () => {
  it('keeps the order of the calls, however many are under way', async () => {
    const store = memoryEventStore()
    let isFirst = true
    const uneven: EventStore = {
      ...store,
      async append(...asked) {
        // The first is on its way for longer than those behind it.
        if (isFirst) {
          isFirst = false
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        return await store.append(...asked)
      },
    }
    const journal = openJournal<Entry>(uneven, 'notes')
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((count) => journal.append(note(count))))
    expect(await countsIn(store)).toStrictEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('loses nothing to a second writer', async () => {
    const state = newEventStoreState()
    const store = memoryEventStore({ state })
    const [one, two] = [openJournal<Entry>(store, 'notes'), openJournal<Entry>(store, 'notes')]
    const counts = Array.from({ length: 20 }, (_, count) => count)
    await Promise.all(counts.map((count) => (count % 2 === 0 ? one : two).append(note(count))))
    const kept = await countsIn(store)
    expect(kept.toSorted((left, right) => Number(left) - Number(right))).toStrictEqual(counts)
    const isEven = (count: unknown) => Number(count) % 2 === 0
    expect(kept.filter(isEven)).toStrictEqual(counts.filter(isEven))
  })

  it('appends several entries together or not at all', async () => {
    const store = memoryEventStore()
    await openJournal<Entry>(store, 'notes').append(note(1), note(2))
    expect(await countsIn(store)).toStrictEqual([1, 2])
  })

  it('gathers what comes in a while into one append, in order, and loses none of it', async () => {
    const store = memoryEventStore()
    const appends: number[] = []
    const counting: EventStore = {
      ...store,
      append(stream, events, expected) {
        appends.push(events.length)
        return store.append(stream, events, expected)
      },
    }
    const journal = openJournal<Entry>(counting, 'notes', { gatherMs: 5 })
    await Promise.all([0, 1, 2].map((count) => journal.append(note(count))))
    await journal.append(note(3))
    expect(appends).toStrictEqual([3, 1])
    expect(await countsIn(store)).toStrictEqual([0, 1, 2, 3])
  })

  it('waits for no more when it has gathered as much as it writes at once', async () => {
    const store = memoryEventStore()
    const journal = openJournal<Entry>(store, 'notes', { gatherMs: 2 ** 30 })
    const counts = Array.from({ length: 64 }, (_, count) => count)
    await Promise.all(counts.map((count) => journal.append(note(count))))
    expect(await countsIn(store)).toStrictEqual(counts)
  })

  it('tells the caller of a fault, and goes on with the next entry', async () => {
    const store = memoryEventStore()
    let isAway = true
    const flaky: EventStore = {
      ...store,
      async append(...asked) {
        if (isAway) throw new StoreUnavailableError('STORE_UNAVAILABLE')
        return await store.append(...asked)
      },
    }
    const journal = openJournal<Entry>(flaky, 'notes')
    await expect(journal.append(note(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    isAway = false
    await journal.append(note(2))
    expect(await countsIn(store)).toStrictEqual([2])
  })
})
