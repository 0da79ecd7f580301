import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Somebody on the way between two country nodes, who passes everything on and keeps a copy. */
export type RecordingProxy = {
  readonly port: number
  /** All bytes so far, of the side that dials and of the side that waits. */
  dialling(): Buffer
  waiting(): Buffer
  close(): void
}

/** Passes on to this port of the loopback interface. */
export async function recordingProxy(target: () => number): Promise<RecordingProxy> {
  const copies = { dialling: [] as Buffer[], waiting: [] as Buffer[] }
  const sockets = new Set<Socket>()
  const server = createServer((dialling) => {
    const waiting = connect(target(), '127.0.0.1')
    dialling.on('data', (bytes: Buffer) => copies.dialling.push(bytes))
    waiting.on('data', (bytes: Buffer) => copies.waiting.push(bytes))
    for (const [socket, other] of [
      [dialling, waiting],
      [waiting, dialling],
    ] as const) {
      sockets.add(socket)
      socket.pipe(other)
      // What ends one side ends the other.
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    dialling: () => Buffer.concat(copies.dialling),
    waiting: () => Buffer.concat(copies.waiting),
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
