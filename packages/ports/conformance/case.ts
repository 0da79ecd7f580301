import { describe, it } from 'vitest'

/** What an adapter hands to one case. It is used by that case alone and closed afterwards. */
export type Harness = { readonly close: () => Promise<void> }

/** One promise of a port, as data: the runner is vitest, or a test that tries mutants on the suite. */
export type ConformanceCase<Opened extends Harness> = {
  readonly name: string
  /**
   * Opens a harness, checks the promise, closes the harness.
   *
   * @throws an assertion error when the promise is broken, {@link CaseOverdueError} when the check
   *   has not come to an end `deadlineMs` after it began.
   */
  readonly run: (open: () => Promise<Opened>, deadlineMs?: number) => Promise<void>
}

/** A check did not come to an end: something that was promised never happened. */
export class CaseOverdueError extends Error {
  override readonly name = 'CaseOverdueError'
}

const DEADLINE_MS = 20_000
// Vitest is the slower of the two to lose patience, so that an overdue case still closes its harness.
const RUNNER_DEADLINE_MS = 2 * DEADLINE_MS

/** Makes a case of a check. `signal` aborts when the check is over or overdue: it ends what still waits. */
export function conformanceCase<Opened extends Harness>(
  name: string,
  check: (harness: Opened, signal: AbortSignal) => Promise<void>,
): ConformanceCase<Opened> {
  return {
    name,
    async run(open, deadlineMs = DEADLINE_MS) {
      const harness = await open()
      const over = new AbortController()
      const overdue = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        overdue.reject(new CaseOverdueError(name))
      }, deadlineMs)
      try {
        await Promise.race([check(harness, over.signal), overdue.promise])
      } finally {
        clearTimeout(timer)
        over.abort()
        await harness.close()
      }
    },
  }
}

/** Registers every case as a test of its own, each on a freshly opened harness. */
export function describeCases<Opened extends Harness>(
  title: string,
  cases: readonly ConformanceCase<Opened>[],
  open: () => Promise<Opened>,
): void {
  describe(title, () => {
    for (const { name, run } of cases) it(name, () => run(open), RUNNER_DEADLINE_MS)
  })
}
