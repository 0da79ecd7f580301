import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** Label values come from closed lists: never an id, never anything a caller chose. */
export type Labels = Readonly<Record<string, string>>

export type Metrics = {
  /** A count that only rises. @returns the function that adds to it, 1 by default. */
  counter(
    name: string,
    help: string,
    labels?: readonly string[],
  ): (at?: Labels, by?: number) => void
  /** A value that is read when the metrics are. */
  gauge(name: string, help: string, read: () => number): void
  /** Durations in seconds. */
  histogram(
    name: string,
    help: string,
    labels: readonly string[],
  ): (at: Labels, seconds: number) => void
  /** All metrics in the Prometheus text format. */
  expose(): Promise<{ readonly mediaType: string; readonly text: string }>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Metrics of one application, beginning with those of the process: memory, CPU, event loop. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    counter: (name, help, labels = []) => {
      const counter = new Counter({ name, help, labelNames: [...labels], registers })
      return (at = {}, by = 1) => counter.inc({ ...at }, by)
    },
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read())
        },
      })
    },
    histogram: (name, help, labels) => {
      const labelNames = [...labels]
      const histogram = new Histogram({ name, help, labelNames, buckets: SECONDS, registers })
      return (at, seconds) => histogram.observe({ ...at }, seconds)
    },
    expose: async () => ({ mediaType: registry.contentType, text: await registry.metrics() }),
  }
}
