import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls'
import type { CertifiedKey } from './link-authority.ts'

/** Who knocks at the port of links, with what in its hands. */
export type Knock = {
  readonly port: number
  /** None: no certificate is shown. */
  readonly own?: CertifiedKey | undefined
  /** PEM of what it trusts; without it, whoever answers is taken. */
  readonly authority?: string
  readonly user?: string
  readonly password?: string
  readonly newestTls?: SecureVersion
}

const DEADLINE_MS = 5_000

/**
 * Does as a country node that dials: waits for the greeting, changes to TLS, introduces itself.
 *
 * @returns what came of it: `linked`, the error that the server named, or the code of the alert that it sent.
 */
export async function knock(options: Knock): Promise<string> {
  const socket = await greeted(options.port)
  const { own, authority, newestTls = 'TLSv1.3' } = options
  const secured = connectTls({
    socket,
    host: '127.0.0.1',
    maxVersion: newestTls,
    ...(own !== undefined && {
      cert: own.certificate.toString(),
      key: own.key.export({ type: 'pkcs8', format: 'pem' }),
    }),
    ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
  })
  try {
    await once(secured, 'secureConnect', { signal: AbortSignal.timeout(DEADLINE_MS) })
    return await introduced(secured, options)
  } catch (error) {
    return codeOf(error)
  } finally {
    secured.destroy()
  }
}

/** The same without TLS. @returns what was heard after the greeting, until the server hung up. */
export async function knockInPlain({ port, user, password }: Knock): Promise<string> {
  const socket = await greeted(port)
  socket.write(introduction(user, password))
  let heard = ''
  try {
    socket.setEncoding('utf8')
    for await (const text of socket) heard += String(text)
  } catch (error) {
    return codeOf(error)
  }
  return heard
}

async function greeted(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'data', { signal: AbortSignal.timeout(DEADLINE_MS) })
  return socket
}

async function introduced(socket: TLSSocket, { user, password }: Knock): Promise<string> {
  socket.write(introduction(user, password))
  let heard = ''
  socket.setEncoding('utf8')
  for await (const text of socket) {
    heard += String(text)
    if (heard.includes('PONG')) return 'linked'
  }
  return /-ERR '([^']+)'/.exec(heard)?.[1] ?? heard
}

function introduction(user = '', pass = ''): string {
  const said = { name: 'x', server_id: 'x', user, pass, tls_required: true }
  return `CONNECT ${JSON.stringify(said)}\r\nPING\r\n`
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
