import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { invariant } from '@trm/kernel'

// Below the range that the kernel takes source ports of outgoing connections from (32768 on Linux):
// a port from there could be gone again before its server starts.
const PORT_FIRST = 20_000
const PORT_COUNT = 12_000
const HELD_MAX = 1_000

/**
 * TCP ports of the loopback interface that nobody listens on.
 *
 * They are picked at random and held together until all are found, so that the answer has no
 * duplicates and two processes asking at once are unlikely to meet.
 *
 * @throws {InvariantError} for more than 1,000, or for what is not a number of ports.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  invariant(
    Number.isInteger(count) && count >= 0 && count <= HELD_MAX,
    'freePorts: a whole number from 0 to 1000',
  )
  const held = new Map<number, Server>()
  try {
    while (held.size < count) {
      const port = PORT_FIRST + Math.floor(Math.random() * PORT_COUNT)
      const server = held.has(port) ? undefined : await tryListen(port)
      if (server !== undefined) held.set(port, server)
    }
    return [...held.keys()]
  } finally {
    await Promise.all([...held.values()].map(release))
  }
}

async function tryListen(port: number): Promise<Server | undefined> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    // Somebody has it, which is all that we wanted to know.
    return undefined
  }
}

async function release(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}
