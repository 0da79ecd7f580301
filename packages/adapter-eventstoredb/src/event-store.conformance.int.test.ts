import { eventStoreConformance } from '@trm/ports/conformance'
import { afterAll } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { startTestServers } from './test-support/servers.ts'

const servers = await startTestServers()
afterAll(() => Promise.all(servers.map(({ stop }) => stop())))

for (const { name, connectionString } of servers)
  eventStoreConformance(`eventstoredb, ${name}`, async () => {
    let store = await openEventStoreDb({ connectionString })
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await openEventStoreDb({ connectionString })
        return store
      },
      close: () => store.close(),
    }
  })
