import { invariant } from '@trm/kernel'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { PassThrough, type Transform } from 'node:stream'

/** A link that a test can cut: a port through which a NATS server is reached, and nowhere else. */
export type LinkProxy = {
  readonly port: number
  /** Ends what goes through it, and lets nothing through until it is mended. */
  cut(): void
  mend(): void
  stop(): Promise<void>
}

/** What the bytes of one connection go through, in each direction: a test listens there, or slows them down. */
export type Way = () => { readonly toServer: Transform; readonly toDialler: Transform }

/** Changes nothing. */
export const straight: Way = () => ({ toServer: new PassThrough(), toDialler: new PassThrough() })

const LOOPBACK = '127.0.0.1'

/** Opens a port that leads to the one of a server on this machine. */
export async function startLinkProxy(target: number, way: Way = straight): Promise<LinkProxy> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer({ noDelay: true }, (near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect({ port: target, host: LOOPBACK, noDelay: true })
    const { toServer, toDialler } = way()
    const end = () => [near, toServer, far, toDialler].forEach((part) => part.destroy())
    // That a link breaks is the subject here; all of it breaks then.
    for (const part of [near, toServer, far, toDialler]) part.on('error', end).on('close', end)
    keep(near)
    keep(far)
    near.pipe(toServer).pipe(far)
    far.pipe(toDialler).pipe(near)
  })

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
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
