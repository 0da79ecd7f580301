import {
  AckPolicy,
  connect,
  nanos,
  RetentionPolicy,
  StorageType,
  StringCodec,
  type JetStreamClient,
  type JsMsg,
} from 'nats'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { atRate, serve, wallClock, type Order } from './crew.ts'
import { CASES, plainEvent, plainSchema } from './sample.ts'

// The same pipeline without security: a durable outbox, JetStream, the schema, a group commit.

const GROUP = 64
/** How many messages may wait for JetStream's acknowledgement. */
const IN_FLIGHT = 256
/** How many messages are asked for ahead. */
const AHEAD = 256

const text = StringCodec()

function openTable(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, body TEXT NOT NULL, sent INTEGER) STRICT`)
  return database
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  work()
  database.exec('COMMIT')
}

/** Collects what is submitted in one turn and commits it together. */
function committer<Job>(database: DatabaseSync, run: (job: Job) => void) {
  const waiting: { readonly job: Job; readonly done: () => void }[] = []
  function commit(): void {
    const group = waiting.splice(0, GROUP)
    inTransaction(database, () => {
      for (const { job } of group) run(job)
    })
    for (const { done } of group) done()
    if (waiting.length > 0) setImmediate(commit)
  }
  return (job: Job) =>
    new Promise<void>((done) => {
      waiting.push({ job, done })
      if (waiting.length === 1) setImmediate(commit)
    })
}

/** Writes events into its outbox, publishes them to each recipient and strikes off what JetStream has. */
export async function servePlainSender(words: readonly string[]): Promise<void> {
  const [folder = '', server = '', ...recipients] = words
  const connection = await connect({ servers: server })
  const jetStream = connection.jetstream()
  const database = openTable(join(folder, 'outbox.db'))
  const insert = database.prepare('INSERT INTO event (id, body, sent) VALUES (?, ?, 0)')
  const strike = database.prepare('UPDATE event SET sent = 1 WHERE id = ?')
  const write = committer<readonly [string, string]>(database, (row) => insert.run(...row))
  const settle = committer<string>(database, (id) => strike.run(id))
  const counted = { times: [] as (readonly [string, number])[], messages: 0, bytes: 0, receipts: 0 }
  let inFlight = 0

  async function publish(recipient: string, id: string, body: string): Promise<void> {
    const bytes = text.encode(body)
    counted.messages += 1
    counted.bytes += bytes.length
    await jetStream.publish(`inbox.${recipient}`, bytes, { msgID: `${id}.${recipient}` })
  }

  async function sendOne(index: number, dueAt: number): Promise<void> {
    inFlight += 1
    const event = plainEvent(`case-${index % CASES}`, 'sender', recipients)
    counted.times.push([event.id, dueAt])
    const body = JSON.stringify(event)
    await write([event.id, body])
    await Promise.all(recipients.map((recipient) => publish(recipient, event.id, body)))
    await settle(event.id)
    inFlight -= 1
  }

  await serve({
    async send(order: Extract<Order, { kind: 'send' }>) {
      let index = 0
      await atRate(order, async (dueAt) => {
        void sendOne(index++, dueAt)
        while (inFlight >= IN_FLIGHT) await new Promise((resolve) => setImmediate(resolve))
      })
    },
    tell: () => counted,
    async stop() {
      await connection.close()
      database.close()
    },
  })
}

/** Fetches, checks the schema, commits in groups and acknowledges. */
export async function servePlainRecipient([
  folder = '',
  server = '',
  name = '',
]: readonly string[]) {
  const connection = await connect({ servers: server })
  const jetStream = connection.jetstream()
  const database = openTable(join(folder, `${name}.db`))
  const insert = database.prepare('INSERT OR IGNORE INTO event (id, body) VALUES (?, ?)')
  const counted = { times: [] as (readonly [string, number])[], messages: 0, bytes: 0, receipts: 0 }
  const write = committer<JsMsg>(database, (message) => {
    const body = text.decode(message.data)
    const { id } = plainSchema.parse(JSON.parse(body))
    insert.run(id, body)
    pending.push(id)
  })
  const pending: string[] = []
  const stopping = new AbortController()
  const running = fetchAll(jetStream, name, stopping.signal, async (message) => {
    await write(message)
    const at = wallClock()
    for (const id of pending.splice(0)) counted.times.push([id, at])
    message.ack()
  })
  await serve({
    tell: () => counted,
    async stop() {
      stopping.abort()
      await running
      await connection.close()
      database.close()
    },
  })
}

async function fetchAll(
  jetStream: JetStreamClient,
  name: string,
  signal: AbortSignal,
  handle: (message: JsMsg) => Promise<void>,
): Promise<void> {
  const consumer = await jetStream.consumers.get(name, name)
  const messages = await consumer.consume({ max_messages: AHEAD })
  signal.addEventListener('abort', () => messages.stop())
  const handled: Promise<void>[] = []
  for await (const message of messages) handled.push(handle(message))
  await Promise.all(handled)
}

/** A stream and a consumer for each recipient. */
export async function providePlain(server: string, recipients: readonly string[]): Promise<void> {
  const connection = await connect({ servers: server })
  const manager = await connection.jetstreamManager()
  for (const name of recipients) {
    await manager.streams.add({
      name,
      subjects: [`inbox.${name}`],
      storage: StorageType.File,
      retention: RetentionPolicy.Workqueue,
      duplicate_window: nanos(60_000),
    })
    await manager.consumers.add(name, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      max_ack_pending: GROUP * 16,
    })
  }
  await connection.close()
}
