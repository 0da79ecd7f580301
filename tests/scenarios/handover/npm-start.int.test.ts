import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { waitFor } from '@trm/testkit'
import { describe, expect, it } from 'vitest'
import { temporaryDataFolder } from '../../support/local-network.ts'

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url))
const READY = 'Ctrl-C ends the network'

describe('npm start', () => {
  it('ends with the outcome as one JSON object, and leaves no process behind', async () => {
    await using data = await temporaryDataFolder()
    const run = npm(['start', '--silent', '--', '--once', '--json'], data.path)
    expect(await run.ended).toBe(0)
    const outcome = JSON.parse(run.lines().at(-1) ?? '') as Record<string, unknown>
    expect(Object.keys(outcome)).toEqual([
      'ok',
      'scenario',
      'participants',
      'organisations',
      'replay',
      'deliveries',
      'seconds',
    ])
    expect(outcome).toMatchObject({
      ok: true,
      scenario: 'handover',
      participants: ['AT', 'RS', 'MK'],
      replay: { overDisclosures: 0, chainGaps: 0 },
      deliveries: { duplicates: 0 },
    })
    expect(run.lines()).toHaveLength(1)
    expect(await processesOf(data.path)).toEqual([])
  }, 90_000)

  it('runs beside another one, is replayed from the command line, and ends on Ctrl-C', async () => {
    await using data = await temporaryDataFolder()
    const first = npm(['start', '--silent'], data.path)
    await waitFor(() => first.output().includes(READY), { deadlineMs: 60_000, what: 'first' })
    const second = npm(['start', '--silent'], data.path)
    await waitFor(() => second.output().includes(READY), { deadlineMs: 60_000, what: 'second' })
    expect((await readdir(data.path)).filter((name) => !name.startsWith('.')).sort()).toEqual([
      'local',
      'local-2',
    ])

    const reference = /--case (\S+)/.exec(second.output())?.[1] ?? ''
    const replay = npm(['run', '--silent', 'trm', '--', 'replay', '--case', reference], data.path)
    expect(await replay.ended).toBe(0)
    expect(replay.output()).toContain('HoldersAnswered')
    expect(replay.output()).toContain('0 beyond consent')

    const token = npm(['run', '--silent', 'trm', '--', 'token', '--role', 'auditor'], data.path)
    expect(await token.ended).toBe(0)
    expect(token.output().trim()).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/)

    for (const run of [first, second]) run.interrupt()
    expect(await first.ended).toBe(0)
    expect(await second.ended).toBe(0)
    expect(await processesOf(data.path)).toEqual([])
  }, 180_000)

  it('leaves nothing behind either when it is killed', async () => {
    await using data = await temporaryDataFolder()
    const run = npm(['start', '--silent'], data.path)
    await waitFor(() => run.output().includes(READY), { deadlineMs: 60_000, what: 'ready' })
    const launcher = (await processesOf(data.path)).find(({ command }) =>
      command.includes('infra/local/src/main.ts'),
    )
    expect(launcher).toBeDefined()
    process.kill(launcher?.id ?? 0, 'SIGKILL')
    await run.ended
    await waitFor(async () => (await processesOf(data.path)).length === 0, {
      deadlineMs: 15_000,
      what: 'agents and servers end with their launcher',
    })
  }, 90_000)

  it.each([[['--nonsense']], [['--once', 'word']], [['--event-store', 'at.graz-cso=file']]])(
    'explains itself when asked %j',
    async (words) => {
      await using data = await temporaryDataFolder()
      const run = npm(['start', '--silent', '--', ...words], data.path)
      expect(await run.ended).toBe(2)
      expect(run.output()).toContain('npm start -- --once --json')
      expect(run.output()).not.toContain('    at ')
    },
  )

  it('says in one sentence that there is nothing to replay', async () => {
    await using data = await temporaryDataFolder()
    const reference = 'AAAAAAAAAAAAAAAAAAAAAA'
    const run = npm(['run', '--silent', 'trm', '--', 'replay', '--case', reference], data.path)
    expect(await run.ended).toBe(2)
    expect(run.output().trim()).toBe(
      'trm: no local network is running here; start one with: npm start',
    )
  })
})

/** Runs npm as a person would, in a process group of its own, as at a terminal. */
function npm(words: readonly string[], dataFolder: string) {
  const child = spawn('npm', [...words], {
    cwd: CHECKOUT,
    detached: true,
    env: { ...process.env, TRM_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let standardOutput = ''
  let everything = ''
  child.stdout.on('data', (bytes: Buffer) => {
    standardOutput += bytes.toString()
    everything += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => (everything += bytes.toString()))
  return {
    ended: exitCode(child),
    output: () => everything,
    lines: () => standardOutput.trim().split('\n'),
    /** What a terminal does at Ctrl-C: the signal goes to the whole group. */
    interrupt: () => process.kill(-(child.pid ?? 0), 'SIGINT'),
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

/** Every process on this machine that was told of the data folder, by argument or environment. */
async function processesOf(dataFolder: string) {
  const found: { readonly id: number; readonly command: string }[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const read = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '') // gone
    const command = (await read('cmdline')).replaceAll('\0', ' ')
    const environment = await read('environ')
    if (command.includes(dataFolder) || environment.includes(dataFolder)) {
      found.push({ id: Number(name), command })
    }
  }
  return found
}
