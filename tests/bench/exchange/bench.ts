import { openFileVault } from '@trm/adapter-vault-file'
import { invariant, type OrganisationId } from '@trm/kernel'
import { findNatsServer, freePorts, startNatsServer } from '@trm/nats'
import { encodeBase64url, randomBytes } from '@trm/sealing'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asTable, inMs, median, perSecond, quantile, say, type Figure } from '../figures.ts'
import { startMesh } from '../../support/mesh.ts'
import { createParty, publishLists, type Party } from '../../support/parties.ts'
import { startMember, wallClock, type Account, type Member } from './crew.ts'
import { serveOurs, type Station } from './ours.ts'
import { providePlain, servePlainRecipient, servePlainSender } from './plain.ts'
import { CASES, plainEvent } from './sample.ts'

const ROUNDS = 5
const RECIPIENTS = 2
const WARM_UP_EVENTS = 1 * CASES
const PAUSE_MS = 20
const DEADLINE_MS = 60_000
/** 100 events in a second to two recipients each: 200 deliveries. */
const EVENTS_PER_SECOND = 100

/** One way of bringing events to two recipients: a sender and its recipients, and how to end them. */
type Pipeline = {
  readonly sender: Member
  readonly recipients: readonly Member[]
  /** Whether recipients answer with receipts. */
  readonly givesReceipts: boolean
  stop(): Promise<void>
}

type Way = 'plain' | 'alone' | 'bundled'
type Start = (folder: string) => Promise<Pipeline>

const ways: Readonly<Record<Way, Start>> = {
  plain: startPlain,
  alone: (folder) => startOurs(folder, 1),
  bundled: (folder) => startOurs(folder, 64),
}

/** Measures the exchange beside the same pipeline without security, and prints a table. */
export async function benchExchange({ isQuick }: { readonly isQuick: boolean }): Promise<void> {
  const rounds = isQuick ? 1 : ROUNDS
  const events = isQuick ? Number(process.env['EVENTS'] ?? 500) : 3_000
  const results: Record<Way, Result[]> = { plain: [], alone: [], bundled: [] }
  const names = (process.env['WAYS']?.split(',') ?? Object.keys(ways)) as Way[]
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another way.
    const first = round % names.length
    for (const way of [...names.slice(first), ...names.slice(0, first)]) {
      say(`round ${round + 1} of ${rounds}: ${way}`)
      results[way].push(await measure(ways[way], events, isQuick))
    }
  }
  process.stdout.write(`${asTable(figuresOf(results))}\n\n${NOTES}\n`)
}

const NOTES = `One sender, two recipients, each a process; one nats-server with file storage; a durable outbox, the
schema check and a group commit on both sides of the comparison. Ours signs each event, seals each message,
checks signature, digests, consent and chain, encrypts sections at rest and answers with signed receipts.`

type Result = {
  readonly perSecond: number
  /** Until the sender has the last receipt, too. */
  readonly withReceiptsPerSecond: number
  readonly bytesPerDelivery: number
  readonly deliveriesPerMessage: number
  readonly receiptMessages: number
  readonly p50: number
  readonly p99: number
}

