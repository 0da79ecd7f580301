import type { ParticipantCode } from '@trm/kernel'

/**
 * How long to wait for the acknowledgement of a country node, learned from how it answers. Whoever gives up before
 * an answer can have come sends again what is still under way; on a slow line that never ends. Whoever waits
 * long everywhere is late after each link that broke under a message.
 */
export type Patience = {
  /** Begins to wait. */
  begin(node: ParticipantCode, bytes: number): Waiting
}

export type Waiting = {
  /** How long to wait, in milliseconds. */
  readonly timeoutMs: number
  /** The acknowledgement came. */
  answered(): void
  /** Nobody answered in all that time. */
  gaveUp(): void
}

/** A node that takes as long for an answer is behind a slow link. */
const SLOW_MS = 1_000
/** A line of 64 kbit/s, and a quarter of it: others send, too. */
const LINE_BYTES_PER_MS = 8
const SLOWEST_BYTES_PER_MS = 2
/** Eight times as fast: what it takes anywhere else is little beside the rest. */
const QUICK_BYTES_PER_MS = 64
/** What is lost on a slow line comes a round trip later, and may be lost again. */
const ROUND_TRIPS = 4
const ROUND_TRIP_MAX_MS = 15_000
/** So often nobody answers on a quick link before it is taken for a slow one. */
const SILENCES_MAX = 3

type Known = {
  /** Without the time that the mail itself takes. */
  readonly roundTripMs: number
  readonly isSlow: boolean
  /** How often nobody has answered since somebody did. */
  readonly silences: number
  readonly since: number
}

const UNKNOWN: Known = { roundTripMs: 0, isSlow: false, silences: 0, since: 0 }

/**
 * @param leastMs how long to wait at least, beside the time that the mail itself may take.
 * @param now milliseconds of a clock that nobody sets.
 */
export function createPatience(leastMs: number, now = () => performance.now()): Patience {
  const nodes = new Map<ParticipantCode, Known>()
  return {
    begin(node, bytes) {
      const begun = now()
      const { roundTripMs, isSlow, silences } = nodes.get(node) ?? UNKNOWN
      const bytesPerMs =
        isSlow || silences >= SILENCES_MAX ? SLOWEST_BYTES_PER_MS : QUICK_BYTES_PER_MS
      const longMs = Math.max(leastMs, ROUND_TRIPS * roundTripMs)
      return {
        timeoutMs: longMs * Math.min(1 + silences, SILENCES_MAX) + bytes / bytesPerMs,
        answered() {
          const tookMs = now() - begun
          const trip = Math.max(0, tookMs - bytes / LINE_BYTES_PER_MS)
          nodes.set(node, {
            roundTripMs: Math.min(trip, ROUND_TRIP_MAX_MS),
            isSlow: tookMs >= SLOW_MS,
            silences: 0,
            since: now(),
          })
        },
        gaveUp() {
          const known = nodes.get(node) ?? UNKNOWN
          // Many may wait at the same time: it is one silence.
          if (begun < known.since) return
          nodes.set(node, { ...known, silences: known.silences + 1, since: now() })
        },
      }
    },
  }
}
