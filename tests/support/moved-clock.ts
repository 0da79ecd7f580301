import { plusMilliseconds, toInstant, type Instant } from '@trm/kernel'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A clock for this process and for others that it starts, which a test sets forward. */
export type MovedClock = {
  now(): Instant
  /** Sets it forward, everywhere and at once. */
  passTime(milliseconds: number): void
  /** Flags of Node by which a process runs on it: for the machine's clock the program cannot tell the two apart. */
  readonly nodeFlags: readonly string[]
}

/** Makes a clock that agrees with the machine's. What it is ahead by is in a file in the folder. */
export function movedClock(folder: string): MovedClock {
  const file = join(folder, 'clock-ahead')
  const preload = new URL('moved-clock.preload.ts', import.meta.url)
  preload.searchParams.set('ahead', file)
  let ahead = 0
  const write = () => {
    // Whole or not at all: others read it at any time.
    writeFileSync(`${file}.new`, String(ahead))
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    now: () => plusMilliseconds(toInstant(new Date()), ahead),
    passTime(milliseconds) {
      ahead += milliseconds
      write()
    },
    nodeFlags: [`--import=${preload.href}`],
  }
}
