import { storedEvent, type RefusalReason } from '@trm/contracts'
import type { CaseReference, EventId, OrganisationId } from '@trm/kernel'
import { memoryVault } from '@trm/adapter-memory'
import { waitFor } from '@trm/testkit'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPartyVault, startAgent, type InProcessAgent } from '../support/in-process-agent.ts'
import { startMesh } from '../support/mesh.ts'
import { startOutsider, type Outsider, type SeenReceipt } from '../support/outsider.ts'
import { createParty, listParties, type Party } from '../support/parties.ts'

const VIENNA = 'at.vienna-cso' as OrganisationId
export const BELGRADE = 'rs.belgrade-cso' as OrganisationId

/** Two agents of two Participants, and organisations beside them that play by no rules. */
export type Scene = {
  readonly vienna: InProcessAgent
  readonly belgrade: InProcessAgent
  /** A CSO like Vienna. What it signs is genuine. */
  readonly rogue: Outsider
  readonly auditor: Outsider
  /** A service that has no part in what the others do. */
  readonly bystander: Outsider
  /** Of a kind that hands nobody over. */
  readonly consulate: Outsider
  stop(): Promise<void>
}

/** Long enough for a busy machine; a message takes some ten milliseconds. */
const DEADLINE_MS = 8_000

export async function startScene(): Promise<Scene> {
  await using starting = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'trm-exchange-'))
  starting.defer(() => rm(folder, { recursive: true, force: true }))
  const homeOf = (name: string) => join(folder, name)
  const agents = []
  for (const id of [VIENNA, BELGRADE]) {
    await mkdir(homeOf(id))
    const vault = await openPartyVault(homeOf(id))
    agents.push({ vault, party: await createParty(id, 'cso', vault) })
  }
  const strangers = [
    await createParty('at.rogue-cso', 'cso', memoryVault()),
    await createParty('at.rogue-auditor', 'auditor', memoryVault()),
    await createParty('at.bystander', 'shelter', memoryVault()),
    await createParty('at.rogue-consulate', 'consular', memoryVault()),
  ]
  const parties = [...agents.map(({ party }) => party), ...strangers]
  const newDirectory = await listParties(parties)
  const byParticipant = Map.groupBy(parties, ({ participant }) => participant)
  const mesh = await startMesh(
    folder,
    new Map([...byParticipant].map(([code, own]) => [code, own.map(({ access }) => access)])),
  )
  starting.defer(() => mesh.stop())
  const outsider = async (party: Party) => {
    const server = mesh.addressOf(party.participant)
    const started = await startOutsider({ party, directory: await newDirectory(), server })
    starting.defer(() => started.stop())
    return started
  }
  const [rogue, auditor, bystander, consulate] = await Promise.all(strangers.map(outsider))
  const [vienna, belgrade] = await Promise.all(
    agents.map(async ({ party, vault }) => {
      const server = mesh.addressOf(party.participant)
      const directory = await newDirectory()
      const agent = await startAgent({ party, vault, folder: homeOf(party.id), directory, server })
      starting.defer(() => agent.stop())
      return agent
    }),
  )
  if (!vienna || !belgrade || !rogue || !auditor || !bystander || !consulate)
    throw new Error('scene: incomplete')
  const running = starting.move()
  const outsiders = { rogue, auditor, bystander, consulate }
  return { vienna, belgrade, ...outsiders, stop: () => running.disposeAsync() }
}

/** The entry of the quarantine with this digest, once it is there. */
export function quarantinedAt(agent: InProcessAgent, digest: string) {
  return waitFor(
    async () => (await agent.quarantine()).find((message) => message.digest === digest),
    { deadlineMs: DEADLINE_MS, what: 'a message in quarantine' },
  )
}

/** The receipt over this event, once it has come to this organisation. */
export function receiptFor(outsider: Outsider, event: EventId): Promise<SeenReceipt> {
  return waitFor(() => receiptsFor(outsider, event).at(-1), {
    deadlineMs: DEADLINE_MS,
    what: 'a receipt',
  })
}

/** Those that settle it: it is stored, or it is refused. */
export function receiptsFor(outsider: Outsider, event: EventId): readonly SeenReceipt[] {
  return outsider.receipts.filter(({ receipt }) =>
    receipt.items.some((item) => item.event === event && item.verdict !== 'heldBack'),
  )
}

/** What was said to be missing before an event that was held back, by each receipt that said so. */
export function missingBefore(
  outsider: Outsider,
  event: EventId,
): readonly (EventId | undefined)[] {
  return outsider.receipts.flatMap(({ receipt }) =>
    receipt.items.flatMap((item) =>
      item.event === event && item.verdict === 'heldBack' ? [item.missing] : [],
    ),
  )
}

/** What the newest receipt says about an event: `stored`, or the reason of a refusal. */
export async function verdictOn(
  outsider: Outsider,
  event: EventId,
): Promise<'stored' | RefusalReason | undefined> {
  const { receipt } = await receiptFor(outsider, event)
  const item = receipt.items.find((candidate) => candidate.event === event)
  if (item?.verdict === 'heldBack') return undefined
  return item?.verdict === 'refused' ? item.reason : item?.verdict
}

export async function idsOf(agent: InProcessAgent, reference: CaseReference) {
  return (await agent.caseEvents(reference)).map(({ id }) => id)
}

/** The events of a case that an agent was sent. */
export async function receivedIdsOf(agent: InProcessAgent, reference: CaseReference) {
  const events = await agent.caseEvents(reference)
  const received = events.filter(({ data }) => storedEvent.parse(data).origin.kind === 'received')
  return received.map(({ id }) => id)
}

export function until<Answer>(what: string, condition: () => Answer | Promise<Answer>) {
  return waitFor(condition, { deadlineMs: DEADLINE_MS, what })
}
