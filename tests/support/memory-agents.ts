import {
  memoryEventStore,
  memoryMailbox,
  memoryVault,
  newEventStoreState,
  newPostOffice,
  newVaultState,
  type EventStoreState,
  type PostOfficeState,
  type VaultState,
} from '@trm/adapter-memory'
import { composeAgent } from '@trm/agent'
import type { CaseCommandBody, CommandResponse, DeliveryList } from '@trm/contracts'
import {
  fail,
  invariant,
  ok,
  plusMilliseconds,
  toInstant,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { OrganisationKind, PolicyPack } from '@trm/domain'
import type { TrustedDirectory } from '@trm/directory'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { createLogger } from '@trm/platform'
import type { Mailbox } from '@trm/ports'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  createParty,
  publishLists,
  type ListedParty,
  type ListedSealingKey,
  type Party,
  type TrustLists,
} from './parties.ts'
import {
  failingStore,
  followedStore,
  keepingVault,
  watchedMailbox,
  type Interruptions,
  type Switch,
  type Traffic,
} from './held-parts.ts'
import { policyOf } from './policies.ts'

export type Answer = { readonly status: number; readonly body: unknown }

/** What came, as bytes, and how it was described. */
export type FileAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
}

type Headers = Readonly<Record<string, string>>

/** An answer but for which request it was to: of two questions, whether they get the same. */
export function withoutInstance({ status, body }: Answer): Answer {
  const { instance: _instance, ...rest } = body as Record<string, unknown>
  return { status, body: rest }
}

/** An organisation's services in memory. Stopped and started again, it is a restart. */
export type MemoryAgent = {
  readonly party: Party
  readonly storeState: EventStoreState
  readonly vaultState: VaultState
  readonly directory: TrustedDirectory
  request(method: 'GET' | 'POST', url: string, body?: object, token?: string): Promise<Answer>
  /** Sends a file to a case, or what is no file: the headers are as given. */
  sendFile(reference: CaseReference, file: Uint8Array, headers: Headers): Promise<Answer>
  /** Asks for a file. What is answered instead of one is a problem. */
  fetchFile(url: string, token?: string): Promise<FileAnswer>
  /** Where its attachments lie. */
  readonly attachmentsFolder: string
  /** Opens a case from a record in HTCDS field names. */
  openCase(record: object): Promise<CaseReference>
  /** Gives a command that has to be accepted. */
  command(reference: CaseReference, command: CaseCommandBody): Promise<CommandResponse>
  /** Names the event types that the store fails to take, as a full disk would. */
  readonly failing: Set<string>
  /** By event type what happens, once, just before the store is to take one: somebody else is quicker. */
  readonly before: Interruptions
  /** While it holds, the vault destroys no key: whoever asks it to is stopped by that, as by a crash. */
  readonly keeping: Switch
  /** While it holds, who follows the log learns of nothing new, as with a store that has much to do. */
  readonly following: Switch
  /** Every line that was logged. */
  readonly logged: readonly string[]
  start(): Promise<void>
  stop(): Promise<void>
}

export type MemoryNetwork = {
  readonly office: PostOfficeState
  readonly traffic: Traffic
  agent(id: string): MemoryAgent
  /** Waits until an event has the receipts of all its recipients. */
  delivered(by: string, event: EventId): Promise<void>
  /**
   * The trust lists of all Participants are of these from now on, with other kinds and with facts of their
   * standing where some are given.
   */
  list(
    ids: readonly string[],
    kinds?: Readonly<Record<string, OrganisationKind>>,
    facts?: Readonly<Record<string, NonNullable<ListedParty['facts']>>>,
  ): Promise<void>
  /** The next lists have these sealing keys of an organisation; all learn of it but the agents that are named. */
  listSealingKeys(
    id: string,
    keys: readonly ListedSealingKey[],
    unseenBy?: readonly string[],
  ): Promise<void>
  /** An agent that was left out takes the lists that are published now. */
  catchUp(id: string): Promise<void>
  /** Sets everybody's clock forward, or back. */
  passTime(milliseconds: number): void
  now(): Instant
  stop(): Promise<void>
}

const TOKENS: Readonly<Record<string, readonly string[]>> = {
  caseworker: ['caseworker'],
  auditor: ['auditor'],
  nobody: [],
}
const DEADLINE_MS = 8_000

