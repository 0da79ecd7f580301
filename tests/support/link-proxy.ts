import { invariant } from '@trm/kernel'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { PassThrough, type Duplex, type Transform } from 'node:stream'

/** A link that a test can cut: a port through which a NATS server is reached, and nowhere else. */
export type LinkProxy = {
  readonly port: number
  /** Ends what goes through it, and lets nothing through until it is mended. */
  cut(): void
  mend(): void
  stop(): Promise<void>
}

/** What the bytes of one connection go through, in each direction: a test listens there, or slows them down. */
export type Way = () => Directions
export type Directions = { readonly toServer: Transform; readonly toDialler: Transform }

/** Changes nothing. */
export const straight: Way = () => ({ toServer: new PassThrough(), toDialler: new PassThrough() })

/** The two ends of a connection: of who dialled, and of the server. */
export type Ends = { readonly near: Duplex; readonly far: Duplex }
/** Makes of the two sockets what is to be connected. What is said before goes its way, too. */
export type Opening = (sockets: { near: Socket; far: Socket }, way: Directions) => Promise<Ends>

const LOOPBACK = '127.0.0.1'

/**
 * Opens a port that leads to the one of a server on this machine.
 *
 * @param opening without it what goes through is what the two sockets say.
 */
export async function startLinkProxy(
  target: number,
  way: Way = straight,
  opening?: Opening,
): Promise<LinkProxy> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer({ noDelay: true }, (near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect({ port: target, host: LOOPBACK, noDelay: true })
    keep(near)
    keep(far)
    void joinEnds({ near, far }, way(), opening)
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

async function joinEnds(
  sockets: { readonly near: Socket; readonly far: Socket },
  way: Directions,
  opening: Opening | undefined,
): Promise<void> {
  const parts = [sockets.near, sockets.far, way.toServer, way.toDialler]
  const end = () => parts.forEach((part) => part.destroy())
  // That a link breaks is the subject here; all of it breaks then.
  const endWith = (part: Duplex) => part.on('error', end).on('close', end)
  parts.forEach(endWith)
  try {
    const { near, far } = opening === undefined ? sockets : await opening(sockets, way)
    endWith(near)
    endWith(far)
    near.pipe(way.toServer).pipe(far)
    far.pipe(way.toDialler).pipe(near)
  } catch {
    // Who is not let in at one end is let in at none.
    end()
  }
}
