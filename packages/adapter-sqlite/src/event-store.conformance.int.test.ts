import { join } from 'node:path'
import { eventStoreConformance, temporaryFolder } from '@trm/ports/conformance'
import { openSqliteEventStore } from './event-store.ts'
import { systemClock } from './test-support/samples.ts'

eventStoreConformance('sqlite', async () => {
  const folder = await temporaryFolder()
  const options = { file: join(folder.path, 'events.sqlite'), clock: systemClock }
  let store = await openSqliteEventStore(options)
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await openSqliteEventStore(options)
      return store
    },
    close: async () => {
      await store.close()
      await folder[Symbol.asyncDispose]()
    },
  }
})
