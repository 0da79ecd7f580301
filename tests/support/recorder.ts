import type { Transform } from 'node:stream'
import { straight, type Way } from './link-proxy.ts'

/** What went through one connection, each direction by itself. */
export type Recorded = { readonly toServer: Buffer; readonly toDialler: Buffer }

/** Keeps every byte that goes through a proxy, and changes none. */
export type Recorder = {
  readonly way: Way
  /** What has gone through so far, by connection, the oldest first. */
  recorded(): readonly Recorded[]
}

/** @param way what the bytes go through; they are kept as they come out of it. */
export function createRecorder(way: Way = straight): Recorder {
  const connections: { readonly toServer: Buffer[]; readonly toDialler: Buffer[] }[] = []
  return {
    way() {
      const kept = { toServer: [] as Buffer[], toDialler: [] as Buffer[] }
      connections.push(kept)
      const { toServer, toDialler } = way()
      return {
        toServer: heard(toServer, kept.toServer),
        toDialler: heard(toDialler, kept.toDialler),
      }
    },
    recorded: () =>
      connections.map(({ toServer, toDialler }) => ({
        toServer: Buffer.concat(toServer),
        toDialler: Buffer.concat(toDialler),
      })),
  }
}

function heard(through: Transform, chunks: Buffer[]): Transform {
  return through.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
}
