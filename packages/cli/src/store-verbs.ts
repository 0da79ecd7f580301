import { copyStore } from '@trm/event-tools'
import { digestOfEvents } from '@trm/ports'
import { readOptions, type Answer } from './answer.ts'
import { inWords } from './backup-verbs.ts'
import { StoreCopyError } from './store-copy-error.ts'
import { parseStoreUrl, storeSchemes } from './store-url.ts'

const NO_STORE: Answer = {
  problem: `a store is named by its URL: ${storeSchemes.map((scheme) => `${scheme}:FILE`).join(' or ')}`,
}

/** `trm store copy` and `trm store digest`: what is done with stores of any engine. */
export async function store([verb, ...words]: readonly string[]): Promise<Answer> {
  if (verb === 'copy') return copy(words)
  if (verb === 'digest') return digest(words)
  return { problem: 'store takes copy or digest' }
}

async function copy(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { from: { type: 'string' }, to: { type: 'string' } })
  if (options === undefined) return { problem: 'store copy takes --from and --to' }
  const [source, target] = [parseStoreUrl(options.from ?? ''), parseStoreUrl(options.to ?? '')]
  if (source === undefined || target === undefined) return NO_STORE
  await using closing = new AsyncDisposableStack()
  const from = await source.engine.openThere(source.place)
  closing.defer(() => from.close())
  const to = await target.engine.open(target.place)
  closing.defer(() => to.close())
  const copied = await copyStore({
    from,
    to,
    appendsAtOnce: target.engine.appendsAtOnce,
    progress: (events) => process.stderr.write(`  ${events} events\n`),
  })
  if (!copied.ok) throw new StoreCopyError(copied.failure)
  const { resumedAfter } = copied.value
  const earlier = resumedAfter === 0 ? '' : `, ${resumedAfter} of them earlier`
  return { output: `copied${earlier}: ${inWords(copied.value)}\n` }
}

async function digest(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, { of: { type: 'string' } })
  if (options === undefined) return { problem: 'store digest takes --of' }
  const named = parseStoreUrl(options.of ?? '')
  if (named === undefined) return NO_STORE
  const reader = await named.engine.read(named.place)
  try {
    return { output: `${inWords(await digestOfEvents(reader.readAll()))}\n` }
  } finally {
    await reader.close()
  }
}
