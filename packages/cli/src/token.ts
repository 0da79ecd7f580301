import { readOptions, type Answer } from './answer.ts'
import { fetchToken, findSignIns } from './sign-in.ts'

const roles = ['caseworker', 'auditor'] as const

/** `trm token`: an access token of the local network, for trying the API by hand. */
export async function token(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { at: { type: 'string' }, role: { type: 'string' } })
  if (options === undefined) return { problem: 'token takes --at and --role' }
  const { at = 'at.vienna-cso', role = 'caseworker' } = options
  const known = roles.find((candidate) => candidate === role)
  if (known === undefined) return { problem: '--role is caseworker or auditor' }
  const [first] = await findSignIns(at, [known])
  return { output: first === undefined ? '' : `${await fetchToken(first)}\n` }
}
