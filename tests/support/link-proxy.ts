import { invariant } from '@trm/kernel'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A link that a test can cut: a port through which a NATS server is reached, and nowhere else. */
export type LinkProxy = {
  readonly port: number
  /** Ends what goes through it, and lets nothing through until it is mended. */
  cut(): void
  mend(): void
  stop(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** Opens a port that leads to the one of a server on this machine. */
export async function startLinkProxy(target: number): Promise<LinkProxy> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(target, LOOPBACK)
    keep(near, far)
    keep(far, near)
    near.pipe(far)
    far.pipe(near)
  })

  function keep(socket: Socket, other: Socket): void {
    open.add(socket)
    // That a link breaks is the subject here; its other end breaks with it.
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      open.delete(socket)
      other.destroy()
    })
  }

  function portOf(): number {
    const address = server.address()
    invariant(address !== null && typeof address === 'object', 'link proxy: it listens')
    return address.port
  }

  function cut(): void {
    isCut = true
    for (const socket of open) socket.destroy()
  }

  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return {
    port: portOf(),
    cut,
    mend() {
      isCut = false
    },
    async stop() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
