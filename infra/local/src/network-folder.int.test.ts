import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeNetworkFolder } from './network-folder.ts'

describe('the folder of a network', () => {
  let data = ''
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'trm-folder-'))
  })
  afterEach(() => rm(data, { recursive: true, force: true }))

  it('is another one while somebody has the first, and the first again afterwards', async () => {
    const first = await takeNetworkFolder(data, { reset: false })
    const second = await takeNetworkFolder(data, { reset: false })
    expect([first, second].map(({ path }) => basename(path))).toEqual(['local', 'local-2'])
    first.release()
    const third = await takeNetworkFolder(data, { reset: false })
    expect(third.path).toBe(first.path)
    second.release()
    third.release()
  })

  it('is for its owner only', async () => {
    const taken = await takeNetworkFolder(join(data, 'deep'), { reset: false })
    expect((await stat(taken.path)).mode & 0o077).toBe(0)
    taken.release()
  })

  it('keeps what is in it, unless a reset is asked for', async () => {
    const first = await takeNetworkFolder(data, { reset: false })
    await writeFile(join(first.path, 'kept'), '')
    first.release()
    const again = await takeNetworkFolder(data, { reset: false })
    expect(await readdir(again.path)).toEqual(['kept'])
    again.release()
    const afresh = await takeNetworkFolder(data, { reset: true })
    expect(await readdir(afresh.path)).toEqual([])
    afresh.release()
  })

  it('is not reset under somebody who uses it', async () => {
    const used = await takeNetworkFolder(data, { reset: false })
    await writeFile(join(used.path, 'in-use'), '')
    const other = await takeNetworkFolder(data, { reset: true })
    expect(await readdir(used.path)).toEqual(['in-use'])
    used.release()
    other.release()
  })

  it('is free again when the process that had it was killed', async () => {
    const module = fileURLToPath(new URL('network-folder.ts', import.meta.url))
    const script = `import { takeNetworkFolder } from ${JSON.stringify(module)}
      await takeNetworkFolder(${JSON.stringify(data)}, { reset: false })
      process.stdout.write('taken')
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const beside = await takeNetworkFolder(data, { reset: false })
    expect(basename(beside.path)).toBe('local-2')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const freed = await takeNetworkFolder(data, { reset: false })
    expect(basename(freed.path)).toBe('local')
    beside.release()
    freed.release()
  })

  it('says so when it cannot be written', async () => {
    await writeFile(join(data, 'file'), '')
    await expect(takeNetworkFolder(join(data, 'file'), { reset: false })).rejects.toMatchObject({
      code: 'NETWORK_FOLDER_NOT_WRITABLE',
    })
  })
})
