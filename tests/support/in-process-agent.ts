import { natsMailbox } from '@trm/adapter-nats'
import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { composeAgent, reportMailbox } from '@trm/agent'
import type { QuarantineList } from '@trm/contracts'
import type { TrustedDirectory } from '@trm/directory'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { fail, invariant, ok, toInstant, type CaseReference, type Instant } from '@trm/kernel'
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
  /** What the API answers a signed-in caseworker. */
  request(
    method: 'GET' | 'POST',
    url: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly body: unknown }>
  /** What a signed-in caseworker gets from the API. */
  get(url: string): Promise<unknown>
  post(url: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>
  quarantine(): Promise<QuarantineList['messages']>
  /** What its case log holds of a case. */
  caseEvents(reference: CaseReference): Promise<readonly RecordedEvent[]>
  /** Everything that lies in its data folder. */
  files(): Promise<readonly Buffer[]>
  /** What it ended by, once it has. Whoever asks expects it to end. */
  ended(): Promise<unknown>
  stop(): Promise<void>
}

const TOKEN = 'token-of-caseworker'
const headers = { authorization: `Bearer ${TOKEN}` }

/** The vault of an organisation, in its folder. Its master key lives as long as the test. */
export function openPartyVault(folder: string, masterKey = randomBytes(32)): Promise<Vault> {
  return openFileVault({ file: join(folder, 'vault.db'), masterKey })
}

export async function startAgent(options: {
  readonly party: Party
  readonly vault: Vault
  readonly folder: string
  readonly directory: TrustedDirectory
  readonly server: string
  /** Its clock; the machine's where none is given. */
  readonly now?: () => Instant
  /** How often it sends cover traffic; without it never. */
  readonly coverMeanMs?: number
  /** What takes the lines of its log. */
  readonly log?: (line: string) => void
}): Promise<InProcessAgent> {
  const { party, vault, folder, directory, server, coverMeanMs, log } = options
  const clock = { now: options.now ?? (() => toInstant(new Date())) }
  const logger = createLogger({
    service: 'agent',
    ...(log === undefined ? { level: 'silent' } : { level: 'info', destination: { write: log } }),
  })
  const store = await openSqliteEventStore({ file: join(folder, 'case-log.db'), clock })
  const mailbox = await natsMailbox({
    server,
    nkeySeed: party.access.seed,
    participant: party.participant,
    mailbox: party.access.mailbox,
    inboxPrefix: party.access.inboxPrefix,
    report: reportMailbox(logger),
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
    ...(coverMeanMs !== undefined && { coverMeanMs }),
    clock,
    logger,
    authenticate: (token) =>
      Promise.resolve(
        token === TOKEN
          ? ok({ subject: 'user-1', roles: ['caseworker'] })
          : fail({ kind: 'refused' }),
      ),
  })
  const stopping = new AbortController()
  const running = run(stopping.signal).then(
    () => ({ fault: undefined }),
    (fault: unknown) => ({ fault }),
  )
  let isKnown = false
  const request: InProcessAgent['request'] = async (method, url, body) => {
    const payload = body === undefined ? {} : { payload: body }
    const response = await app.inject({ method, url, headers, ...payload })
    return { status: response.statusCode, body: response.json<unknown>() }
  }
  const get = async (url: string) => (await request('GET', url)).body
  return {
    party,
    store,
    vault,
    request,
    get,
    post: (url, body) => request('POST', url, body),
    quarantine: async () => ((await get('/exchange/quarantine')) as QuarantineList).messages,
    caseEvents: (reference) => collect(store.readStream(`case-${reference}`)),
    async files() {
      const found = await readdir(folder, { recursive: true, withFileTypes: true })
      const paths = found.filter((each) => each.isFile())
      return await Promise.all(
        paths.map(({ parentPath, name }) => readFile(join(parentPath, name))),
      )
    },
    async ended() {
      isKnown = true
      return (await running).fault
    },
    async stop() {
      stopping.abort()
      const { fault } = await running
      if (!isKnown) invariant(fault === undefined, 'in-process agent: it runs until it is stopped')
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
