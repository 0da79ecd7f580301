import { accessTokens, ApiError, createAgentClient } from '@trm/client'
import { isCaseReference, TrmError } from '@trm/kernel'
import { parseArgs } from 'node:util'
import { findNetworks, NetworkError } from './network-file.ts'
import { replayTable } from './replay-table.ts'

const HELP = `trm: the command line of the TRM Backbone

  trm replay --case CASE [--at ORGANISATION]   replay a case history, without content
      --at    whose log to replay; at.vienna-cso by default
      --json  the whole answer as JSON
  trm help

Through npm: npm run trm -- replay --case CASE
The local network has to run (npm start).
`

const EXIT_USAGE = 2

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof TrmError)) throw error
  process.stderr.write(`trm: ${error.message}\n`)
  process.exitCode = EXIT_USAGE
}

async function run(words: readonly string[]): Promise<number> {
  const [verb, ...rest] = words
  if (verb === undefined || verb === 'help' || verb === '--help') {
    process.stdout.write(HELP)
    return 0
  }
  if (verb !== 'replay') return usage(`there is no command of that name`)
  return replay(rest)
}

async function replay(words: readonly string[]): Promise<number> {
  const options = readOptions(words)
  if (options === undefined) return usage('replay takes --case, --at and --json')
  const { case: reference = '', at = 'at.vienna-cso', json = false } = options
  if (!isCaseReference(reference)) return usage('--case takes a case reference of 22 characters')
  for (const network of await findNetworks(process.env['TRM_DATA'] ?? '.trm')) {
    const agent = network.agents.find(({ organisation }) => organisation === at)
    const user = agent?.users.find(({ role }) => role === 'auditor') ?? agent?.users[0]
    if (agent === undefined || user === undefined) {
      throw new NetworkError('NETWORK_UNKNOWN_ORGANISATION')
    }
    const token = accessTokens({ issuer: network.issuer, audience: at, ...user })
    const client = createAgentClient({ url: agent.url, token })
    const replayed = await client.replay(reference).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined // a network that ended without tidying up
      throw error
    })
    if (replayed?.ok !== true) continue
    process.stdout.write(json ? `${JSON.stringify(replayed.value)}\n` : replayTable(replayed.value))
    return 0
  }
  throw new NetworkError('NETWORK_NOT_RUNNING')
}

function readOptions(words: readonly string[]) {
  try {
    const options = {
      case: { type: 'string' },
      at: { type: 'string' },
      json: { type: 'boolean' },
    } as const
    return parseArgs({ args: [...words], options }).values
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}

function usage(problem: string): number {
  process.stderr.write(`trm: ${problem}\n\n${HELP}`)
  return EXIT_USAGE
}
