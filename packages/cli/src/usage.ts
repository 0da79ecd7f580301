import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What was typed is no command. The message is for whoever typed it and repeats nothing of it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws {UsageError} for a word or an option that is not among them. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch {
    // parseArgs quotes what was typed, and it may have been meant for another place.
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new UsageError(`this command takes ${known.join(', ')}`)
  }
}
