import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What to print, or what is wrong with what was typed: the help is printed below it. */
export type Answer = { readonly output: string } | { readonly problem: string }

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
