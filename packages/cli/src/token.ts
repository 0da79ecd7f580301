import { parseArgs } from 'node:util'
import { fetchToken, findSignIns } from './sign-in.ts'

const roles = ['caseworker', 'auditor'] as const

/** `trm token`: an access token of the local network, for trying the API by hand. */
export async function token(
  words: readonly string[],
): Promise<{ readonly output: string } | { readonly problem: string }> {
  const options = readOptions(words)
  if (options === undefined) return { problem: 'token takes --at and --role' }
  const { at = 'at.vienna-cso', role = 'caseworker' } = options
  const known = roles.find((candidate) => candidate === role)
  if (known === undefined) return { problem: '--role is caseworker or auditor' }
  const [first] = await findSignIns(at, [known])
  return { output: first === undefined ? '' : `${await fetchToken(first)}\n` }
}

function readOptions(words: readonly string[]) {
  try {
    const options = { at: { type: 'string' }, role: { type: 'string' } } as const
    return parseArgs({ args: [...words], options }).values
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}
