import { playHandover, startLocalNetwork } from '@trm/local'
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { handoverRecord, temporaryDataFolder } from '../support/local-network.ts'

const BELGRADE = 'rs.belgrade-cso'
const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

describe('a case log that is lost', () => {
  it('comes back from the backup that was taken while its agent ran', async () => {
    await using data = await temporaryDataFolder()
    await using network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    const { case: reference } = await playHandover(network, { record: await handoverRecord() })
    const belgrade = network.client(BELGRADE)
    const [viewed, replayed] = [
      await belgrade.viewCase(reference),
      await belgrade.replay(reference),
    ]
    expect(viewed.ok && replayed.ok).toBe(true)

    const backup = join(data.path, 'belgrade.backup')
    const taken = await trm(data.path, 'backup', '--organisation', BELGRADE, '--to', backup)
    await network.agents.find(({ organisation }) => organisation === BELGRADE)?.kill()
    const file = join(network.folder, 'agents', BELGRADE, 'case-log.db')
    for (const name of ['', '-wal', '-shm']) await rm(`${file}${name}`, { force: true })
    const restored = await trm(data.path, 'restore', '--from', backup, '--organisation', BELGRADE)
    expect(restored).toBe(taken.replace('backup taken', 'restored'))

    await network.restartAgent(BELGRADE)
    expect(await belgrade.viewCase(reference)).toStrictEqual(viewed)
    const again = await belgrade.replay(reference)
    expect(again.ok && again.value.events).toStrictEqual(replayed.ok && replayed.value.events)
  }, 120_000)
})

/** What the command line prints, run as an operator does. */
async function trm(dataFolder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, ...words],
    { env: { ...process.env, TRM_DATA: dataFolder } },
  )
  return stdout
}
