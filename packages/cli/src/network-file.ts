import { TrmError } from '@trm/kernel'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const user = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  role: z.enum(['caseworker', 'auditor']),
})

/** What the local network tells the command line about itself, in `.trm/<network>/network.json`. */
export const networkFile = z.strictObject({
  issuer: z.string(),
  agents: z.array(
    z.strictObject({ organisation: z.string(), url: z.string(), users: z.array(user) }),
  ),
})
export type NetworkFile = z.infer<typeof networkFile>

const messages = {
  NETWORK_NOT_RUNNING: 'no local network is running here; start one with: npm start',
  CASE_NOT_FOUND: 'no local network that runs here has this case at that organisation',
  NETWORK_UNKNOWN_ORGANISATION: 'the local network has no such organisation, or no such user there',
  AGENT_AWAY: 'no agent of that organisation in a local network that runs here gives an answer',
} as const

export class NetworkError extends TrmError<keyof typeof messages> {
  override readonly name = 'NetworkError'
  constructor(code: keyof typeof messages, cause?: unknown) {
    super(code, messages[code], {}, cause)
  }
}

/** The networks that run from this folder, by name. Each removes its file when it ends. */
export async function findNetworks(dataFolder: string): Promise<readonly NetworkFile[]> {
  const names = await readdir(dataFolder).catch(() => [] as string[]) // no folder: nothing ever ran
  const found: NetworkFile[] = []
  for (const name of names.sort()) {
    const text = await readFile(join(dataFolder, name, 'network.json'), 'utf8').catch(() => '')
    const parsed = text === '' ? undefined : networkFile.safeParse(JSON.parse(text))
    if (parsed?.success === true) found.push(parsed.data)
  }
  return found
}
