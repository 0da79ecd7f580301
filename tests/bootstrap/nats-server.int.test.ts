import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ensureNatsServer } from '../../infra/local/bootstrap/nats-server.mjs'
import { scratchCheckout } from './test-support/scratch-checkout.ts'

/** A machine on which exactly the tools of one folder exist. */
function machine(path: string, { systemFolders = [] as string[], isRoot = false } = {}) {
  return { environment: { PATH: path }, systemFolders, isRoot }
}

const server = (version: string) => `echo "nats-server: v${version}"`
/** An apt-get whose `install` brings this server. */
const packages = (bin: string, version: string) =>
  `case "$*" in *install*) printf '#!/bin/sh\\necho nats-server: v${version}\\n' > "${bin}/nats-server"; /bin/chmod 755 "${bin}/nats-server";; esac`

describe('finding nats-server', () => {
  it.each(['2.9.10', '2.9.11', '2.10.0', '2.11.4', '3.0.0'])('takes %s', async (version) => {
    const { bin, putTool } = scratchCheckout()
    putTool('nats-server', server(version))
    expect(await ensureNatsServer(machine(bin))).toBe(join(bin, 'nats-server'))
  })

  it.each(['2.9.9', '2.8.0', '1.99.99'])('refuses %s and says where it lies', async (version) => {
    const { bin, putTool } = scratchCheckout()
    putTool('nats-server', server(version))
    await expect(ensureNatsServer(machine(bin))).rejects.toThrow(
      `${join(bin, 'nats-server')} is ${version}: install it from`,
    )
  })

  it('goes on looking behind one that is too old, in the folders of the system too', async () => {
    const first = scratchCheckout()
    const second = scratchCheckout()
    first.putTool('nats-server', server('2.8.0'))
    second.putTool('nats-server', server('2.10.0'))
    expect(await ensureNatsServer(machine(first.bin, { systemFolders: [second.bin] }))).toBe(
      join(second.bin, 'nats-server'),
    )
  })

  it('passes over one that does not run', async () => {
    const first = scratchCheckout()
    const second = scratchCheckout()
    first.putTool('nats-server', 'exit 1')
    expect(await ensureNatsServer(machine(`${first.bin}:${second.bin}`))).toBe(
      join(second.bin, 'nats-server'),
    )
  })

  it('takes the one that TRM_NATS_SERVER names before any other', async () => {
    const { bin, putTool } = scratchCheckout()
    putTool('mine', server('2.10.0'))
    const { environment, ...rest } = machine(bin)
    const named = { ...environment, TRM_NATS_SERVER: join(bin, 'mine') }
    expect(await ensureNatsServer({ environment: named, ...rest })).toBe(join(bin, 'mine'))
  })

  it.each(['/no/such/server', '/tmp', process.execPath])(
    'refuses TRM_NATS_SERVER=%s',
    async (path) => {
      const { bin } = scratchCheckout()
      const { environment, ...rest } = machine(bin)
      await expect(
        ensureNatsServer({ environment: { ...environment, TRM_NATS_SERVER: path }, ...rest }),
      ).rejects.toThrow(`TRM_NATS_SERVER names ${path}, which is not a nats-server that runs`)
    },
  )
})

describe('installing nats-server', () => {
  it('uses the packages of the system as root', async () => {
    const { bin, putTool, removeTool } = scratchCheckout()
    removeTool('nats-server')
    putTool('apt-get', packages(bin, '2.9.10'))
    expect(await ensureNatsServer(machine(bin, { isRoot: true }))).toBe(join(bin, 'nats-server'))
  })

  it('names the command to somebody who is not root', async () => {
    const { bin, putTool, removeTool } = scratchCheckout()
    removeTool('nats-server')
    putTool('apt-get', packages(bin, '2.9.10'))
    await expect(ensureNatsServer(machine(bin))).rejects.toThrow(
      'was not found: run "sudo apt-get install nats-server"',
    )
  })

  it('says where to get it on a system without apt-get', async () => {
    const { bin, removeTool } = scratchCheckout()
    removeTool('nats-server')
    await expect(ensureNatsServer(machine(bin, { isRoot: true }))).rejects.toThrow(
      'was not found: install it from https://github.com/nats-io/nats-server/releases',
    )
  })

  it('says so when the packages cannot be installed', async () => {
    const { bin, putTool, removeTool } = scratchCheckout()
    removeTool('nats-server')
    putTool('apt-get', 'echo "E: Unable to fetch some archives"; exit 100')
    await expect(ensureNatsServer(machine(bin, { isRoot: true }))).rejects.toThrow(
      'could not be installed with apt-get: check the network',
    )
  })

  it('says so when the packages bring one that is too old', async () => {
    const { bin, putTool, removeTool } = scratchCheckout()
    removeTool('nats-server')
    putTool('apt-get', packages(bin, '2.1.0'))
    await expect(ensureNatsServer(machine(bin, { isRoot: true }))).rejects.toThrow(
      'the packages of this system have not brought one',
    )
  })
})
