import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket, type SecureVersion } from 'node:tls'
import type { CertifiedKey } from './link-authority.ts'

/** Somebody who listens where a peer is expected. */
export type FalsePeer = {
  /** Undefined: speaks no TLS. */
  readonly own?: CertifiedKey
  readonly newestTls?: SecureVersion
}

const GREETING = {
  server_id: 'NFALSE',
  server_name: 'at',
  version: '2.9.10',
  proto: 1,
  host: '127.0.0.1',
  headers: true,
  auth_required: true,
  max_payload: 2_097_152,
  client_id: 1,
}

/**
 * Greets whoever dials as a country node does, and listens to the first one that comes.
 *
 * @returns its port, and what came of it: `CONNECT` with what followed it, or the code of the alert that the
 *   other side sent.
 */
export async function falsePeer(
  peer: FalsePeer,
): Promise<{ readonly port: number; readonly heard: Promise<string>; close(): void }> {
  const server = createServer()
  const { promise: heard, resolve } = Promise.withResolvers<string>()
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', (error) => resolve(codeOf(error)))
    const isSecured = peer.own !== undefined
    const security = { tls_required: isSecured, tls_verify: isSecured }
    const greeting = { ...GREETING, ...security, leafnode_urls: [`127.0.0.1:${portOf(server)}`] }
    socket.write(`INFO ${JSON.stringify(greeting)}\r\n`)
    listen(peer.own === undefined ? socket : secured(socket, peer.own, peer.newestTls), resolve)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    heard,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function secured(
  socket: Socket,
  own: CertifiedKey,
  newestTls: SecureVersion = 'TLSv1.3',
): TLSSocket {
  return new TLSSocket(socket, {
    isServer: true,
    cert: own.certificate.toString(),
    key: own.key.export({ type: 'pkcs8', format: 'pem' }),
    maxVersion: newestTls,
    requestCert: true,
    rejectUnauthorized: false,
  })
}

function listen(socket: Socket, resolve: (heard: string) => void): void {
  let heard = ''
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    heard += String(text)
    // Whoever speaks TLS to somebody who does not gets what is no TLS either.
    if (socket instanceof TLSSocket) {
      if (heard.includes('\r\n')) resolve(heard)
    } else {
      resolve(heard)
      socket.write('PING\r\n')
    }
  })
  socket.on('error', (error) => resolve(codeOf(error)))
  socket.on('close', () => resolve(heard === '' ? 'closed without a word' : heard))
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message
}