async function measure(start: Start, events: number, isQuick: boolean): Promise<Result> {
  const folder = mkdtempSync(join(process.env['TRM_BENCH_FOLDER'] ?? tmpdir(), 'trm-bench-'))
  const pipeline = await start(folder)
  try {
    await through(pipeline, WARM_UP_EVENTS)
    say('fast')
    const fast = await through(pipeline, events)
    say(`slow ${fast.elapsed} ${fast.elapsedWithReceipts} ${fast.messages} ${fast.receiptMessages}`)
    const slow = await through(pipeline, isQuick ? 50 : 1_500, EVENTS_PER_SECOND)
    const latencies = slow.latencies
    return {
      perSecond: (events * RECIPIENTS * 1_000) / fast.elapsed,
      withReceiptsPerSecond: (events * RECIPIENTS * 1_000) / fast.elapsedWithReceipts,
      bytesPerDelivery: fast.bytes / (events * RECIPIENTS),
      deliveriesPerMessage: (events * RECIPIENTS) / fast.messages,
      receiptMessages: fast.receiptMessages,
      p50: median(latencies),
      p99: quantile(latencies, 0.99),
    }
  } finally {
    await pipeline.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sends events through a pipeline and waits until all of it, receipts included, is done. */
async function through(pipeline: Pipeline, events: number, rate?: number) {
  const { sender, recipients, givesReceipts } = pipeline
  const before = await accounts(pipeline)
  const begun = wallClock()
  sender.order({ kind: 'send', events, ...(rate !== undefined && { perSecond: rate }) })
  const wanted = before.recipients.map(({ times }) => times.length + events)
  await until(async () => {
    const told = await Promise.all(recipients.map((recipient) => recipient.tell()))
    return told.every(({ times }, place) => times.length >= (wanted[place] ?? 0))
  })
  const receipts = before.sender.receipts + events * RECIPIENTS
  if (givesReceipts) await until(async () => (await sender.tell()).receipts >= receipts)
  const ended = wallClock()
  const after = await accounts(pipeline)
  const dueAt = new Map(after.sender.times.slice(before.sender.times.length))
  const durable = after.recipients.flatMap(({ times }, place) =>
    times.slice(before.recipients[place]?.times.length ?? 0),
  )
  const sum = (of: (account: Account) => number, side: 'recipients') =>
    after[side].reduce((all, account) => all + of(account), 0) -
    before[side].reduce((all, account) => all + of(account), 0)
  return {
    elapsed: Math.max(...durable.map(([, at]) => at)) - begun,
    elapsedWithReceipts: ended - begun,
    messages: after.sender.messages - before.sender.messages,
    bytes: after.sender.bytes - before.sender.bytes,
    receiptMessages: sum(({ messages }) => messages, 'recipients'),
    latencies: durable.flatMap(([event, at]) => {
      const due = dueAt.get(event)
      return due === undefined ? [] : [at - due]
    }),
  }
}

async function accounts({ sender, recipients }: Pipeline) {
  const [own, ...others] = await Promise.all([sender, ...recipients].map((member) => member.tell()))
  invariant(own !== undefined, 'bench: a sender')
  return { sender: own, recipients: others }
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = wallClock() + DEADLINE_MS
  while (!(await isDone())) {
    invariant(wallClock() < deadline, 'bench: everything arrives in time')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

async function startPlain(folder: string): Promise<Pipeline> {
  const program = await findProgram()
  const [port = 0, monitoring = 0] = await freePorts(2)
  const configuration = JSON.stringify({
    listen: `127.0.0.1:${port}`,
    http: `127.0.0.1:${monitoring}`,
    max_payload: 1_048_576,
    jetstream: { store_dir: join(folder, 'data'), max_memory_store: 0 },
  })
  const server = await startNatsServer({ program, configuration, folder: join(folder, 'nats') })
  const names = ['first', 'second']
  await providePlain(server.address, names)
  const recipients = await Promise.all(
    names.map((name) => startMember(['plain-recipient', folder, server.address, name])),
  )
  const sender = await startMember(['plain-sender', folder, server.address, ...names])
  return pipelineOf({ sender, recipients, givesReceipts: false }, () => server.stop())
}

async function startOurs(folder: string, itemsPerMessage: number): Promise<Pipeline> {
  const ids = ['at.sender', 'at.first', 'at.second']
  const keys = new Map<string, Uint8Array>()
  const parties: Party[] = []
  for (const id of ids) {
    mkdirSync(join(folder, id))
    const masterKey = randomBytes(32)
    keys.set(id, masterKey)
    // The vault wipes what it is given.
    const vault = await openFileVault({
      file: join(folder, id, 'vault.db'),
      masterKey: masterKey.slice(),
    })
    parties.push(await createParty(id, 'cso', vault))
    await vault.close()
  }
  const lists = (await publishLists(parties)).latest().map(({ token, root }) => ({
    token,
    ...root,
    publicKey: encodeBase64url(root.publicKey),
  }))
  const [first] = parties
  invariant(first !== undefined, 'bench: three parties')
  const { participant } = first
  const mesh = await startMesh(
    folder,
    new Map([[participant, parties.map(({ access }) => access)]]),
  )
  const members: Member[] = []
  for (const { id, access } of parties.toReversed()) {
    const station: Station = {
      self: id,
      participant,
      masterKey: encodeBase64url(keys.get(id) ?? new Uint8Array()),
      server: mesh.addressOf(participant),
      nkeySeed: access.seed,
      mailbox: access.mailbox,
      inboxPrefix: access.inboxPrefix,
      recipients: id === first.id ? ids.slice(1).map((to) => to as OrganisationId) : [],
      itemsPerMessage,
      lists,
    }
    writeFileSync(join(folder, id, 'station.json'), JSON.stringify(station), { mode: 0o600 })
    members.push(await startMember(['ours', join(folder, id)]))
  }
  const sender = members.pop()
  invariant(sender !== undefined, 'bench: the sender was started last')
  return pipelineOf({ sender, recipients: members, givesReceipts: true }, () => mesh.stop())
}

function pipelineOf(parts: Omit<Pipeline, 'stop'>, stopServer: () => Promise<void>): Pipeline {
  return {
    ...parts,
    async stop() {
      await parts.sender.stop()
      await Promise.all(parts.recipients.map((recipient) => recipient.stop()))
      await stopServer()
    },
  }
}

function findProgram(): Promise<string> {
  const { TRM_NATS_SERVER: program, PATH: path } = process.env
  return findNatsServer({ program, path })
}

function figuresOf(results: Readonly<Record<Way, readonly Result[]>>): readonly Figure[] {
  const of = (way: Way, value: (result: Result) => number) => median(results[way].map(value))
  const ratio = (way: Way, value: (result: Result) => number) =>
    median(
      results[way].map((result, round) => {
        const beside = results.plain[round]
        return beside === undefined ? Number.NaN : value(result) / value(beside)
      }),
    )
  const rate = (way: Way) =>
    perSecond(
      of(way, (result) => result.perSecond),
      1_000,
    )
  const whole = Buffer.byteLength(
    JSON.stringify(plainEvent('A'.repeat(22), 'at.sender', ['at.first', 'at.second'])),
  )
  const throughput = (way: Way, goal: number): Figure => ({
    what: `deliveries, ${way} / plain`,
    ours: rate(way),
    beside: rate('plain'),
    reached: ratio(way, (result) => result.perSecond),
    goal: { atLeast: goal },
  })
  const withReceipts = (way: Way): Figure => ({
    what: `the same until the last receipt is back, ${way}`,
    ours: perSecond(
      of(way, (result) => result.withReceiptsPerSecond),
      1_000,
    ),
    beside: `${Math.round(of(way, (result) => result.receiptMessages))} messages`,
    reached: ratio(way, (result) => result.withReceiptsPerSecond),
  })
  const latency = (way: Way, name: 'p50' | 'p99', goal: number): Figure => ({
    what: `${name} at ${EVENTS_PER_SECOND * RECIPIENTS} deliveries/s, ${way} / plain`,
    ours: inMs(of(way, (result) => result[name])),
    beside: inMs(of('plain', (result) => result[name])),
    reached: ratio(way, (result) => result[name]),
    goal: { atMost: goal },
  })
  const bytes = (way: Way, goal: number): Figure => ({
    what: `bytes of a delivery, ${way} / whole plain event`,
    ours: `${Math.round(of(way, (result) => result.bytesPerDelivery))} B, ${of(way, (result) => result.deliveriesPerMessage).toFixed(1)} in a message`,
    beside: `${whole} B`,
    reached: of(way, (result) => result.bytesPerDelivery) / whole,
    goal: { atMost: goal },
  })
  return [
    throughput('alone', 0.2),
    withReceipts('alone'),
    throughput('bundled', 0.6),
    withReceipts('bundled'),
    latency('bundled', 'p50', 2.5),
    latency('bundled', 'p99', 3),
    bytes('alone', 2.2),
    bytes('bundled', 1.6),
  ]
}

/** A process of a pipeline. */
export async function runExchangeChild([role, ...words]: readonly string[]): Promise<void> {
  if (role === 'ours') await serveOurs(words)
  else if (role === 'plain-sender') await servePlainSender(words)
  else await servePlainRecipient(words)
}
