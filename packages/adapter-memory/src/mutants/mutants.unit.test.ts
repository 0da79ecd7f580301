import {
  CaseOverdueError,
  eventStoreCases,
  mailboxCases,
  vaultCases,
  type ConformanceCase,
  type Harness,
} from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { newEventStoreState } from '../event-store-state.ts'
import { openMemoryParties } from '../mailbox.fixture.ts'
import { newVaultState } from '../vault.ts'
import { appendMutants } from './append-mutants.ts'
import { followMutants } from './follow-mutants.ts'
import { consumeMutants } from './mailbox-consume-mutants.ts'
import { mailboxLifeMutants } from './mailbox-life-mutants.ts'
import { publishMutants } from './mailbox-publish-mutants.ts'
import { readMutants } from './read-mutants.ts'
import { streamMutants } from './stream-mutants.ts'
import { vaultMutants } from './vault-mutants.ts'

// Far more than any case takes in memory, and short enough to wait for those that never end.
const CASE_DEADLINE_MS = 1_500

describe('the event store suite notices a store that', () => {
  it.each([...appendMutants, ...readMutants, ...followMutants, ...streamMutants])(
    '$name',
    async ({ noticedBy, open }) => {
      const verdict = await tryCase(eventStoreCases, noticedBy, () => {
        const state = newEventStoreState()
        let store = open(state)
        const reopen = async () => {
          await store.close()
          store = open(state)
          return store
        }
        return Promise.resolve({ store, reopen, close: () => store.close() })
      })
      expect(verdict).toBe('noticed')
    },
  )
})

describe('the vault suite notices a vault that', () => {
  it.each(vaultMutants)('$name', async ({ noticedBy, open }) => {
    const verdict = await tryCase(vaultCases, noticedBy, () => {
      const state = newVaultState()
      let vault = open(state)
      const reopen = async () => {
        await vault.close()
        vault = open(state)
        return vault
      }
      return Promise.resolve({ vault, reopen, close: () => vault.close() })
    })
    expect(verdict).toBe('noticed')
  })
})

// At the same time, because many of them are noticed by waiting.
describe.concurrent('the mailbox suite notices a mailbox that', () => {
  it.each([...publishMutants, ...consumeMutants, ...mailboxLifeMutants])(
    '$name',
    async ({ noticedBy, open }) => {
      const verdict = await tryCase(mailboxCases, noticedBy, () =>
        Promise.resolve(openMemoryParties(open)),
      )
      expect(verdict).toBe('noticed')
    },
  )
})

/** What the case says: a mutant that falls over by itself counts neither as noticed nor as missed. */
async function tryCase<Opened extends Harness>(
  cases: readonly ConformanceCase<Opened>[],
  name: string,
  open: () => Promise<Opened>,
): Promise<unknown> {
  const found = cases.find((candidate) => candidate.name === name)
  if (found === undefined) return 'no such case'
  try {
    await found.run(open, CASE_DEADLINE_MS)
    return 'survived'
  } catch (failure) {
    return isVerdict(failure) ? 'noticed' : failure
  }
}

function isVerdict(failure: unknown): boolean {
  return (
    failure instanceof CaseOverdueError ||
    (failure instanceof Error && failure.name === 'AssertionError')
  )
}
