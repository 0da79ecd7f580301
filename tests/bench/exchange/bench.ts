import { invariant } from '@trm/kernel'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asTable, median, quantile, say } from '../figures.ts'
import { wallClock, type Account } from './crew.ts'
import { serveOurs } from './ours.ts'
import { startOurs, startPlain, type Pipeline } from './pipelines.ts'
import { servePlainRecipient, servePlainSender } from './plain.ts'
import { exchangeFigures, EVENTS_PER_SECOND, RECIPIENTS, type Result, type Way } from './table.ts'

/** How much is measured: rounds of every way, and events in each of its three parts. */
type Extent = {
  readonly rounds: number
  /** Sent through the whole path first, and not counted. */
  readonly warmUp: number
  /** Sent as fast as it goes. */
  readonly fast: number
  /** Sent at {@link EVENTS_PER_SECOND}, to see how long each one takes. */
  readonly paced: number
}

const FULL: Extent = { rounds: 5, warmUp: 400, fast: 3_000, paced: 1_500 }
const QUICK: Extent = { rounds: 1, warmUp: 50, fast: 500, paced: 50 }

/** How often the processes are asked how far they are. */
const PAUSE_MS = 20
/** Longer than the slowest way takes for its part; what is not there then is lost. */
const DEADLINE_MS = 120_000

const ways: Readonly<Record<Way, (folder: string) => Promise<Pipeline>>> = {
  plain: startPlain,
  alone: (folder) => startOurs(folder, 1),
  bundled: (folder) => startOurs(folder, 64),
}

/** Measures the exchange beside the same pipeline without security, and prints a table. */
export async function benchExchange({ isQuick }: { readonly isQuick: boolean }): Promise<void> {
  const extent = isQuick ? QUICK : FULL
  const results: Record<Way, Result[]> = { plain: [], alone: [], bundled: [] }
  const names = Object.keys(ways) as Way[]
  for (let round = 0; round < extent.rounds; round++) {
    // Each round begins with another way.
    const first = round % names.length
    for (const way of [...names.slice(first), ...names.slice(0, first)]) {
      say(`round ${round + 1} of ${extent.rounds}: ${way}`)
      results[way].push(await measure(ways[way], extent))
    }
  }
  process.stdout.write(`${asTable(exchangeFigures(results))}\n\n${NOTES}\n`)
}

const NOTES = `One sender, two recipients, each a process; one nats-server with file storage; a durable outbox, the
schema check and a group commit on both sides of the comparison. Ours signs each event, seals each message,
checks signature, digests, consent and chain, encrypts sections at rest and answers with signed receipts.`

async function measure(
  start: (folder: string) => Promise<Pipeline>,
  { warmUp, fast, paced }: Extent,
): Promise<Result> {
  const folder = mkdtempSync(join(process.env['TRM_BENCH_FOLDER'] ?? tmpdir(), 'trm-bench-'))
  const pipeline = await start(folder)
  try {
    await through(pipeline, warmUp)
    const flood = await through(pipeline, fast)
    const { latencies } = await through(pipeline, paced, EVENTS_PER_SECOND)
    const deliveries = fast * RECIPIENTS
    return {
      perSecond: (deliveries * 1_000) / flood.elapsed,
      withReceiptsPerSecond: (deliveries * 1_000) / flood.elapsedWithReceipts,
      bytesPerDelivery: flood.bytes / deliveries,
      deliveriesPerMessage: deliveries / flood.messages,
      receiptMessages: flood.receiptMessages,
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
  return {
    elapsed: Math.max(...durable.map(([, at]) => at)) - begun,
    elapsedWithReceipts: ended - begun,
    messages: after.sender.messages - before.sender.messages,
    bytes: after.sender.bytes - before.sender.bytes,
    receiptMessages: messagesOf(after.recipients) - messagesOf(before.recipients),
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

function messagesOf(accounts: readonly Account[]): number {
  return accounts.reduce((all, { messages }) => all + messages, 0)
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = wallClock() + DEADLINE_MS
  while (!(await isDone())) {
    invariant(wallClock() < deadline, 'bench: everything arrives in time')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** A process of a pipeline. */
export async function runExchangeChild([role, ...words]: readonly string[]): Promise<void> {
  if (role === 'ours') await serveOurs(words)
  else if (role === 'plain-sender') await servePlainSender(words)
  else await servePlainRecipient(words)
}
