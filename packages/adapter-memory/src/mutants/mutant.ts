import type { EventStore, Vault } from '@trm/ports'
import { memoryEventStore } from '../event-store.ts'
import type { EventStoreState } from '../event-store-state.ts'
import { tickingClock } from '../test-support/ticking-clock.ts'
import { memoryVault, type VaultState } from '../vault.ts'

/** A memory adapter that breaks one promise of its port. */
type Mutant<Port, State> = {
  /** What it does wrong. */
  readonly name: string
  /** The case of the suite that is there to notice. */
  readonly noticedBy: string
  readonly open: (state: State) => Port
}

export type StoreMutant = Mutant<EventStore, EventStoreState>
export type VaultMutant = Mutant<Vault, VaultState>

/** The memory event store but for what `change` puts in the place of some of its methods. */
export function storeMutant(
  name: string,
  noticedBy: string,
  change: (store: EventStore, state: EventStoreState) => Partial<EventStore>,
): StoreMutant {
  return {
    name,
    noticedBy,
    open: (state) => {
      const store = memoryEventStore({ state, clock: tickingClock() })
      return { ...store, ...change(store, state) }
    },
  }
}

/** The memory vault but for what `change` puts in the place of some of its methods. */
export function vaultMutant(
  name: string,
  noticedBy: string,
  change: (vault: Vault, state: VaultState) => Partial<Vault>,
): VaultMutant {
  return {
    name,
    noticedBy,
    open: (state) => {
      const vault = memoryVault(state)
      return { ...vault, ...change(vault, state) }
    },
  }
}
