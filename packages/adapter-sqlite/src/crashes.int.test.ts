import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordedEvent } from '@trm/ports'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { openSqliteEventStore } from './event-store.ts'
import { systemClock } from './test-support/samples.ts'
import { seededChances, type Chances } from './test-support/seeded.ts'

const KILLS = 200
const LIFETIMES = 25
/** As many files at a time as there is something to gain by. */
const LANES = 2
const DEADLINE_MS = 120_000

const seed = Number(process.env['TRM_CRASH_SEED'] ?? randomInt(2 ** 31))

const script = (name: string) => new URL(`./test-support/${name}.ts`, import.meta.url)

/** What a writer said was recorded: by id, where. */
type Acknowledged = Map<string, bigint>

describe(`a store file whose processes are killed, ${KILLS} times, TRM_CRASH_SEED=${seed}`, () => {
  it(
    'has every acknowledged append, no half of one, and is followed exactly once',
    async () => {
      process.stderr.write(`TRM_CRASH_SEED=${seed}\n`)
      const files = Array.from({ length: KILLS / LIFETIMES }, (_, index) => index)
      const lanes = Array.from({ length: LANES }, async () => {
        for (let index = files.shift(); index !== undefined; index = files.shift())
          await killAgainAndAgain(seededChances(seed + index))
      })
      await Promise.all(lanes)
    },
    DEADLINE_MS,
  )
})

/** One file, its writers one after the other, and beside some of them a follower that is killed too. */
async function killAgainAndAgain(chances: Chances): Promise<void> {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'events.sqlite')
  const notesFile = join(folder.path, 'notes.sqlite')
  const acknowledged: Acknowledged = new Map()
  for (let lifetime = 1; lifetime <= LIFETIMES; lifetime++) {
    const isFollowed = acknowledged.size > 0 && chances.below(3) === 0
    const following = isFollowed ? killWhileFollowing(file, notesFile, chances) : undefined
    await killWhileAppending(file, chances, acknowledged)
    await following
    // Not every time: the next writer has to find its way about after a crash by itself.
    if (chances.below(5) === 0) await expectConsistent(file, acknowledged)
  }
  const events = await expectConsistent(file, acknowledged)
  expect(acknowledged.size).toBeGreaterThan(LIFETIMES)
  await followToTheEnd(file, notesFile, events.length)
  expect(notesOf(notesFile)).toStrictEqual(
    events.map(({ id, position }) => ({ id, position: Number(position) })),
  )
}

/** Ends a writer at any moment: while it starts, opens, repairs, appends or makes a checkpoint. */
async function killWhileAppending(
  file: string,
  chances: Chances,
  acknowledged: Acknowledged,
): Promise<void> {
  await using child = startChild(script('append-until-killed'), [file, `${chances.below(2 ** 31)}`])
  const lines: string[] = []
  if (chances.below(5) === 0) await sleep(chances.below(120))
  else {
    expect(await child.nextLine()).toBe('open')
    for (let wanted = chances.below(30); wanted > 0; wanted--)
      lines.push((await child.nextLine()) ?? '')
    await sleep(chances.below(10))
  }
  await child.kill()
  for (let line = await child.nextLine(); line !== undefined; line = await child.nextLine())
    lines.push(line)
  for (const line of lines) note(line, acknowledged)
}

/** `position id id …`, the position being that of the last. */
function note(line: string, acknowledged: Acknowledged): void {
  if (line === 'open') return
  const [position = '', ...ids] = line.split(' ')
  for (const [index, id] of ids.entries())
    acknowledged.set(id, BigInt(position) - BigInt(ids.length - 1 - index))
}

async function killWhileFollowing(file: string, notes: string, chances: Chances): Promise<void> {
  const end = `${Number.MAX_SAFE_INTEGER}`
  await using follower = startChild(script('follow-until-killed'), [file, notes, end])
  await sleep(50 + chances.below(150))
  await follower.kill()
}

async function followToTheEnd(file: string, notes: string, end: number): Promise<void> {
  await using follower = startChild(script('follow-until-killed'), [file, notes, `${end}`])
  expect(await follower.nextLine()).toBe('done')
}

/** Opens the file as the next writer would, and looks at everything in it. */
async function expectConsistent(
  file: string,
  acknowledged: Acknowledged,
): Promise<readonly RecordedEvent[]> {
  const store = await openSqliteEventStore({ file, clock: systemClock })
  const events: RecordedEvent[] = []
  for await (const event of store.readAll()) events.push(event)
  await store.close()

  const positions = new Map(events.map(({ id, position }) => [id, position]))
  for (const [id, position] of acknowledged) expect(positions.get(id)).toBe(position)
  expect(events.map(({ position }) => position)).toStrictEqual(
    events.map((_, index) => BigInt(index + 1)),
  )
  for (const stream of Map.groupBy(events, ({ streamId }) => streamId).values())
    expect(stream.map(({ revision }) => revision)).toStrictEqual(
      stream.map((_, index) => BigInt(index)),
    )
  for (const append of Map.groupBy(events, ({ data }) => data['append']).values())
    expect(append).toHaveLength(Number(append[0]?.data['size']))
  return events
}

/** What the follower noted, in the order in which it noted it. */
function notesOf(file: string): readonly unknown[] {
  const database = new DatabaseSync(file)
  const rows = database.prepare('SELECT id, position FROM note ORDER BY rowid').all()
  database.close()
  return rows.map((row) => ({ ...row }))
}
