import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { asTable, inMs, median, perSecond, quantile, say, timed, type Figure } from '../figures.ts'
import { insertPlain, openPlain, removeDatabase } from './plain-sqlite.ts'
import { benchReading, WHY_PARSED } from './reading.ts'
import { appendAll, clock, STREAMS } from './samples.ts'

const ROUNDS = 5
const GROUP = 64
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const MIB = 1024 * 1024

const openStore = (file: string) => openSqliteEventStore({ file, clock })

/** Measures the event store beside plain SQLite, on the disk of the temporary folder, and prints a table. */
export async function benchStore({ isQuick }: { readonly isQuick: boolean }): Promise<void> {
  const scale = isQuick ? 0.1 : 1
  const folder = mkdtempSync(join(process.env['TRM_BENCH_FOLDER'] ?? tmpdir(), 'trm-bench-'))
  try {
    const figures = [
      ...(await appending(folder, Math.round(20_000 * scale))),
      ...(await benchReading(folder, Math.round(100_000 * scale))),
      ...(await large(folder, Math.round(1_000_000 * scale))),
    ]
    process.stdout.write(`${asTable(figures)}\n\n${WHY_PARSED}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Durable appends, and how long one takes, in rounds that alternate. */
async function appending(folder: string, count: number): Promise<readonly Figure[]> {
  const rounds: { grouped: number; single: number; plain: number }[] = []
  const [latencies, transactions]: [number[], number[]] = [[], []]
  const singles = Math.ceil(count / 10)
  for (let round = 0; round < ROUNDS; round++) {
    say(`appending, round ${round + 1} of ${ROUNDS}`)
    const grouped = await appendOurs(join(folder, 'grouped.db'), count, GROUP)
    const single = await appendOurs(join(folder, 'single.db'), singles, 1)
    const database = await openPlain(join(folder, 'plain.db'))
    let durations: number[] = []
    const plain = await timed(() => {
      durations = insertPlain(database, count, GROUP)
    })
    database.close()
    rounds.push({
      grouped: grouped.elapsed / count,
      single: single.elapsed / singles,
      plain: plain / count,
    })
    latencies.push(...grouped.latencies)
    transactions.push(...durations)
    for (const name of ['grouped.db', 'single.db', 'plain.db']) removeDatabase(join(folder, name))
  }
  const rate = (of: (round: (typeof rounds)[number]) => number) =>
    perSecond(1, median(rounds.map(of)))
  const spread = (values: readonly number[]) =>
    `p50 ${inMs(median(values))}, p99 ${inMs(quantile(values, 0.99))}, max ${inMs(Math.max(...values))}`
  return [
    {
      what: '64 writers / one transaction per append',
      ours: rate(({ grouped }) => grouped),
      beside: rate(({ single }) => single),
      reached: median(rounds.map(({ grouped, single }) => single / grouped)),
      goal: { atLeast: 4 },
    },
    {
      what: '64 writers / plain loop, groups of 64',
      ours: rate(({ grouped }) => grouped),
      beside: rate(({ plain }) => plain),
      reached: median(rounds.map(({ grouped, plain }) => plain / grouped)),
      goal: { atLeast: 0.8 },
    },
    {
      what: 'an append under load / a plain transaction, p99',
      ours: spread(latencies),
      beside: spread(transactions),
      reached: quantile(latencies, 0.99) / quantile(transactions, 0.99),
      goal: { atMost: 1 },
    },
  ]
}

async function appendOurs(file: string, count: number, writers: number) {
  const store = await openStore(file)
  let latencies: number[] = []
  const elapsed = await timed(async () => {
    latencies = await appendAll(store, count, writers)
  })
  await store.close()
  return { elapsed, latencies }
}

/** What a store of a million events takes to open and to follow, each in a process of its own. */
async function large(folder: string, count: number): Promise<readonly Figure[]> {
  const file = join(folder, 'large.db')
  say(`filling a store with ${count} events`)
  const database = await openPlain(file)
  database.exec('PRAGMA synchronous = OFF')
  insertPlain(database, count, STREAMS * 100)
  database.close()
  say('opening it')
  const size = `${Math.round(statSync(file).size / MIB)} MiB`
  const clean = await measure('open', file)
  const killed = await killAfterAppending(file).then(() => measure('open', file))
  say('following it')
  const growth = await measure('follow', file)
  const opening = (what: string, elapsed: number): Figure => ({
    what: `open and append with ${count.toLocaleString('en')} events, ${what}`,
    ours: inMs(elapsed),
    beside: size,
    reached: elapsed / 1_000,
    goal: { atMost: 1 },
  })
  return [
    opening('after a clean end', clean),
    opening('after a kill', killed),
    {
      what: `memory of a subscription over ${count.toLocaleString('en')} events`,
      ours: `${Math.round(growth)} MiB more`,
      beside: size,
      reached: growth,
      goal: { atMost: 150 },
    },
  ]
}

/** A measurement in a process of its own. @returns milliseconds, or MiB. */
async function measure(what: 'open' | 'follow', file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, childWords(what, file))
  return Number(stdout)
}

async function killAfterAppending(file: string): Promise<void> {
  const child = spawn(process.execPath, childWords('hold', file), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function childWords(what: string, file: string): string[] {
  return ['--disable-warning=ExperimentalWarning', '--expose-gc', MAIN, 'store-child', what, file]
}

/** The other side of a measurement. */
export async function runStoreChild([what, file = '']: readonly string[]): Promise<void> {
  if (what === 'open') {
    let elapsed = performance.now()
    const store = await openStore(file)
    await store.append(`case-${crypto.randomUUID()}`, [sample()], 'no-stream')
    elapsed = performance.now() - elapsed
    process.stdout.write(`${elapsed}`)
    await store.close()
  } else if (what === 'follow') {
    process.stdout.write(`${await memoryOfFollowing(file)}`)
  } else {
    const store = await openStore(file)
    for (let group = 0; group < 20; group++)
      await Promise.all(
        Array.from({ length: GROUP }, () =>
          store.append(`case-${crypto.randomUUID()}`, [sample()], 'no-stream'),
        ),
      )
    process.stdout.write('ready')
    await new Promise(() => setInterval(() => undefined, 1_000))
  }
}

/** The most that the process grew by, in MiB, while it went through the whole history. */
async function memoryOfFollowing(file: string): Promise<number> {
  const end = lastPosition(file)
  const store = await openStore(file)
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  let count = 0
  for await (const { position } of store.subscribe({ signal: new AbortController().signal })) {
    if (++count % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss)
    if (position >= end) break
  }
  await store.close()
  return (most - before) / MIB
}

function lastPosition(file: string): bigint {
  const database = new DatabaseSync(file, { readOnly: true })
  const row = database.prepare('SELECT max(position) AS last FROM event').get()
  database.close()
  return BigInt(Number(row?.['last']))
}

function sample() {
  return { id: crypto.randomUUID(), type: 'ReferralProposed', data: { text: 'x'.repeat(2_000) } }
}
