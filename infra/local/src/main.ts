import { replayTable } from '@trm/cli'
import { InvariantError, TrmError } from '@trm/kernel'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readEventStores } from './event-stores.ts'
import { playHandover } from './handover.ts'
import { startLocalNetwork, type LocalNetwork } from './network.ts'
import { examine, type Examination } from './outcome.ts'

const HELP = `npm start: three Participants and six organisations on this machine

  npm start                    start them, play the handover, keep the APIs up until Ctrl-C
  npm start -- --once          end when the scenario has ended; exit 0 only if every check held
  npm start -- --once --json   the outcome as one JSON object, on the last line
  npm start -- --reset         begin afresh: what earlier runs left in .trm/ is removed
  npm start -- --event-store ORGANISATION=FILE
                               an organisation's events on EventStoreDB; FILE holds the connection string
  npm start -- --help

Data is kept in .trm/ and found again at the next start. Everything listens on loopback.
`

const EXIT = { ok: 0, failed: 1, refused: 2, interrupted: 130 } as const
const RECORD = new URL('../../../tests/scenarios/handover/case.htcds.json', import.meta.url)
const started = performance.now()

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort())
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof TrmError) || error instanceof InvariantError) throw error
  const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`
  process.stderr.write(`${error.message}${suffix}\n`)
  process.exitCode = EXIT.refused
}

async function run(words: readonly string[]): Promise<number> {
  const options = readOptions(words)
  const eventStores = readEventStores(options?.['event-store'] ?? [])
  if (options === undefined || eventStores === undefined) {
    process.stderr.write(HELP)
    return EXIT.refused
  }
  if (options.help === true) {
    process.stdout.write(HELP)
    return EXIT.ok
  }
  const say = speaker(options.json === true)
  const network = await startLocalNetwork({
    dataFolder: process.env['TRM_DATA'] ?? '.trm',
    reset: options.reset === true,
    eventStores,
    progress: (what) => say(`· ${what}`),
  })
  try {
    const examined = await unlessStopped(play(network, say))
    if (examined === undefined) return EXIT.interrupted
    const seconds = Math.round((performance.now() - started) / 100) / 10
    report(examined, say)
    const exitCode = examined.outcome.ok ? EXIT.ok : EXIT.failed
    if (options.once !== true) {
      announce(network, examined, say)
      await stopped()
    }
    // Last, so that it is the last line whatever else is printed.
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ ...examined.outcome, seconds })}\n`)
    }
    return exitCode
  } finally {
    say('· stopping')
    await network.stop()
  }
}

async function play(network: LocalNetwork, say: (line: string) => void): Promise<Examination> {
  const record = JSON.parse(await readFile(RECORD, 'utf8')) as Record<string, unknown>
  const { case: reference } = await playHandover(network, {
    record,
    onStep: (step, number) => say(`${String(number).padStart(2)}  ${step}`),
  })
  say('    the auditor replays')
  return examine(network, reference)
}

function report({ checks, replays }: Examination, say: (line: string) => void): void {
  for (const replay of replays) {
    say('')
    say(replayTable(replay))
  }
  for (const { holds, sentence } of checks) say(`${holds ? '✔' : '✘'} ${sentence}`)
}

function announce(
  network: LocalNetwork,
  { replays }: Examination,
  say: (line: string) => void,
): void {
  say('')
  for (const { organisation, url } of network.agents) {
    say(`${organisation.padEnd(24)} ${url}/docs`)
  }
  say('')
  say(`Replay it yourself: npm run trm -- replay --case ${replays[0]?.case ?? ''}`)
  say('Try the APIs at /docs with: npm run trm -- token --at at.vienna-cso')
  say('Ctrl-C ends the network; its data stays in .trm/')
}

/** With `--json` people read standard error, and programs standard output. */
function speaker(json: boolean): (line: string) => void {
  const stream = json ? process.stderr : process.stdout
  return (line) => stream.write(`${line}\n`)
}

function stopped(): Promise<undefined> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve(undefined)
    stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

async function unlessStopped<Value>(work: Promise<Value>): Promise<Value | undefined> {
  return Promise.race([work, stopped()])
}

function readOptions(words: readonly string[]) {
  try {
    const options = {
      once: { type: 'boolean' },
      json: { type: 'boolean' },
      reset: { type: 'boolean' },
      help: { type: 'boolean' },
      'event-store': { type: 'string', multiple: true },
    } as const
    return parseArgs({ args: [...words], options }).values
  } catch {
    return undefined // an unknown option: the caller shows the help
  }
}
