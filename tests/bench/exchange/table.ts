import { inMs, median, perSecond, type Figure } from '../figures.ts'
import { plainEvent } from './sample.ts'

export const RECIPIENTS = 2
/** 100 events in a second to two recipients each: 200 deliveries. */
export const EVENTS_PER_SECOND = 100

/** Without security; with each delivery in a message of its own; with what waits for one recipient in one. */
export type Way = 'plain' | 'alone' | 'bundled'

/** What one round of one way came to. */
export type Result = {
  readonly perSecond: number
  /** Until the sender has the last receipt, too. */
  readonly withReceiptsPerSecond: number
  readonly bytesPerDelivery: number
  readonly deliveriesPerMessage: number
  readonly receiptMessages: number
  readonly p50: number
  readonly p99: number
}

/** The figures that are quoted: ratios to `plain`, each the median over the rounds of what that round gave. */
export function exchangeFigures(
  results: Readonly<Record<Way, readonly Result[]>>,
): readonly Figure[] {
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
