import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What a command answers. */
export type Answer =
  /** What to print, and what to say about it on standard error. */
  | { readonly output: string; readonly remarks?: readonly string[] }
  /** What is wrong with what was typed: the help is printed below it. */
  | { readonly problem: string }
  /** What is wrong with what was given, a sentence each. */
  | { readonly refused: readonly string[] }

/** The options among the words; undefined for a word or an option that is not among the known ones. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}
