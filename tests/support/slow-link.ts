import { chancesFrom } from '@trm/testkit'
import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Way } from './link-proxy.ts'

/** How bad a link is. */
export type LinkQuality = {
  readonly bitsPerSecond: number
  /** One way. */
  readonly latencyMs: number
  /** Of the segments of TCP, from 0 to 1. */
  readonly loss: number
}

/** A link that a test can make slow, and quick again. */
export type SlowLink = {
  readonly way: Way
  /** From now on; undefined for as quick as this machine. */
  become(quality: LinkQuality | undefined): void
}

/** What one IP packet takes of TCP on Ethernet, and what it takes beside it for IP and TCP. */
const SEGMENT_BYTES = 1_460
const SEGMENT_OVERHEAD_BYTES = 40
const CHANCES = 1_000

/**
 * The link as TCP shows it to the two servers: bytes one behind the other at a rate, each after the latency. Of a
 * segment that is lost TCP says nothing: it and all behind it come a round trip later, when it was sent again, and
 * that takes its time on the line, too. How TCP slows down by itself after a loss is not in it.
 */
export function createSlowLink(seed: number): SlowLink {
  const chance = chancesFrom(seed)
  let quality: LinkQuality | undefined
  // Both directions have a line of their own, and all connections share it.
  const lines = { toServer: { freeAt: 0 }, toDialler: { freeAt: 0 } }

  function slowed(line: Line): Transform {
    let last = 0
    let delivered = Promise.resolve()
    const deliver = (to: Transform, segment: Buffer, at: number) => {
      last = Math.max(last, at)
      const due = last
      delivered = delivered.then(async () => {
        const waitMs = due - performance.now()
        // For a link that is taken away nobody waits.
        if (waitMs > 0) await sleep(waitMs, undefined, { ref: false })
        if (!to.destroyed) to.push(segment)
      })
    }
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        for (let from = 0; from < chunk.length; from += SEGMENT_BYTES) {
          const segment = chunk.subarray(from, from + SEGMENT_BYTES)
          deliver(this, segment, arrivalOf(segment, line))
        }
        done()
      },
      flush(done) {
        void delivered.then(() => done())
      },
    })
  }

  function arrivalOf(segment: Buffer, line: Line): number {
    const now = performance.now()
    if (quality === undefined) return now
    const { bitsPerSecond, latencyMs, loss } = quality
    const takes = ((segment.length + SEGMENT_OVERHEAD_BYTES) * 8 * 1_000) / bitsPerSecond
    line.freeAt = Math.max(line.freeAt, now) + takes
    let arrival = line.freeAt + latencyMs
    while (chance(CHANCES) < loss * CHANCES) {
      line.freeAt += takes
      arrival += 2 * latencyMs + takes
    }
    return arrival
  }

  return {
    way: () => ({ toServer: slowed(lines.toServer), toDialler: slowed(lines.toDialler) }),
    become(wanted) {
      quality = wanted
    },
  }
}

/** Until when a direction is busy with what it was given. */
type Line = { freeAt: number }
