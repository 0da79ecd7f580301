import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const HOST = 'nats.at.example'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'trm-link-command-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

function link(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('npm run link', () => {
  it('makes what two Participants need for a link, with fingerprints that they can compare', async () => {
    const [at, rs] = [join(root, 'at'), join(root, 'rs')]
    expect(link('at', at, '--host', HOST).status).toBe(0)
    const said = link('rs', rs, '--peer', `at=${at}/authority.pem=${HOST}`)
    const { fingerprint256 } = new X509Certificate(await readFile(join(at, 'authority.pem')))
    expect(said.stdout).toContain(`pinned at\n  SHA-256 ${fingerprint256}\n`)
    const again = link('at', at, '--host', HOST, '--peer', `rs=${rs}/authority.pem`)
    expect(again.stdout).toContain(`SHA-256 ${fingerprint256}\n`)
    expect(again.stdout).toMatch(/as it was\npinned rs/)
    expect((await readdir(at)).sort()).toStrictEqual([
      'authority-key.pem',
      'authority.pem',
      'awaited.pem',
      'link.pem',
    ])
    for (const { stdout } of [said, again]) expect(stdout).not.toContain('PRIVATE')
  })

  it.each([
    [
      'a peer that has handed over nothing',
      ['--peer', 'rs=/nowhere/authority.pem'],
      /reason: unreadable/,
    ],
    ['itself as a peer', ['--peer', 'at=authority.pem'], /^npm run link/],
    ['an option that there is not', ['--insecure'], /^npm run link/],
  ])('refuses %s in one sentence or with its help, and ends with 2', (_what, words, sentence) => {
    const { status, stderr } = link('at', join(root, 'at'), ...words)
    expect(status).toBe(2)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toContain('    at ')
  })

  it('refuses a key that others can read', async () => {
    const folder = join(root, 'at')
    link('at', folder)
    await chmod(join(folder, 'link.pem'), 0o644)
    const { status, stderr } = link('at', folder)
    expect(status).toBe(2)
    expect(stderr).toBe(
      'a private key of the links has to be a file that its owner alone can read\n',
    )
  })
})