/** What an agent loads at its next start in the place of the pack of its Participant. */
export type PolicyChange = (policy: PolicyPack) => PolicyPack

/** What carries the mail of a party, where it is not the post office in memory: each call is for another start. */
export type Carrier = (party: Party) => Mailbox

/** Starts agents that reach each other through a post office in memory, of CSOs where no kind is given. */
export async function startMemoryNetwork(
  ids: readonly string[],
  kinds: Readonly<Record<string, OrganisationKind>> = {},
  changed: PolicyChange = (policy) => policy,
  carrier?: Carrier,
): Promise<MemoryNetwork> {
  const office = newPostOffice()
  const traffic: Traffic = { health: 'good', messages: 0, chunks: 0, breaksAfter: Infinity }
  let ahead = 0
  const now = () => plusMilliseconds(toInstant(new Date()), ahead)
  const folder = await mkdtemp(join(tmpdir(), 'trm-memory-agents-'))
  const made = await Promise.all(
    ids.map(async (id) => {
      const vaultState = newVaultState()
      return {
        vaultState,
        party: await createParty(id, kinds[id] ?? 'cso', memoryVault(vaultState)),
      }
    }),
  )
  const parties = made.map(({ party }) => party)
  const lists = await publishLists(parties, now)
  const agents = new Map<string, MemoryAgent>()
  const sealingKeys = new Map<string, readonly ListedSealingKey[]>()
  for (const { party, vaultState } of made) {
    const attachmentsFolder = join(folder, party.id)
    const watched = { traffic, changed, carrier }
    const parts = { party, vaultState, attachmentsFolder, office, now, lists, ...watched }
    const agent = await memoryAgent(parts)
    agents.set(party.id, agent)
    await agent.start()
  }
  const withKeys = (party: Party): ListedParty => {
    const keys = sealingKeys.get(party.id)
    return keys === undefined ? party : { ...party, sealingKeys: keys }
  }
  const network: MemoryNetwork = {
    office,
    traffic,
    now,
    agent(id) {
      const agent = agents.get(id)
      invariant(agent !== undefined, 'memory network: an agent of this network')
      return agent
    },
    async delivered(by, event) {
      await waitFor(
        async () => {
          const { body } = await network.agent(by).request('GET', '/exchange/deliveries')
          const own = (body as DeliveryList).deliveries.filter((item) => item.event === event)
          return own.length > 0 && own.every(({ status }) => status === 'stored')
        },
        { deadlineMs: DEADLINE_MS, what: 'the receipts of an event' },
      )
    },
    list(listed, kindsNow = {}, facts = {}) {
      const named = parties.filter(({ id }) => listed.includes(id))
      return lists.publish(
        named.map((party) => {
          const stated = facts[party.id]
          const kind = kindsNow[party.id] ?? party.kind
          return { ...withKeys(party), kind, ...(stated !== undefined && { facts: stated }) }
        }),
      )
    },
    async listSealingKeys(id, keys, unseenBy = []) {
      sealingKeys.set(id, keys)
      await lists.publish(
        parties.map(withKeys),
        unseenBy.map((unseen) => network.agent(unseen).directory),
      )
    },
    catchUp: (id) => lists.catchUp(network.agent(id).directory),
    passTime(milliseconds) {
      ahead += milliseconds
    },
    async stop() {
      await Promise.all([...agents.values()].map((agent) => agent.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
  return network
}

async function memoryAgent(parts: {
  readonly party: Party
  readonly vaultState: VaultState
  readonly attachmentsFolder: string
  readonly office: PostOfficeState
  readonly traffic: Traffic
  readonly now: () => Instant
  readonly lists: TrustLists
  readonly changed: PolicyChange
  readonly carrier: Carrier | undefined
}): Promise<MemoryAgent> {
  const { party, vaultState, attachmentsFolder, office, traffic, now, lists } = parts
  const { changed, carrier } = parts
  const storeState = newEventStoreState()
  let directory = await lists.newDirectory()
  const logged: string[] = []
  const failing = new Set<string>()
  const before: Interruptions = new Map()
  const following = { isHeld: false }
  const keeping = { isHeld: false }
  let running:
    | (Pick<MemoryAgent, 'request' | 'sendFile' | 'fetchFile'> & { stop: () => Promise<void> })
    | undefined

  async function start() {
    const memory = memoryEventStore({ state: storeState, clock: { now } })
    const store = followedStore(failingStore(memory, failing, before), following)
    const { participant, access } = party
    const own = { participant, mailbox: access.mailbox }
    const mailbox = carrier?.(party) ?? watchedMailbox(memoryMailbox(office, own), traffic)
    const { app, run } = await composeAgent({
      self: party.id,
      store,
      vault: keepingVault(memoryVault(vaultState), keeping),
      attachmentsFolder,
      mailbox,
      directory,
      policy: changed(await policyOf(party.participant)),
      identity: party.identity,
      keyGraceDays: KEY_GRACE_DAYS_MIN,
      clock: { now },
      logger: createLogger({
        level: 'trace',
        service: 'agent',
        destination: { write: (line) => void logged.push(line) },
      }),
      authenticate: (token) => {
        // `caseworker-at-at.vienna-cso`, or `caseworker.ana-at-…` for another person than the first.
        const [name = '', organisation] = token.split('-at-')
        const [role = '', person = 'user-1'] = name.split('.')
        const roles = organisation === party.id ? TOKENS[role] : undefined
        return Promise.resolve(
          roles === undefined ? fail({ kind: 'refused' }) : ok({ subject: person, roles }),
        )
      },
    })
    const stopping = new AbortController()
    // A fault ends the process of an agent; here it ends when the test stops it.
    const working = run(stopping.signal).catch(() => undefined)
    const signedIn = (token?: string): Record<string, string> => {
      const bearer = token ?? `caseworker-at-${party.id}`
      return bearer === '' ? {} : { authorization: `Bearer ${bearer}` }
    }
    return {
      async sendFile(reference: CaseReference, file: Uint8Array, given: Headers) {
        const url = `/casework/cases/${reference}/attachments`
        const headers = { ...signedIn(), ...given }
        // What comes without its length comes as a stream.
        const payload = 'transfer-encoding' in given ? Readable.from([file]) : Buffer.from(file)
        const response = await app.inject({ method: 'POST', url, headers, payload })
        return { status: response.statusCode, body: response.json<unknown>() }
      },
      async fetchFile(url: string, token?: string) {
        const response = await app.inject({ method: 'GET', url, headers: signedIn(token) })
        const { statusCode: status, headers, rawPayload: bytes } = response
        return { status, headers, bytes }
      },
      async request(method: 'GET' | 'POST', url: string, body?: object, token?: string) {
        const headers = signedIn(token)
        const payload = body === undefined ? {} : { payload: body }
        const response = await app.inject({ method, url, headers, ...payload })
        return { status: response.statusCode, body: response.json<unknown>() }
      },
      async stop() {
        stopping.abort()
        await working
        await app.close()
        await mailbox.close()
        await store.close()
      },
    }
  }

  const agent: MemoryAgent = {
    party,
    storeState,
    vaultState,
    get directory() {
      return directory
    },
    failing,
    before,
    following,
    keeping,
    logged,
    attachmentsFolder,
    request(...asked) {
      invariant(running !== undefined, 'memory agent: started')
      return running.request(...asked)
    },
    sendFile(...given) {
      invariant(running !== undefined, 'memory agent: started')
      return running.sendFile(...given)
    },
    fetchFile(...asked) {
      invariant(running !== undefined, 'memory agent: started')
      return running.fetchFile(...asked)
    },
    async openCase(record) {
      const { status, body } = await agent.request('POST', '/casework/cases', {
        commandId: randomToken(),
        ageStatus: 'verifiedAdult',
        record,
      })
      invariant(status === 201, 'memory agent: the case is opened')
      return (body as { case: CaseReference }).case
    },
    async command(reference, command) {
      const url = `/casework/cases/${reference}/commands`
      const { status, body } = await agent.request('POST', url, {
        commandId: randomToken(),
        command,
      })
      invariant(status === 201, `memory agent: ${command.type} is accepted`)
      return body as CommandResponse
    },
    async start() {
      // Another start knows of the trust lists what was kept of them.
      directory = await lists.restarted(directory)
      running = await start()
    },
    async stop() {
      await running?.stop()
      running = undefined
    },
  }
  return agent
}

export function organisation(id: string): OrganisationId {
  return id as OrganisationId
}
