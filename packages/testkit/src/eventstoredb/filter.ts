import type streams from '@eventstore/db-client/generated/streams_pb.js'
import type { LogRecord } from './event-log.ts'

/** Which records of the log a reader wants, and how often it is told where the reading has come to. */
export type RecordFilter = {
  matches(record: LogRecord): boolean
  /** In records looked at. */
  readonly checkpointInterval: number
}

const WINDOW = 32

/** By stream name or event type, by prefixes or a regular expression. */
export function filterOf(filter: streams.ReadReq.Options.FilterOptions | undefined): RecordFilter {
  if (filter === undefined) return { matches: () => true, checkpointInterval: Infinity }
  const expression = filter.getEventType() ?? filter.getStreamIdentifier()
  const prefixes = expression?.getPrefixList() ?? []
  const regex = new RegExp(expression?.getRegex() ?? '')
  const subject = (record: LogRecord): string =>
    filter.hasEventType() ? record.type : record.streamId
  return {
    matches: (record) =>
      prefixes.length > 0
        ? prefixes.some((prefix) => subject(record).startsWith(prefix))
        : regex.test(subject(record)),
    checkpointInterval:
      filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : WINDOW),
  }
}
