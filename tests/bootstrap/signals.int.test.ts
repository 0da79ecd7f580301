import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { follow, installingNpx, scratchCheckout, until } from './test-support/scratch-checkout.ts'

describe('bootstrap: signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on once and ends with the exit code of the program',
    async (signal) => {
      const { child, stdout, finished } = scratchCheckout().start(['start', 'wait'])
      await until(() => stdout().includes('ready'))
      child.kill(signal)
      expect(await finished).toMatchObject({ code: 7, stdout: `ready\nfirst\n${signal} 1\n` })
    },
  )

  it('takes the repetition that npm makes of a signal for the same signal', async () => {
    const { child, stdout, finished } = scratchCheckout().start(['start', 'wait'])
    await until(() => stdout().includes('ready'))
    child.kill('SIGINT')
    await until(() => stdout().includes('first'))
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 7, stdout: 'ready\nfirst\nSIGINT 1\n' })
  })

  it('gets the signal that npm was sent, through the shell that npm starts', async () => {
    const { folder, bin } = scratchCheckout()
    const { child, stdout, finished } = follow(
      spawn('npm', ['start', '--silent', '--', 'wait'], {
        cwd: folder,
        env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      }),
    )
    await until(() => stdout().includes('ready'))
    child.kill('SIGTERM')
    expect(await finished).toMatchObject({ code: 7, stdout: 'ready\nfirst\nSIGTERM 1\n' })
  })

  it('leaves Ctrl-C at a terminal to the terminal, which sends it to the program as well', async () => {
    const checkout = scratchCheckout()
    const command = `exec "${process.execPath}" infra/local/bootstrap.mjs start wait`
    // util-linux: runs the command at a terminal of its own, whose keyboard is our pipe.
    const { child, stdout, finished } = follow(
      spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
        cwd: checkout.folder,
        env: { PATH: `${checkout.bin}:/usr/bin:/bin` },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    )
    await until(() => stdout().includes('ready'))
    child.stdin?.write('\u0003')
    const { code, stdout: shown } = await finished
    expect(shown).toContain('SIGINT 1')
    expect(code).toBe(7)
  })

  it('stops an installation with all that it has started, leaves no lock, ends as a shell does', async () => {
    const checkout = scratchCheckout()
    const trace = join(checkout.folder, 'installations')
    // As npx does: a shell that waits for what it has started.
    checkout.putTool('npx', installingNpx(trace, { seconds: 60 }))
    const { child, finished } = checkout.start(['start'])
    await until(() => checkout.installations() === 1)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: '' })
    expect(readdirSync(join(checkout.folder, 'node_modules'))).toStrictEqual([])
  })

  it('stops as well whom an installation was starting, and who did not hear the signal', async () => {
    const checkout = scratchCheckout()
    const trace = join(checkout.folder, 'installations')
    const deafOnce = [
      "process.once('SIGINT', () => undefined)",
      `require('node:fs').appendFileSync('${trace}', 'begun\\n')`,
      'setTimeout(() => undefined, 60_000)',
    ].join(';')
    const version = 'if [ "$1" = --version ]; then echo 10.8.2; exit; fi'
    checkout.putTool('npx', `${version}\n"${process.execPath}" -e "${deafOnce}" &\nwait`)
    const { child, finished } = checkout.start(['start'])
    await until(() => checkout.installations() === 1)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: '' })
  })
})
