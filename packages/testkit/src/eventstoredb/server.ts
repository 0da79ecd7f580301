import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { openEventLog } from './event-log.ts'
import { createFaults, type Faults } from './faults.ts'
import { createGate, type UserCredentials } from './gate.ts'
import { readCall } from './read-call.ts'
import { stateOf, systemEvent } from './stream-rules.ts'
import { appendCall, deleteCall, tombstoneCall } from './write-calls.ts'

export type EventStoreDbServerOptions = {
  /** Any free one by default. */
  readonly port?: number
  /** Where the log is kept, so that another server can go on with it; in memory by default. */
  readonly dataFolder?: string
  /** PEM, both. The server speaks TLS only with it. */
  readonly tls?: { readonly key: string; readonly certificate: string }
  /** The one user who is let in; everybody is let in without. */
  readonly user?: UserCredentials
  /** What the server says it is. */
  readonly version?: string
}

export type EventStoreDbServer = AsyncDisposable & {
  /** For a client of this server, with its user; a client adds the certificate that it trusts. */
  readonly connectionString: string
  readonly port: number
  readonly faults: Faults
  /** Resets every connection; the server goes on. */
  breakConnections(): void
  /** How many clients are connected. */
  countConnections(): number
  /** What the server has sent on the connections that there are. */
  countBytesSent(): number
  /** Ends the server in order: calls under way get their answers. */
  stop(): Promise<void>
  /** Ends it as a power cut would: connections are reset in the middle of their calls. */
  kill(): Promise<void>
}

const HOST = '127.0.0.1'
const VERSION = '26.1.1'

/**
 * Starts a server that speaks the gRPC protocol of EventStoreDB on the loopback interface, from the
 * service definitions of the official client: streams, metadata, tombstones, catch-up subscriptions to
 * all streams, gossip and server features. It is one node, and leads.
 *
 * Not in it: batch appends, subscriptions to one stream, persistent subscriptions, projections, links
 * that are resolved, access control lists, scavenging.
 */
export async function startEventStoreDbServer({
  port: wantedPort = 0,
  dataFolder,
  tls,
  user,
  version = VERSION,
}: EventStoreDbServerOptions = {}): Promise<EventStoreDbServer> {
  const log = openEventLog(dataFolder === undefined ? undefined : join(dataFolder, 'log.sqlite'))
  const epochs = stateOf(log, '$epoch-information').last ?? -1n
  log.add('$epoch-information', epochs + 1n, [systemEvent('$epoch-information', {})])

  const sockets = new Set<Socket>()
  const breakConnections = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const faults = createFaults()
  const gate = createGate({ faults, users: user, breakConnections })
  const server = new Server()
  const entrance = server.createConnectionInjector(
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) },
        ]),
  )
  const door = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', ignore)
    socket.on('close', () => sockets.delete(socket))
    entrance.injectConnection(socket)
  })
  door.listen(wantedPort, HOST)
  await once(door, 'listening')
  const { port } = door.address() as AddressInfo

  server.addService(StreamsService, {
    append: appendCall(log, gate),
    read: readCall(log, gate),
    tombstone: tombstoneCall(log, gate),
    delete: deleteCall(log, gate),
  })
  server.addService(ServerFeaturesService, { getSupportedMethods: featuresCall(version) })
  server.addService(GossipService, { read: gossipCall(port) })

  let isOver = false
  async function end(quit: () => Promise<void>): Promise<void> {
    if (isOver) return
    isOver = true
    const closed = once(door, 'close')
    door.close()
    await quit()
    await closed
    log.close()
  }
  const stop = (): Promise<void> =>
    end(async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const timer = setTimeout(() => {
        server.forceShutdown()
        breakConnections()
      }, STOP_PATIENCE_MS)
      server.tryShutdown(() => resolve(undefined))
      entrance.drain(STOP_PATIENCE_MS)
      await promise
      clearTimeout(timer)
      breakConnections()
    })

  return {
    connectionString: connectionString(port, tls !== undefined, user),
    port,
    faults,
    breakConnections,
    countConnections: () => sockets.size,
    countBytesSent: () => [...sockets].reduce((bytes, socket) => bytes + socket.bytesWritten, 0),
    stop,
    kill: () =>
      end(async () => {
        breakConnections()
        server.forceShutdown()
      }),
    [Symbol.asyncDispose]: stop,
  }
}

const STOP_PATIENCE_MS = 500

function connectionString(port: number, isSecure: boolean, user?: UserCredentials): string {
  const login =
    user === undefined
      ? ''
      : `${encodeURIComponent(user.username)}:${encodeURIComponent(user.password)}@`
  return `esdb://${login}${HOST}:${port}?tls=${String(isSecure)}`
}

function featuresCall(version: string): handleUnaryCall<Empty, features.SupportedMethods> {
  const supported = ['read', 'append', 'tombstone', 'delete'].map((method) =>
    new features.SupportedMethod()
      .setServiceName('event_store.client.streams.streams')
      .setMethodName(method),
  )
  return (_call, callback) => {
    callback(
      null,
      new features.SupportedMethods().setEventStoreServerVersion(version).setMethodsList(supported),
    )
  }
}

function gossipCall(port: number): handleUnaryCall<Empty, gossip.ClusterInfo> {
  return (_call, callback) => {
    const self = new gossip.MemberInfo()
      .setState(gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setTimeStamp(String(Date.now()))
      .setHttpEndPoint(new gossip.EndPoint().setAddress(HOST).setPort(port))
    callback(null, new gossip.ClusterInfo().setMembersList([self]))
  }
}

/** A connection that breaks is what the tests ask for. */
function ignore(): void {
  // Nothing to do: the socket closes after its error.
}
