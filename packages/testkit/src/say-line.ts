import { writeSync } from 'node:fs'

/**
 * Says a line on standard output before it returns, for programs that are killed at any moment. A reader that
 * is behind fills the pipe, and writing says so: what was done is said all the same.
 */
export function sayLine(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}
