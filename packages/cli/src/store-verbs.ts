import { backupEventStore, restoreEventStore } from '@trm/adapter-sqlite'
import { copyStore, type CopyFailure } from '@trm/event-tools'
import { assertNever } from '@trm/kernel'
import { digestOfEvents, type EventDigest } from '@trm/ports'
import { caseLogFile, caseLogOptions } from './case-log-file.ts'
import { parseStoreUrl } from './store-url.ts'
import { readOptions, UsageError } from './usage.ts'

const dataFolder = (): string => process.env['TRM_DATA'] ?? '.trm'

/** Takes a backup of a case log beside the agent that uses it. */
export async function backup(words: readonly string[]): Promise<void> {
  const { to, ...named } = readOptions(words, { ...caseLogOptions, to: { type: 'string' } })
  if (to === undefined) throw new UsageError('--to takes the name of a new file')
  const taken = await backupEventStore({ file: caseLogFile(named, dataFolder()), to })
  tell('backup taken', taken)
}

/** Puts a backup in place where there is no case log. */
export async function restore(words: readonly string[]): Promise<void> {
  const { from, ...named } = readOptions(words, { ...caseLogOptions, from: { type: 'string' } })
  if (from === undefined) throw new UsageError('--from takes the name of a backup')
  const restored = await restoreEventStore({ from, file: caseLogFile(named, dataFolder()) })
  tell('restored', restored)
}

/** `copy` and `digest`: what is done with stores of any engine. */
export async function store([verb, ...words]: readonly string[]): Promise<void> {
  if (verb === 'copy') return copy(words)
  if (verb === 'digest') return digest(words)
  throw new UsageError('store takes copy or digest')
}

async function copy(words: readonly string[]): Promise<void> {
  const options = readOptions(words, { from: { type: 'string' }, to: { type: 'string' } })
  const [source, target] = [parseStoreUrl(options.from ?? ''), parseStoreUrl(options.to ?? '')]
  await using closing = new AsyncDisposableStack()
  const from = await source.engine.open(source.place, true)
  closing.defer(() => from.close())
  const to = await target.engine.open(target.place, false)
  closing.defer(() => to.close())
  const copied = await copyStore({
    from,
    to,
    appendsAtOnce: target.engine.appendsAtOnce,
    progress: (events) => process.stderr.write(`  ${events} events\n`),
  })
  if (!copied.ok) throw new UsageError(explain(copied.failure))
  const { resumedAfter } = copied.value
  tell(resumedAfter === 0 ? 'copied' : `copied, ${resumedAfter} of them earlier`, copied.value)
}

async function digest(words: readonly string[]): Promise<void> {
  const { of = '' } = readOptions(words, { of: { type: 'string' } })
  const { engine, place } = parseStoreUrl(of)
  const reader = await engine.read(place)
  try {
    tell('in the store', await digestOfEvents(reader.readAll()))
  } finally {
    await reader.close()
  }
}

function tell(what: string, { events, digest: value }: EventDigest): void {
  process.stdout.write(`${what}: ${events} events, digest ${value}\n`)
}

function explain(failure: CopyFailure): string {
  switch (failure.kind) {
    case 'target-differs':
      return `event ${failure.event} of the target is not that of the source: it is another store`
    case 'source-has-gaps':
      return 'the source has lost events by compaction and cannot be copied'
    case 'target-refused':
      return `the target has refused an event (${failure.refusal}): somebody else writes to it`
    case 'digest-differs':
      return 'the target does not give back what it was given: do not use it'
    default:
      return assertNever(failure, 'store copy: unknown failure')
  }
}
