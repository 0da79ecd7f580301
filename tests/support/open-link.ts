import { linkFiles } from '@trm/nats'
import { isParticipantCode, invariant, type ParticipantCode } from '@trm/kernel'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import type { Opening } from './link-proxy.ts'
import type { AwaitedLinks } from './mesh.ts'

const LOOPBACK = '127.0.0.1'
const IDENTITY = /^DNS:(\w+)\.trm\.invalid/
const DEADLINE_MS = 5_000

/**
 * Opens a link from within, by the keys of both country nodes: to who dials it is the one that waits, to that one the
 * one that dials. Nobody else can, and what is heard then is what the two say inside of TLS, and the greeting before it.
 */
export function openLink({ participant, linkFolderOf }: AwaitedLinks): Opening {
  return async ({ near, far }, { toDialler }) => {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const greeting = await greetingOf(far, signal)
    toDialler.once('data', (bytes: Buffer) => near.write(bytes)).write(greeting)
    const dialler = await answer(near, linkFolderOf(participant), signal)
    const code = whoDialled(dialler)
    return { near: dialler, far: await dial(far, linkFolderOf(code), participant, signal) }
  }
}

/** A country node says in clear who it is, and then waits for who dialled to begin with TLS. */
async function greetingOf(far: Socket, signal: AbortSignal): Promise<Buffer> {
  let heard = Buffer.alloc(0)
  while (!heard.includes('\r\n')) {
    const [bytes] = (await once(far, 'data', { signal })) as [Buffer]
    heard = Buffer.concat([heard, bytes])
  }
  return heard
}

async function answer(near: Socket, folder: string, signal: AbortSignal): Promise<TLSSocket> {
  const { own, awaited } = linkFiles(folder)
  const server = createServer({
    ...(await ownOf(own)),
    ca: await readFile(awaited),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  })
  const secured = once(server, 'secureConnection', { signal })
  server.emit('connection', near)
  const [socket] = (await secured) as [TLSSocket]
  return socket
}

async function dial(
  far: Socket,
  folder: string,
  participant: ParticipantCode,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { own, dialled } = linkFiles(folder)
  const socket = connect({
    socket: far,
    host: LOOPBACK,
    ...(await ownOf(own)),
    ca: await readFile(dialled(participant)),
    minVersion: 'TLSv1.3',
  })
  await once(socket, 'secureConnect', { signal })
  return socket
}

async function ownOf(file: string): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  const both = await readFile(file)
  return { cert: both, key: both }
}

function whoDialled(dialler: TLSSocket): ParticipantCode {
  const code = IDENTITY.exec(dialler.getPeerCertificate().subjectaltname ?? '')?.[1]
  invariant(code !== undefined && isParticipantCode(code), 'open link: a Participant dialled')
  return code
}
