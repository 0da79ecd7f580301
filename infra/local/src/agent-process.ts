import { TrmError } from '@trm/kernel'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const messages = {
  AGENT_NOT_STARTED: 'an agent did not start; its agent.log says why',
  AGENT_SLOW: 'an agent did not come up in time; its agent.log may say why',
} as const

class AgentProcessError extends TrmError<keyof typeof messages> {
  override readonly name = 'AgentProcessError'
  constructor(code: keyof typeof messages, organisation: string) {
    super(code, messages[code], { organisation })
  }
}

export type AgentProcess = {
  readonly organisation: string
  readonly url: string
  readonly processId: number
  /** Resolves when it has ended, whoever ended it: with the signal that ended it, or null where it ended itself. */
  readonly ended: Promise<NodeJS.Signals | null>
  /** Lets it finish what it has in hand. */
  stop(): Promise<void>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../../../services/agent/src/main.ts', import.meta.url))
/**
 * Compiled code of all agents, shared: half a second and 20 MB less for each start. Node names an entry by a
 * short hash of its path, and of two with the same name one is compiled at every start; by paths within this
 * folder the names are the same wherever it lies, and none of them meet.
 */
const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: fileURLToPath(
    new URL('../../../node_modules/.cache/node-compile', import.meta.url),
  ),
  NODE_COMPILE_CACHE_PORTABLE: '1',
}
/**
 * An agent is idle most of the day. A small young generation costs it nothing measurable and keeps it
 * below 150 MiB, so that several fit on a caseworker's computer.
 */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2']
const START_DEADLINE_MS = 30_000

/**
 * Compiles the code of the agents, unless that is done: what compiles it keeps the compiler in memory, and of
 * several that start at once each would. An agent that is told nothing loads its code, sees what it lacks and
 * ends.
 */
export async function compileAgents(): Promise<void> {
  const child = spawn(process.execPath, [...FLAGS, MAIN], {
    env: COMPILE_CACHE,
    stdio: 'ignore',
  })
  await once(child, 'exit')
}

/**
 * Starts an agent in a process of its own and waits until it listens. It is told its configuration and
 * nothing else, and ends when this process does: the channel between them is its lifeline.
 */
export async function startAgentProcess(options: {
  readonly organisation: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Further flags of Node, for who wants to look inside. */
  readonly nodeFlags?: readonly string[]
}): Promise<AgentProcess> {
  const { organisation, folder, environment, nodeFlags = [] } = options
  const log = await open(join(folder, 'agent.log'), 'a', 0o600)
  const child = spawn(process.execPath, [...FLAGS, ...nodeFlags, MAIN], {
    // Its own process group: Ctrl-C at a terminal reaches this process, which then stops the agents.
    detached: true,
    env: { ...COMPILE_CACHE, ...environment },
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  await log.close()
  const ended = once(child, 'exit').then(() => child.signalCode)
  const url = await waitForUrl(child, organisation)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return {
    organisation,
    url,
    processId: child.pid ?? 0,
    ended,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function waitForUrl(child: ChildProcess, organisation: string): Promise<string> {
  const waiting = new AbortController()
  const deadline = AbortSignal.any([waiting.signal, AbortSignal.timeout(START_DEADLINE_MS)])
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal: deadline }),
      once(child, 'exit', { signal: deadline }).then(() => {
        throw new AgentProcessError('AGENT_NOT_STARTED', organisation)
      }),
    ])) as [{ readonly url: string }]
    return message.url
  } catch (error) {
    child.kill('SIGKILL')
    throw error instanceof AgentProcessError
      ? error
      : new AgentProcessError('AGENT_SLOW', organisation)
  } finally {
    waiting.abort()
  }
}
