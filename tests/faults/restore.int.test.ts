import { playHandover, startLocalNetwork } from '@trm/local'
import { waitFor } from '@trm/testkit'
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

describe('a vault that is restored from before an erasure', () => {
  it('has lost the key again before the agent is ready, and shows nothing until then', async () => {
    await using data = await temporaryDataFolder()
    await using network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    const stop = () => network.agents.find(({ organisation }) => organisation === BELGRADE)?.stop()
    const backup = join(data.path, 'belgrade-vault.backup')
    const file = join(network.folder, 'agents', BELGRADE, 'vault.db')
    const { case: reference } = await playHandover(network, {
      record: await handoverRecord(),
      onStep: async (step) => {
        if (!step.startsWith('she takes her contact back')) return
        await stop()
        await trm(data.path, 'vault', 'backup', '--organisation', BELGRADE, '--to', backup)
        await network.restartAgent(BELGRADE)
      },
    })
    await stop()
    const keys = keysIn(file)
    for (const name of ['', '-journal']) await rm(`${file}${name}`)
    await trm(data.path, 'vault', 'restore', '--from', backup, '--organisation', BELGRADE)
    expect(keysIn(file)).toBe(keys + 1)

    const belgrade = network.client(BELGRADE)
    const url = network.agents.find(({ organisation }) => organisation === BELGRADE)?.url ?? ''
    const restarting = network.restartAgent(BELGRADE)
    // Nobody answers before it is ready, and whoever asks first finds it erased.
    await waitFor(
      () =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false, // nobody listens yet
        ),
      { deadlineMs: 30_000, what: 'an agent that answers' },
    )
    const first = await belgrade.viewCase(reference)
    await restarting
    const contact = first.ok ? first.value.sections.contact : undefined
    expect(contact?.map(({ status }) => status)).toStrictEqual(['erased'])
    await stop()
    expect(keysIn(file)).toBe(keys)
  }, 120_000)
})

/** How many section keys the vault of a stopped agent has. */
function keysIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return Number(database.prepare('SELECT count(*) AS keys FROM section_key').get()?.['keys'])
  } finally {
    database.close()
  }
}

/** What the command line prints, run as an operator does. */
async function trm(dataFolder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, ...words],
    { env: { ...process.env, TRM_DATA: dataFolder } },
  )
  return stdout
}
