import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { installingNpx, scratchCheckout, type Finished } from './test-support/scratch-checkout.ts'

const report = z.object({
  args: z.array(z.string()),
  execArgv: z.array(z.string()),
  nodeOptions: z.string().nullable(),
  natsServer: z.string().nullable(),
  path: z.string(),
})

const reportIn = ({ stdout }: Finished) => report.parse(JSON.parse(stdout))

/** One sentence with the remedy: no stack, nothing on standard output, exit code 2. */
function expectRefusal({ code, stdout, stderr }: Finished, sentence: RegExp): void {
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(sentence)
  expect(stderr).not.toMatch(/^.*\s+at .+:\d+:\d+/m)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

describe('bootstrap: handing over', () => {
  it('installs first, then runs the program with its arguments and nothing else on standard output', async () => {
    const checkout = scratchCheckout()
    const finished = await checkout.run(['start', '--once', '--json'])
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(reportIn(finished).args).toStrictEqual(['--once', '--json'])
    expect(checkout.installations()).toBe(1)
  })

  it('installs once, and again when a manifest or the lock file has changed', async () => {
    const checkout = scratchCheckout()
    await checkout.run(['start'])
    await checkout.run(['start'])
    expect(checkout.installations()).toBe(1)
    writeFileSync(join(checkout.folder, 'pnpm-lock.yaml'), 'lockfileVersion: 10\n')
    await checkout.run(['start'])
    expect(checkout.installations()).toBe(2)
    mkdirSync(join(checkout.folder, 'packages/new'), { recursive: true })
    writeFileSync(join(checkout.folder, 'packages/new/package.json'), '{}')
    await checkout.run(['start'])
    expect(checkout.installations()).toBe(3)
  })

  it('tells the program where nats-server is and puts the pinned Node first on the PATH', async () => {
    const checkout = scratchCheckout()
    const { natsServer, path } = reportIn(await checkout.run(['start']))
    expect(natsServer).toBe(join(checkout.bin, 'nats-server'))
    expect(path.split(':')[0]).toBe(join(checkout.folder, 'node_modules/node/bin'))
  })

  it('keeps the NODE_OPTIONS of the caller from the program', async () => {
    const checkout = scratchCheckout()
    const { nodeOptions, execArgv } = reportIn(
      await checkout.run(['start'], { NODE_OPTIONS: '--max-old-space-size=512' }),
    )
    expect(nodeOptions).toBeNull()
    expect(execArgv).toStrictEqual(['--disable-warning=ExperimentalWarning'])
  })

  it('ends with the exit code of the program', async () => {
    const checkout = scratchCheckout()
    expect(await checkout.run(['start', 'exit', '3'])).toMatchObject({ code: 3, stderr: '' })
  })

  it('ends as a shell does when the program died of a signal', async () => {
    const checkout = scratchCheckout()
    expect(await checkout.run(['start', 'die', 'SIGKILL'])).toMatchObject({ code: 137 })
  })

  it('lets two at once install once', async () => {
    const checkout = scratchCheckout()
    checkout.putTool('npx', installingNpx(join(checkout.folder, 'installations'), { seconds: 1 }))
    const both = await Promise.all([checkout.run(['start', 'a']), checkout.run(['start', 'b'])])
    expect(both.map(({ code }) => code)).toStrictEqual([0, 0])
    expect(checkout.installations()).toBe(1)
    expect(both.map(({ stderr }) => stderr).join('')).toMatch(/^Waiting for another installation/)
    expect(locksIn(checkout.folder)).toStrictEqual([])
  })

  it('does not wait for the lock of a process that was killed', async () => {
    const checkout = scratchCheckout()
    const lock = join(checkout.folder, 'node_modules/.trm-install.lock')
    mkdirSync(join(checkout.folder, 'node_modules'))
    writeFileSync(lock, '')
    utimesSync(lock, new Date(0), new Date(0))
    expect(await checkout.run(['start'])).toMatchObject({ code: 0 })
    expect(existsSync(lock)).toBe(false)
  })
})

describe('bootstrap: what is missing', () => {
  it('refuses an unknown verb and names the known ones', async () => {
    const checkout = scratchCheckout()
    expectRefusal(
      await checkout.run(['begin']),
      /start\|link\|trm\|test\|docs:domain\|bench\|check\|format/,
    )
    expectRefusal(await checkout.run(['constructor']), /^usage: /)
    expect(checkout.installations()).toBe(0)
  })

  it('refuses an old Node before anything else', async () => {
    const checkout = scratchCheckout()
    const oldNode = join(checkout.folder, 'old-node.cjs')
    writeFileSync(oldNode, "Object.defineProperty(process.versions, 'node', { value: '18.19.0' })")
    const finished = await checkout.run(['start'], { NODE_OPTIONS: `--require "${oldNode}"` })
    expectRefusal(finished, /^Node 18\.19\.0 is too old: install Node 20 or later/)
    expect(checkout.installations()).toBe(0)
  })

  it('refuses when npx is not there', async () => {
    const checkout = scratchCheckout()
    checkout.removeTool('npx')
    const finished = await checkout.run(['start'], { PATH: checkout.bin })
    expectRefusal(finished, /^npx was not found on the PATH: install npm 10 or later/)
  })

  it('refuses an npm that is too old', async () => {
    const checkout = scratchCheckout()
    checkout.putTool('npx', 'echo 9.9.9')
    expectRefusal(
      await checkout.run(['start']),
      /^npm 9\.9\.9 is too old: run "npm install --global/,
    )
  })

  it.each([
    [
      'the registry is away',
      'npm error code ENOTFOUND',
      /registry does not answer: check the network/,
    ],
    ['the lock file is behind', 'ERR_PNPM_OUTDATED_LOCKFILE', /run "npx -y pnpm@\S+ install"/],
    ['the disk is full', 'ENOSPC: no space left on device', /disk is full: make room/],
    [
      'a cache cannot be written',
      'EACCES: permission denied',
      /cannot be written: check the rights/,
    ],
    ['nobody knows why', 'something else', /failed as shown above/],
  ])('explains an installation that fails because %s', async (_why, output, sentence) => {
    const checkout = scratchCheckout()
    checkout.putTool(
      'npx',
      `[ "$1" = --version ] && echo 10.8.2 && exit\necho "${output}" >&2\necho "npm error     at Client.<anonymous> (index.js:1:1)"\nexit 1`,
    )
    const finished = await checkout.run(['start'])
    expectRefusal(finished, sentence)
    expect(finished.stderr).toContain(output)
    expect(locksIn(checkout.folder)).toStrictEqual([])
  })

  it('refuses when install scripts are switched off, so that Node 24 was not installed', async () => {
    const checkout = scratchCheckout()
    checkout.putTool('npx', 'echo 10.8.2')
    expectRefusal(await checkout.run(['start']), /^Node 24 is missing .* allow install scripts/)
  })

  it('refuses a checkout that cannot be written', async () => {
    const checkout = scratchCheckout()
    // Not even root creates files there.
    symlinkSync('/sys', join(checkout.folder, 'node_modules'))
    expectRefusal(await checkout.run(['start']), /cannot be written: change its rights/)
  })

  it('refuses a nats-server that TRM_NATS_SERVER names and that is too old', async () => {
    const checkout = scratchCheckout()
    checkout.putTool('old-server', 'echo "nats-server: v2.8.0"')
    const finished = await checkout.run(['start'], {
      TRM_NATS_SERVER: join(checkout.bin, 'old-server'),
    })
    expectRefusal(finished, /^TRM_NATS_SERVER names nats-server 2\.8\.0, and 2\.9\.10 or later/)
  })
})

function locksIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'node_modules')).filter((name) => name.endsWith('.lock'))
}
