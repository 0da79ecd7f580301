import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What a command answers. */
export type Answer =
  /** What to print, and what to say about it on standard error. */
  | { readonly output: string; readonly remarks?: readonly string[] }
  /** What is wrong with what was typed: the help is printed below it. */
  | { readonly problem: string }
  /** What is wrong with what was given, a sentence each. */
  | { readonly refused: readonly string[] }

/**
 * The options among the words; undefined for a word or an option that is not among the known ones. What follows an
 * option that takes a value is its value: a case reference may begin with a hyphen.
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: withValues(words, options), options }).values
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}

/** The words with each value joined to its option, where it would pass for an option itself. */
function withValues(
  words: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): string[] {
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1) ?? ''
    const takesValue = last.startsWith('--') && options[last.slice(2)]?.type === 'string'
    const isOption = Object.keys(options).some(
      (name) => word === `--${name}` || word.startsWith(`--${name}=`),
    )
    if (takesValue && word.startsWith('-') && !isOption) joined.splice(-1, 1, `${last}=${word}`)
    else joined.push(word)
  }
  return joined
}
