import { invariant, toInstant } from '@trm/kernel'
import {
  freePorts,
  inboxPrefixOf,
  linkFiles,
  linkOnOneMachine,
  meshConfiguration,
  natsServerVersion,
  provisionMailboxes,
  startNatsServer,
  type MailboxLimits,
  type NatsServer,
} from '@trm/nats'
import { join } from 'node:path'
import type { PlannedParticipant } from './plan.ts'
import { linkName, type NetworkSecrets } from './secrets.ts'

/** The NATS server of a Participant: its ports are kept over restarts, since its peers know them. */
export type CountryNode = {
  readonly participant: string
  readonly address: string
  start(): Promise<void>
  stop(): Promise<void>
}

/** What the mailboxes of all Participants are provisioned with, where it is to be other than in the field. */
export type NodeLimits = Partial<MailboxLimits>

const PORTS_EACH = 3
const LOOPBACK = '127.0.0.1'

/** Prepares one server for each Participant, linked in a full mesh without a hub. None is started. */
export async function prepareCountryNodes(
  folder: string,
  plan: readonly PlannedParticipant[],
  secrets: NetworkSecrets,
  { program, limits = {} }: { readonly program: string; readonly limits?: NodeLimits | undefined },
): Promise<readonly CountryNode[]> {
  const linkFolderOf = ({ code }: PlannedParticipant) => join(folder, code, 'link')
  const serverVersion = await natsServerVersion(program)
  await linkOnOneMachine(
    plan.map((one) => ({ participant: one.code, folder: linkFolderOf(one) })),
    toInstant(new Date()),
  )
  const ports = await freePorts(plan.length * PORTS_EACH)
  const portsOf = (index: number) => {
    const [client, leaf, monitoring] = ports.slice(index * PORTS_EACH)
    invariant(
      client !== undefined && leaf !== undefined && monitoring !== undefined,
      'country-node: three ports each',
    )
    return { client, leaf, monitoring }
  }
  return plan.map((participant, index) => {
    const peers = plan.flatMap((other, place) => {
      if (other === participant) return []
      const linkPassword = secrets.links[linkName(participant.code, other.code)]
      invariant(linkPassword !== undefined, 'country-node: every pair has a link')
      const leafAddress = { host: LOOPBACK, port: portsOf(place).leaf }
      return [{ participant: other.code, leafAddress, linkPassword }]
    })
    const home = join(folder, participant.code, 'nats')
    const configuration = meshConfiguration({
      participant: participant.code,
      peers,
      ports: portsOf(index),
      dataFolder: join(home, 'data'),
      linkFolder: linkFolderOf(participant),
      serverVersion,
      agents: agentsOf(participant, secrets),
      operatorPublicKey: operatorOf(participant, secrets).publicKey,
    })
    const address = `${LOOPBACK}:${String(portsOf(index).client)}`
    const keyFiles = [linkFiles(linkFolderOf(participant)).own]
    return countryNode(participant, secrets, {
      program,
      configuration,
      keyFiles,
      folder: home,
      address,
      limits,
    })
  })
}

function countryNode(
  participant: PlannedParticipant,
  secrets: NetworkSecrets,
  options: {
    readonly program: string
    readonly configuration: string
    readonly keyFiles: readonly string[]
    readonly folder: string
    readonly address: string
    readonly limits: NodeLimits
  },
): CountryNode {
  let server: NatsServer | undefined
  return {
    participant: participant.code,
    address: options.address,
    async start() {
      server = await startNatsServer(options)
      await provisionMailboxes({
        server: options.address,
        operatorSeed: operatorOf(participant, secrets).seed,
        participant: participant.code,
        mailboxes: agentsOf(participant, secrets).flatMap(({ mailboxes }) => mailboxes),
        limits: options.limits,
      })
    },
    async stop() {
      await server?.stop()
      server = undefined
    },
  }
}

function agentsOf({ organisations }: PlannedParticipant, secrets: NetworkSecrets) {
  return organisations.map(({ id }) => {
    const own = secrets.organisations[id]
    invariant(own !== undefined, 'country-node: every organisation has a key')
    const { publicKey } = own.nkey
    return { publicKey, inboxPrefix: inboxPrefixOf(publicKey), mailboxes: [own.mailbox] }
  })
}

function operatorOf({ code }: PlannedParticipant, secrets: NetworkSecrets) {
  const operator = secrets.participants[code]?.operator
  invariant(operator !== undefined, 'country-node: every Participant has an operator')
  return operator
}
