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
  /**
   * How much longer to wait, in milliseconds, by what is known at this moment: meanwhile an answer to somebody else may
   * have shown that the line is slow. Not at all: 0.
   */
  leftMs(): number
  /** Nobody waits any more, for whatever reason. */
  end(isAnswered: boolean): void
  /** After the end there was an answer after all: this is how long it takes. */
  late(): void
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
/** Who has not answered quickly yet is waited for twice as long at least. */
const UNKNOWN_TIMES = 2
/** So often nobody answers on a quick link before it is taken for a slow one. */
const SILENCES_MAX = 3

type Known = {
  /** Without the time that the mail itself takes. */
  readonly roundTripMs: number
  readonly pace: 'unknown' | 'quick' | 'slow'
  /** How often nobody has answered since somebody did. */
  readonly silences: number
  /** How often somebody has. */
  readonly answers: number
  readonly since: number
}

const UNKNOWN: Known = { roundTripMs: 0, pace: 'unknown', silences: 0, answers: 0, since: 0 }

/**
 * @param leastMs how long to wait at least for who was quick the last time, beside the time that the mail itself may take
 *   and what is on its way before it.
 * @param now milliseconds of a clock that nobody sets.
 */
export function createPatience(leastMs: number, now = () => performance.now()): Patience {
  const nodes = new Map<ParticipantCode, Known>()
  const bytesUnderWay = new Map<ParticipantCode, number>()

  const knownOf = (node: ParticipantCode) => nodes.get(node) ?? UNKNOWN

  function timeoutMs({ roundTripMs, pace, silences }: Known, bytes: number): number {
    const isTakenForSlow = pace === 'slow' || silences >= SILENCES_MAX
    const leastHereMs = pace === 'quick' ? leastMs : UNKNOWN_TIMES * leastMs
    const longMs = Math.max(leastHereMs, ROUND_TRIPS * roundTripMs)
    const bytesPerMs = isTakenForSlow ? SLOWEST_BYTES_PER_MS : QUICK_BYTES_PER_MS
    return longMs * Math.min(1 + silences, SILENCES_MAX) + bytes / bytesPerMs
  }

  return {
    begin(node, bytes) {
      const begun = now()
      // The line takes one after the other.
      const onLine = (bytesUnderWay.get(node) ?? 0) + bytes
      bytesUnderWay.set(node, onLine)
      const atFirst = knownOf(node)
      const leftMs = () => {
        const atLast = knownOf(node)
        // The silence of what was sent beside it is the same silence, and no reason to wait longer.
        const known = atLast.answers > atFirst.answers ? atLast : atFirst
        return Math.max(0, begun + timeoutMs(known, onLine) - now())
      }
      const learn = () => {
        const since = now()
        const trip = Math.max(0, since - begun - onLine / LINE_BYTES_PER_MS)
        const roundTripMs = Math.min(trip, ROUND_TRIP_MAX_MS)
        const pace = since - begun < SLOW_MS ? 'quick' : 'slow'
        const answers = knownOf(node).answers + 1
        nodes.set(node, { roundTripMs, pace, silences: 0, answers, since })
      }
      return {
        leftMs,
        late: learn,
        end(isAnswered) {
          bytesUnderWay.set(node, (bytesUnderWay.get(node) ?? 0) - bytes)
          if (isAnswered) {
            learn()
            return
          }
          const known = knownOf(node)
          // Sooner it is the word of the own country node that nobody is there. Many may wait at the same time, and
          // it is one silence.
          const isSilence = leftMs() === 0 && begun >= known.since
          if (isSilence)
            nodes.set(node, {
              ...known,
              pace: paceAfterSilence(known),
              silences: known.silences + 1,
              since: now(),
            })
        },
      }
    },
  }
}

/** Who was quick and falls silent may be behind another line now; that a line is slow is not forgotten. */
function paceAfterSilence({ pace }: Known): Known['pace'] {
  return pace === 'quick' ? 'unknown' : pace
}
