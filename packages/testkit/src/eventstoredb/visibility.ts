import { TOMBSTONE_REVISION, type EventLog, type LogRecord } from './event-log.ts'

/** What a stream's metadata hides from its readers. @see EventStore.Core, StreamMetadata */
export type Visibility = {
  readonly maxAgeMs: number
  readonly truncateBefore: bigint
}

/** No revision is as high: everything is truncated. It is a number in JSON, and so not exactly 2^63 - 1. */
export const SOFT_DELETED = 2n ** 63n

const SECOND_MS = 1_000
const ALL: Visibility = { maxAgeMs: Infinity, truncateBefore: 0n }

/** Reads the latest metadata of a stream. */
export function visibilityOf(log: EventLog, streamId: string): Visibility {
  const [latest] = log.readStream(`$$${streamId}`, { from: TOMBSTONE_REVISION, limit: 1 }, true)
  if (latest?.isJson !== true) return ALL
  const metadata = JSON.parse(new TextDecoder().decode(latest.data)) as Record<string, unknown>
  const { $maxAge: maxAge, $tb: truncateBefore } = metadata
  return {
    maxAgeMs: typeof maxAge === 'number' ? maxAge * SECOND_MS : Infinity,
    truncateBefore: typeof truncateBefore === 'number' ? BigInt(truncateBefore) : 0n,
  }
}

export function isVisible(record: LogRecord, { maxAgeMs, truncateBefore }: Visibility): boolean {
  return record.revision >= truncateBefore && record.createdMs >= Date.now() - maxAgeMs
}
