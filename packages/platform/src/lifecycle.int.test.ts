import { invariant } from '@trm/kernel'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./test-support/lifecycle-program.ts', import.meta.url))
const CLOSED_IN_ORDER = ['closing second', 'closed second', 'closed first']

// The only way to see that nothing happens is to give it time.
const QUIET_MS = 500

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Runs the fixture until `ready` (or its end), with what it said so far. */
async function run(
  behaviour: string,
  { until = 'ready', ipc = false }: { until?: string; ipc?: boolean } = {},
) {
  const channel = ipc ? (['ipc'] as const) : []
  const child = spawn(process.execPath, [PROGRAM, behaviour], {
    stdio: ['pipe', 'pipe', 'pipe', ...channel],
  })
  children.push(child)
  const { stdin, stdout, stderr } = child
  invariant(stdin !== null && stdout !== null && stderr !== null, 'test: the child has pipes')
  const said = { out: '', err: '' }
  // Not `close`: a child with a channel never emits it after `disconnect`.
  const ended = Promise.all([once(child, 'exit'), once(stdout, 'end')]).then(
    ([[code]]: [unknown[], unknown[]]) => code,
  )
  stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const reached = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => said.out.split('\n').includes(text) && resolve()
      stdout.on('data', look)
      look()
    })
  stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  await Promise.race([reached(until), ended])
  const plain = () => said.out.split('\n').filter((line) => CLOSED_IN_ORDER.includes(line))
  return { child, stdin, ended, said, reached, plain }
}

describe('the end of a service', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'closes in reverse order and exits with 0 on %s',
    async (signal) => {
      const { child, ended, plain } = await run('plain')
      child.kill(signal)
      expect(await ended).toBe(0)
      expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
    },
  )

  it('goes on closing when more signals come', async () => {
    const { child, ended, reached, plain } = await run('plain')
    child.kill('SIGTERM')
    await reached('closing second')
    child.kill('SIGTERM')
    child.kill('SIGINT')
    child.kill('SIGHUP')
    expect(await ended).toBe(0)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })

  it('waits for a start under way and then closes what that opened', async () => {
    const { child, ended, plain } = await run('slow-start', { until: 'starting' })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })

  it('comes with the end of a parent that opened a channel', async () => {
    const { child, ended, plain } = await run('plain', { ipc: true })
    child.disconnect()
    expect(await ended).toBe(0)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })

  it('comes with the end of standard input where it was asked to', async () => {
    const { stdin, ended, plain } = await run('with-standard-input')
    stdin.end()
    expect(await ended).toBe(0)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })

  it('does not come with the end of standard input otherwise', async () => {
    const { child, stdin, ended, reached, said } = await run('plain')
    stdin.end()
    expect(await Promise.race([ended, wait(QUIET_MS, 'still up')])).toBe('still up')
    child.kill('SIGTERM')
    await reached('closed first')
    expect(await ended).toBe(0)
    expect(said.err).toBe('')
  })

  it.each(['nothing-to-do', 'nothing-to-do-with-standard-input'])(
    'comes when nothing is left to do: %s',
    async (behaviour) => {
      const { ended, said } = await run(behaviour, { until: 'closed' })
      expect(await ended).toBe(0)
      expect(said.out).toContain('closed')
    },
  )

  it('closes the rest and exits with 1 when one part fails to close', async () => {
    const { child, ended, plain, said } = await run('fails-to-close')
    child.kill('SIGTERM')
    expect(await ended).toBe(1)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
    expect(said.out).toContain('process.closing-failed')
    expect(said.out).not.toContain('Canary')
  })

  it('exits with 1 when closing outlasts the grace period', async () => {
    const { child, ended, said } = await run('never-closes')
    child.kill('SIGTERM')
    expect(await ended).toBe(1)
    expect(said.out).toContain('process.grace-over')
  })
})

describe('a fault', () => {
  it.each(['throws-later', 'rejects-with-nothing-later'])(
    'is logged without its message, closes everything and exits with 70: %s',
    async (behaviour) => {
      const { ended, plain, said } = await run(behaviour)
      expect(await ended).toBe(70)
      expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
      expect(said.out).toContain('process.fault')
      expect(said.out + said.err).not.toContain('Canary')
    },
  )

  it('while closing does not cut the closing short', async () => {
    const { child, ended, plain } = await run('rejects-while-closing')
    child.kill('SIGTERM')
    expect(await ended).toBe(70)
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })
})

describe('a start that fails', () => {
  it('for a known reason says so in one line, closes what was open and exits with 2', async () => {
    const { ended, plain, said } = await run('refused-configuration')
    expect(await ended).toBe(2)
    expect(said.err).toBe(
      'fixture: CONFIG_INVALID configuration is invalid (variables: TRM_A TRM_B)\n',
    )
    expect(plain()).toStrictEqual(CLOSED_IN_ORDER)
  })

  it.each(['broken-invariant', 'foreign-error'])(
    'for an unknown reason is a fault, told by the log alone: %s',
    async (behaviour) => {
      const { ended, said } = await run(behaviour)
      expect(await ended).toBe(70)
      expect(said.err).toBe('')
      expect(said.out).toContain('process.fault')
      expect(said.out).not.toContain('Canary')
    },
  )
})
