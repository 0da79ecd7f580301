import { PassThrough } from 'node:stream'
import type { Way } from './link-proxy.ts'

/** What went through one connection, each direction by itself. */
export type Recorded = { readonly toServer: Buffer; readonly toDialler: Buffer }

/** Keeps every byte that goes through a proxy, and changes none. */
export type Recorder = {
  readonly way: Way
  /** What has gone through so far, by connection, the oldest first. */
  recorded(): readonly Recorded[]
}

export function createRecorder(): Recorder {
  const connections: { readonly toServer: Buffer[]; readonly toDialler: Buffer[] }[] = []
  return {
    way() {
      const kept = { toServer: [] as Buffer[], toDialler: [] as Buffer[] }
      connections.push(kept)
      return { toServer: listening(kept.toServer), toDialler: listening(kept.toDialler) }
    },
    recorded: () =>
      connections.map(({ toServer, toDialler }) => ({
        toServer: Buffer.concat(toServer),
        toDialler: Buffer.concat(toDialler),
      })),
  }
}

function listening(chunks: Buffer[]): PassThrough {
  const through = new PassThrough()
  through.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
  return through
}
