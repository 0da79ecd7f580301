import type { Result } from '@trm/kernel'
import { expect } from 'vitest'

/** The two functions that a process is made of, whatever its states, commands and events are. */
export type Decider<State, Event, Command, Context, Draft, Rejection> = {
  readonly fold: (history: readonly Event[]) => State
  readonly decide: (state: State, command: Command, context: Context) => Result<Draft, Rejection>
}

/**
 * Given, when, then over a decider that answers a command with exactly one draft or a rejection.
 *
 * Comparison is exact, undefined members and order of lists included: a field that nobody asserted is
 * a field that nobody decided to publish.
 */
export function deciderSpec<State, Event, Command, Context, Draft, Rejection>({
  fold,
  decide,
}: Decider<State, Event, Command, Context, Draft, Rejection>) {
  return {
    given: (...history: readonly Event[]) => ({
      when(command: Command, context: Context) {
        const decision = decide(fold(history), command, context)
        return {
          then: (expected: Draft) => expect(decision).toStrictEqual({ ok: true, value: expected }),
          thenRejected: (rejection: Rejection) =>
            expect(decision).toStrictEqual({ ok: false, failure: rejection }),
        }
      },
    }),
  }
}
