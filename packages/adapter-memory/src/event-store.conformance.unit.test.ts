import { eventStoreConformance } from '@trm/ports/conformance'
import { memoryEventStore } from './event-store.ts'
import { newEventStoreState } from './event-store-state.ts'

eventStoreConformance('memory', () => {
  const state = newEventStoreState()
  let store = memoryEventStore({ state })
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close()
      store = memoryEventStore({ state })
      return store
    },
    close: () => store.close(),
  })
})
