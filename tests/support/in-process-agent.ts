import { natsMailbox } from '@trm/adapter-nats'
import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { composeAgent } from '@trm/agent'
import type { QuarantineList } from '@trm/contracts'
import type { TrustedDirectory } from '@trm/directory'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { fail, ok, toInstant, type CaseReference } from '@trm/kernel'
import { createLogger } from '@trm/platform'
import type { EventStore, RecordedEvent, Vault } from '@trm/ports'
import { randomBytes } from '@trm/sealing'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Party } from './parties.ts'
import { policyOf } from './policies.ts'

/** An organisation's services in this process, over real files and a real country node. */
export type InProcessAgent = {
  readonly party: Party
  readonly store: EventStore
  readonly vault: Vault
  /** What a signed-in caseworker gets from the API. */
  get(url: string): Promise<unknown>
  post(url: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>
  quarantine(): Promise<QuarantineList['messages']>
  /** What its case log holds of a case. */
  caseEvents(reference: CaseReference): Promise<readonly RecordedEvent[]>
  /** Everything that lies in its data folder. */
  files(): Promise<readonly Buffer[]>
  stop(): Promise<void>
}

const TOKEN = 'token-of-caseworker'
const headers = { authorization: `Bearer ${TOKEN}` }

/** The vault of an organisation, in its folder. Its master key lives as long as the test. */
export function openPartyVault(folder: string): Promise<Vault> {
  return openFileVault({ file: join(folder, 'vault.db'), masterKey: randomBytes(32) })
}

export async function startAgent(options: {
  readonly party: Party
  readonly vault: Vault
  readonly folder: string
  readonly directory: TrustedDirectory
  readonly server: string
}): Promise<InProcessAgent> {
  const { party, vault, folder, directory, server } = options
  const clock = { now: () => toInstant(new Date()) }
  const store = await openSqliteEventStore({ file: join(folder, 'case-log.db'), clock })
  const mailbox = await natsMailbox({
    server,
    nkeySeed: party.access.seed,
    participant: party.participant,
    mailbox: party.access.mailbox,
    inboxPrefix: party.access.inboxPrefix,
  })
  const { app, run } = await composeAgent({
    self: party.id,
    store,
    vault,
    attachmentsFolder: join(folder, 'attachments'),
    mailbox,
    directory,
    policy: await policyOf(party.participant),
    identity: party.identity,
    keyGraceDays: KEY_GRACE_DAYS_MIN,
    clock,
    logger: createLogger({ level: 'silent', service: 'agent' }),
    authenticate: (token) =>
      Promise.resolve(
        token === TOKEN
          ? ok({ subject: 'user-1', roles: ['caseworker'] })
          : fail({ kind: 'refused' }),
      ),
  })
  const stopping = new AbortController()
  const running = run(stopping.signal)
  const get = async (url: string) =>
    (await app.inject({ method: 'GET', url, headers })).json<unknown>()
  return {
    party,
    store,
    vault,
    get,
    async post(url, body) {
      const response = await app.inject({ method: 'POST', url, headers, payload: body })
      return { status: response.statusCode, body: response.json<unknown>() }
    },
    quarantine: async () => ((await get('/exchange/quarantine')) as QuarantineList).messages,
    caseEvents: (reference) => collect(store.readStream(`case-${reference}`)),
    async files() {
      const found = await readdir(folder, { recursive: true, withFileTypes: true })
      const paths = found.filter((each) => each.isFile())
      return await Promise.all(
        paths.map(({ parentPath, name }) => readFile(join(parentPath, name))),
      )
    },
    async stop() {
      stopping.abort()
      await running
      await app.close()
      await mailbox.close()
      await store.close()
      await vault.close()
    },
  }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}
