import { invariant, type ParticipantCode } from '@trm/kernel'
import { linkAccountName } from './names.ts'

/** Another Participant, and the one link to it. */
export type Peer = {
  readonly participant: ParticipantCode
  /** Where it listens for links. Used by the side that dials. */
  readonly leafAddress: { readonly host: string; readonly port: number }
  /** The secret that both sides of this link share, and no other link. */
  readonly linkPassword: string
}

const LOOPBACK = '127.0.0.1'
const HOST = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/
const PASSWORD = /^[A-Za-z0-9_-]{32,}$/

/**
 * Whether `participant` is the one of the two that opens the link between them: the later code dials
 * the earlier, so that both sides agree without talking and every pair has one link.
 */
export function dials(participant: ParticipantCode, peer: ParticipantCode): boolean {
  return participant > peer
}

/** The ends of the links that this Participant dials, and of those that it waits for. */
export function leafNodes(
  participant: ParticipantCode,
  peers: readonly Peer[],
  leafPort: number,
): object {
  const dialled = peers.filter((peer) => dials(participant, peer.participant))
  const awaited = peers.filter((peer) => !dials(participant, peer.participant))
  return {
    ...(awaited.length > 0 && {
      listen: `${LOOPBACK}:${leafPort}`,
      no_advertise: true,
      // These users exist on the leaf port only: a link password opens no client connection.
      authorization: {
        users: awaited.map((peer) => ({
          user: peer.participant,
          password: passwordOf(peer),
          account: linkAccountName(peer.participant),
        })),
      },
    }),
    remotes: dialled.map((peer) => ({
      url: `nats-leaf://${participant}:${passwordOf(peer)}@${addressOf(peer)}`,
      account: linkAccountName(peer.participant),
    })),
  }
}

function addressOf({ leafAddress: { host, port } }: Peer): string {
  invariant(HOST.test(host) && Number.isInteger(port), 'mesh: a link address is a host and a port')
  return `${host}:${port}`
}

function passwordOf({ linkPassword }: Peer): string {
  invariant(PASSWORD.test(linkPassword), 'mesh: a link password is long and safe in an address')
  return linkPassword
}
