import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findNatsServer } from './find-nats-server.ts'
import { startNatsServer, type NatsServer } from './nats-process.ts'

const ANY_PORT = JSON.stringify({ listen: '127.0.0.1:-1' })

let root: string
let program: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trm-nats-'))
  program = await findNatsServer({
    program: process.env['TRM_NATS_SERVER'],
    path: process.env['PATH'],
  })
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a nats-server process', () => {
  it('answers at its address once it is started, and no longer once it is stopped', async () => {
    const server = await start('answers')
    expect(await greeting(server.address)).toMatch(/^INFO \{/)
    await server.stop()
    await server.ended
    await expect(greeting(server.address)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await server.stop()
  })

  it('can be killed, and started again in the same folder', async () => {
    const killed = await start('again')
    await killed.kill()
    const server = await start('again')
    expect(server.processId).not.toBe(killed.processId)
    expect(await greeting(server.address)).toMatch(/^INFO \{/)
    await server.stop()
  })

  it('keeps its configuration to its owner, also where an older file was open to all', async () => {
    const file = join(root, 'secret', 'nats.conf')
    await (await start('secret')).stop()
    await chmod(file, 0o644)
    await (await start('secret')).stop()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(root, 'secret'))).mode & 0o777).toBe(0o700)
  })

  it.each([0o640, 0o604, 0o660])('is not started on a private key of mode %o', async (mode) => {
    const keyFile = join(root, `key-${mode}.pem`)
    await writeFile(keyFile, 'a key')
    await chmod(keyFile, mode)
    const folder = join(root, `exposed-${mode}`)
    await expect(
      startNatsServer({ program, configuration: ANY_PORT, folder, keyFiles: [keyFile] }),
    ).rejects.toMatchObject({ code: 'LINK_KEY_EXPOSED' })
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is not started without the private key that it needs', async () => {
    const keyFiles = [join(root, 'no-such-key.pem')]
    await expect(
      startNatsServer({ program, configuration: ANY_PORT, folder: join(root, 'none'), keyFiles }),
    ).rejects.toMatchObject({ code: 'LINK_KEY_EXPOSED' })
  })

  it('reads the names of folders as they are meant', async () => {
    const folder = join(root, 'strange')
    const store = join(folder, 'a "quoted" \\ $name # ü')
    const server = await start(
      'strange',
      JSON.stringify({ listen: '127.0.0.1:-1', jetstream: { store_dir: store } }),
    )
    expect((await stat(join(store, 'jetstream'))).isDirectory()).toBe(true)
    await server.stop()
  })

  it('says so when the configuration is wrong, and leaves the reason in its log', async () => {
    await expect(start('wrong', '{ "listen": ')).rejects.toMatchObject({
      code: 'NATS_SERVER_NOT_STARTED',
      details: { exitCode: 1 },
    })
    expect(await readFile(join(root, 'wrong', 'nats.log'), 'utf8')).toContain('nats.conf')
  })

  it('says so when somebody else has its port', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(
      start('taken', JSON.stringify({ listen: `127.0.0.1:${port}` })),
    ).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_STARTED' })
    other.close()
  })

  it('says so when it does not start in time, and leaves no process behind', async () => {
    const sleeper = await script('sleeper', 'echo $$ > "$(dirname "$2")/pid"; exec sleep 60')
    const folder = join(root, 'slow')
    await expect(
      startNatsServer({ program: sleeper, configuration: ANY_PORT, folder, deadlineMs: 300 }),
    ).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_STARTED' })
    const processId = Number(await readFile(join(folder, 'pid'), 'utf8'))
    expect(() => process.kill(processId, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }))
  })

  it('says so when there is no such program', async () => {
    const folder = join(root, 'absent')
    await expect(
      startNatsServer({ program: join(root, 'no-such'), configuration: ANY_PORT, folder }),
    ).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_STARTED' })
  })
})

describe('looking for nats-server', () => {
  it('finds one that is new enough', async () => {
    const found = await script('nats-server', 'echo "nats-server: v2.9.10"')
    expect(await findNatsServer({ program: found })).toBe(found)
    expect(await findNatsServer({ path: `/nowhere:${root}` })).toBe(found)
  })

  it.each(['v2.9.9', 'v2.8.10', 'v1.99.99'])('refuses %s', async (version) => {
    const old = await script(`old-${version}`, `echo "nats-server: ${version}"`)
    await expect(findNatsServer({ program: old })).rejects.toMatchObject({
      code: 'NATS_SERVER_TOO_OLD',
      details: { version: version.slice(1) },
    })
  })

  it.each(['v2.9.10', 'v2.9.25', 'v2.10.0', 'v3.0.0'])('takes %s', async (version) => {
    const newer = await script(`new-${version}`, `echo "nats-server: ${version}"`)
    expect(await findNatsServer({ program: newer })).toBe(newer)
  })

  it.each([
    ['is not there', () => Promise.resolve(join(root, 'no-such'))],
    ['says no version', () => script('mute', 'echo hello')],
    ['fails', () => script('failing', 'exit 1')],
  ])('takes a program that %s for none', async (_what, make) => {
    await expect(findNatsServer({ program: await make() })).rejects.toMatchObject({
      code: 'NATS_SERVER_NOT_FOUND',
    })
  })

  it('does not look elsewhere when a program is given', async () => {
    await expect(
      findNatsServer({ program: join(root, 'no-such'), path: process.env['PATH'] }),
    ).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_FOUND' })
  })
})

function start(name: string, configuration = ANY_PORT): Promise<NatsServer> {
  return startNatsServer({ program, configuration, folder: join(root, name) })
}

async function script(name: string, body: string): Promise<string> {
  const file = join(root, name)
  await writeFile(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return file
}

/** The first thing that a server says to whoever connects. */
async function greeting(address: string): Promise<string> {
  const [host = '', port] = address.split(':')
  const socket = connect(Number(port), host)
  try {
    const [first] = (await once(socket, 'data')) as [Uint8Array]
    return new TextDecoder().decode(first)
  } finally {
    socket.destroy()
  }
}
