import { fail } from '@trm/kernel'
import {
  StoreUnavailableError,
  VaultError,
  type EventStore,
  type Mailbox,
  type Vault,
} from '@trm/ports'
import { waitFor } from '@trm/testkit'

// Ports that fail, or stand still, while a test says so.

/** Set it, and what it switches stands still. */
export type Switch = { isHeld: boolean }

/** By event type what happens, once, just before the store is to take one. */
export type Interruptions = Map<string, () => Promise<unknown>>

/** The way between the agents: set its health, and it is as bad as that for everybody who sends. */
export type Traffic = {
  health: 'good' | 'unreachable' | 'full'
  /** How many sealed messages were taken so far, receipts among them. */
  messages: number
  /** Of these, those as long as a whole chunk of an attachment. */
  chunks: number
  /** Breaks down once so many chunks were taken. */
  breaksAfter: number
}

const DEADLINE_MS = 8_000
const WHOLE_CHUNK_BYTES = 256 * 1024

export function watchedMailbox(mailbox: Mailbox, traffic: Traffic): Mailbox {
  return {
    ...mailbox,
    async publish(to, mail) {
      if (traffic.health !== 'good') return fail({ kind: traffic.health })
      const published = await mailbox.publish(to, mail)
      if (!published.ok || published.value.duplicate) return published
      traffic.messages += 1
      if (mail.body.length > WHOLE_CHUNK_BYTES) traffic.chunks += 1
      if (traffic.chunks >= traffic.breaksAfter) {
        traffic.breaksAfter = Infinity
        traffic.health = 'unreachable'
      }
      return published
    },
  }
}

export function failingStore(
  store: EventStore,
  failing: ReadonlySet<string>,
  before: Interruptions,
): EventStore {
  return {
    ...store,
    async append(streamId, events, expected) {
      if (events.some(({ type }) => failing.has(type))) {
        throw new StoreUnavailableError('STORE_UNAVAILABLE')
      }
      for (const { type } of events) {
        const quicker = before.get(type)
        before.delete(type)
        await quicker?.()
      }
      return await store.append(streamId, events, expected)
    },
  }
}

export function keepingVault(vault: Vault, keeping: Switch): Vault {
  return {
    ...vault,
    destroySectionKeys(reference, scope) {
      if (keeping.isHeld) return Promise.reject(new VaultError('VAULT_CLOSED'))
      return vault.destroySectionKeys(reference, scope)
    },
  }
}

export function followedStore(store: EventStore, following: Switch): EventStore {
  return {
    ...store,
    async *subscribe(from) {
      for await (const recorded of store.subscribe(from)) {
        const isFree = () => !following.isHeld || from.signal.aborted
        await waitFor(isFree, { deadlineMs: DEADLINE_MS, what: 'the log to be followed again' })
        yield recorded
      }
    },
  }
}
