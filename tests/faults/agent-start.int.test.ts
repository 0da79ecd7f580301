import { startLocalNetwork, type LocalNetwork } from '@trm/local'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryDataFolder } from '../support/local-network.ts'

const SKOPJE = 'mk.skopje-cso'

describe('an agent that cannot trust what it finds', () => {
  const closing = new AsyncDisposableStack()
  let network: LocalNetwork

  beforeAll(async () => {
    const data = closing.use(await temporaryDataFolder())
    network = await startLocalNetwork({ dataFolder: data.path, reset: false })
    closing.defer(() => network.stop())
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  const home = () => join(network.folder, 'agents', SKOPJE)
  const running = () => network.agents.find(({ organisation }) => organisation === SKOPJE)

  /** Starts the agent once more and returns what it wrote to its log, without the log lines proper. */
  async function refusal(): Promise<string> {
    const before = (await readFile(join(home(), 'agent.log'), 'utf8')).length
    await expect(network.restartAgent(SKOPJE)).rejects.toMatchObject({ code: 'AGENT_NOT_STARTED' })
    const written = (await readFile(join(home(), 'agent.log'), 'utf8')).slice(before)
    return written
      .split('\n')
      .filter((line) => !line.startsWith('{') && line !== '')
      .join('\n')
  }

  it('refuses a vault that another agent has open, and leaves that one working', async () => {
    expect(await refusal()).toMatch(/^trm-agent: VAULT_LOCKED /)
    expect(await network.client(SKOPJE).cases()).toMatchObject({ ok: true })
  })

  it('refuses a trust list that its root did not sign, and one that is missing', async () => {
    await running()?.stop()
    const file = join(network.folder, 'at', 'trust-list.jws')
    const genuine = await readFile(file, 'utf8')
    const [header = '', payload = '', signature = ''] = genuine.split('.')
    const list = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      organisations: { kind: string }[]
    }
    for (const organisation of list.organisations) organisation.kind = 'police'
    const forged = Buffer.from(JSON.stringify(list)).toString('base64url')
    await writeFile(file, `${header}.${forged}.${signature}`)
    expect(await refusal()).toMatch(/^trm-agent: TRUST_LIST_REFUSED .*participant: at/)
    await rm(file)
    expect(await refusal()).toMatch(/^trm-agent: TRUST_LIST_UNREADABLE .*participant: at/)
    await writeFile(file, genuine)
  })

  it('refuses a policy below a floor or of another Participant, and one that is missing', async () => {
    const file = join(network.folder, 'mk', 'policy.json')
    const genuine = await readFile(file, 'utf8')
    const pack = JSON.parse(genuine) as object
    await writeFile(file, JSON.stringify({ ...pack, smallCountMin: 4 }))
    expect(await refusal()).toBe(
      'trm-agent: CONFIG_INVALID configuration is invalid (variables: TRM_POLICY_FILE, reasons: a number is below its floor)',
    )
    await writeFile(file, JSON.stringify({ ...pack, participant: 'rs' }))
    expect(await refusal()).toMatch(
      /^trm-agent: CONFIG_INVALID .*variables: TRM_ORGANISATION TRM_POLICY_FILE, reasons: /,
    )
    await rm(file)
    expect(await refusal()).toMatch(/^trm-agent: CONFIG_INVALID .*variables: TRM_POLICY_FILE, /)
    await writeFile(file, genuine)
  })

  it('refuses an event store of a newer program', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const file = join(home(), 'case-log.db')
    const database = new DatabaseSync(file)
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await refusal()).toMatch(/^trm-agent: STORE_NEWER_SCHEMA /)
    const repaired = new DatabaseSync(file)
    repaired.exec(`PRAGMA user_version = ${version}`)
    repaired.close()
    await network.restartAgent(SKOPJE)
    expect(await network.client(SKOPJE).cases()).toMatchObject({ ok: true })
  })
})
