import { networkFile, type NetworkFile } from '@trm/cli'
import { accessTokens, createAgentClient, type AgentClient } from '@trm/client'
import { replaceFile } from '@trm/files'
import { invariant, participantOf, toInstant, type Instant, type OrganisationId } from '@trm/kernel'
import { findNatsServer, inboxPrefixOf } from '@trm/nats'
import { startIssuer, type Issuer } from '@trm/oidc'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileAgents, startAgentProcess, type AgentProcess } from './agent-process.ts'
import { prepareCountryNodes, type CountryNode, type NodeLimits } from './country-node.ts'
import { takeNetworkFolder } from './network-folder.ts'
import { localPlan, type PlannedOrganisation, type PlannedParticipant } from './plan.ts'
import { policyFile, publishPolicies } from './policies.ts'
import { agentFolder, ensureSecrets, type NetworkSecrets } from './secrets.ts'
import { publishTrustLists } from './trust-lists.ts'

/** A network of Participants and their organisations' agents on this machine. */
export type LocalNetwork = {
  readonly folder: string
  readonly nodes: readonly CountryNode[]
  readonly agents: readonly AgentProcess[]
  /** The API of an organisation's agent, for a user who is signed in there. */
  client(organisation: string, role?: 'caseworker' | 'auditor'): AgentClient
  /** Starts the agent of an organisation again, after it was stopped or killed. */
  restartAgent(organisation: string): Promise<void>
  stop(): Promise<void>
} & AsyncDisposable

export type LocalNetworkOptions = {
  /** `.trm`: each network takes a folder of its own below it. */
  readonly dataFolder: string
  readonly reset: boolean
  /** Who takes part; the local plan where none is given. */
  readonly plan?: readonly PlannedParticipant[]
  /** What of the mailboxes is other than in the field. */
  readonly mailboxLimits?: NodeLimits
  /** By organisation, the file with the connection string of its event store; without, it has a file. */
  readonly eventStores?: ReadonlyMap<string, string>
  /** By organisation, further flags of Node for its agent: a test looks inside with them. */
  readonly nodeFlags?: ReadonlyMap<string, readonly string[]>
  /** What time it is for whoever gives out tokens; the machine's where none is given, as for the agents. */
  readonly now?: () => Instant
  /** What is being done now, for a progress line. */
  readonly progress?: (what: string) => void
}

