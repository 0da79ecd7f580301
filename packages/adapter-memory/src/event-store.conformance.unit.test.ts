import { eventStoreConformance } from '@trm/ports/conformance'
import { memoryEventStore } from './event-store.ts'
import { newEventStoreState } from './event-store-state.ts'
import { tickingClock } from './test-support/ticking-clock.ts'

eventStoreConformance('memory', () => {
  const state = newEventStoreState()
  const clock = tickingClock()
  let store = memoryEventStore({ state, clock })
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close()
      store = memoryEventStore({ state, clock })
      return store
    },
    close: () => store.close(),
  })
})