/** Starts everything, or nothing: what was started is stopped again when a part fails. */
export async function startLocalNetwork(options: LocalNetworkOptions): Promise<LocalNetwork> {
  const { plan = localPlan, progress = () => undefined } = options
  await using starting = new AsyncDisposableStack()
  const folder = await takeNetworkFolder(options.dataFolder, { reset: options.reset })
  starting.defer(() => folder.release())
  progress('making keys and trust lists')
  const secrets = await ensureSecrets(folder.path, plan)
  const now = toInstant(new Date())
  const rootsFile = await publishTrustLists(folder.path, plan, secrets, now)
  await publishPolicies(folder.path, plan)

  const compiling = compileAgents()
  progress(`starting the country nodes ${plan.map(({ code }) => code.toUpperCase()).join(', ')}`)
  const program = await findNatsServer({
    program: process.env['TRM_NATS_SERVER'],
    path: process.env['PATH'] ?? '',
  })
  const nodes = await prepareCountryNodes(folder.path, plan, secrets, {
    program,
    limits: options.mailboxLimits,
  })
  for (const node of nodes) starting.defer(() => node.stop())
  const startedNodes = await Promise.allSettled(nodes.map((node) => node.start()))
  for (const outcome of startedNodes) if (outcome.status === 'rejected') throw outcome.reason

  const issuer = await startIssuer({
    host: '127.0.0.1',
    port: 0,
    users: usersOf(plan, secrets),
    now: options.now ?? (() => toInstant(new Date())),
  })
  starting.defer(() => issuer.close())

  const { eventStores = new Map<string, string>() } = options
  const environment = (organisation: PlannedOrganisation) =>
    environmentOf(organisation, folder.path, secrets, { rootsFile, nodes, issuer, eventStores })
  const organisations = plan.flatMap((participant) => participant.organisations)
  await compiling
  progress(`starting ${String(organisations.length)} agents`)
  const agents = new Map<string, AgentProcess>()
  const start = async (organisation: PlannedOrganisation) => {
    const agent = await startAgentProcess({
      organisation: organisation.id,
      folder: agentFolder(folder.path, organisation),
      environment: { ...(await environment(organisation)), ...portOf(agents.get(organisation.id)) },
      nodeFlags: options.nodeFlags?.get(organisation.id) ?? [],
    })
    agents.set(organisation.id, agent)
  }
  starting.defer(async () => {
    await Promise.all([...agents.values()].map((agent) => agent.stop()))
  })
  // All of them are waited for, so that none is left behind when one fails.
  const startedAgents = await Promise.allSettled(organisations.map(start))
  for (const outcome of startedAgents) if (outcome.status === 'rejected') throw outcome.reason

  const description = describe(organisations, issuer, [...agents.values()], secrets)
  const descriptionFile = join(folder.path, 'network.json')
  await replaceFile(descriptionFile, JSON.stringify(description))
  starting.defer(() => rm(descriptionFile, { force: true }))

  const running = starting.move()
  return {
    folder: folder.path,
    nodes,
    get agents() {
      return [...agents.values()]
    },
    client(organisation, role = 'caseworker') {
      const agent = agents.get(organisation)
      const clientSecret = secrets.organisations[organisation]?.users[role]
      invariant(
        agent !== undefined && clientSecret !== undefined,
        'network: a planned organisation',
      )
      const clientId = userName(organisation, role)
      const audience = organisation
      const token = accessTokens({ issuer: issuer.url, clientId, clientSecret, audience })
      return createAgentClient({ url: agent.url, token })
    },
    async restartAgent(organisation) {
      const planned = organisations.find(({ id }) => id === (organisation as OrganisationId))
      invariant(planned !== undefined, 'network: a planned organisation')
      await start(planned)
    },
    stop: () => running.disposeAsync(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** An agent that is started again is found where it was. */
function portOf(earlier: AgentProcess | undefined): Readonly<Record<string, string>> {
  return earlier === undefined ? {} : { TRM_HTTP_PORT: new URL(earlier.url).port }
}

/** A pseudonym: who it is, the organisation's own identity provider knows. */
function userName(organisation: string, role: 'caseworker' | 'auditor'): string {
  return `${role}@${organisation}`
}

function rolesOf({ hasAuditor }: PlannedOrganisation): readonly ('caseworker' | 'auditor')[] {
  return hasAuditor ? ['caseworker', 'auditor'] : ['caseworker']
}

function usersOf(plan: readonly PlannedParticipant[], secrets: NetworkSecrets) {
  return plan.flatMap(({ organisations }) =>
    organisations.flatMap((organisation) =>
      rolesOf(organisation).map((role) => ({
        subject: userName(organisation.id, role),
        secret: secrets.organisations[organisation.id]?.users[role] ?? '',
        audience: organisation.id,
        roles: [role],
      })),
    ),
  )
}

async function environmentOf(
  organisation: PlannedOrganisation,
  folder: string,
  secrets: NetworkSecrets,
  shared: {
    readonly rootsFile: string
    readonly nodes: readonly CountryNode[]
    readonly issuer: Issuer
    readonly eventStores: ReadonlyMap<string, string>
  },
): Promise<Readonly<Record<string, string>>> {
  const home = agentFolder(folder, organisation)
  const own = secrets.organisations[organisation.id]
  const node = shared.nodes.find(({ participant }) => organisation.id.startsWith(participant))
  invariant(own !== undefined && node !== undefined, 'network: a planned organisation')
  const vaultKeyFile = join(home, 'vault.key')
  const seedFile = join(home, 'nats.seed')
  const eventStore = shared.eventStores.get(organisation.id)
  await writeFile(vaultKeyFile, own.masterKey, { mode: 0o600 })
  await writeFile(seedFile, own.nkey.seed, { mode: 0o600 })
  return {
    TRM_ORGANISATION: organisation.id,
    TRM_DATA_FOLDER: home,
    TRM_VAULT_KEY_FILE: vaultKeyFile,
    TRM_TRUST_FILE: shared.rootsFile,
    TRM_POLICY_FILE: policyFile(folder, participantOf(organisation.id)),
    TRM_NATS_ADDRESS: node.address,
    TRM_NATS_SEED_FILE: seedFile,
    TRM_NATS_INBOX_PREFIX: inboxPrefixOf(own.nkey.publicKey),
    TRM_ISSUER: shared.issuer.url,
    ...(eventStore !== undefined && { TRM_EVENT_STORE_FILE: eventStore }),
  }
}

function describe(
  organisations: readonly PlannedOrganisation[],
  issuer: Issuer,
  agents: readonly AgentProcess[],
  secrets: NetworkSecrets,
): NetworkFile {
  return networkFile.parse({
    issuer: issuer.url,
    agents: organisations.map((organisation) => ({
      organisation: organisation.id,
      url: agents.find((agent) => agent.organisation === organisation.id)?.url ?? '',
      users: rolesOf(organisation).map((role) => ({
        role,
        clientId: userName(organisation.id, role),
        clientSecret: secrets.organisations[organisation.id]?.users[role] ?? '',
      })),
    })),
  })
}
