import { invariant, type ParticipantCode } from '@trm/kernel'
import { isVersionAtLeast, NATS_SERVER_VERSION_MIN } from './find-nats-server.ts'
import { linkFiles } from './link-files.ts'
import { isHost, linkAccountName, linkIdentity } from './names.ts'

/** Another Participant, and the one link to it. */
export type Peer = {
  readonly participant: ParticipantCode
  /** Where it listens for links. Used by the side that dials. */
  readonly leafAddress: { readonly host: string; readonly port: number }
  /** The secret that both sides of this link share, and no other link. */
  readonly linkPassword: string
}

/** How this Participant's end of its links is reached and secured. */
export type LinkOptions = {
  /** Has the files that `ensureLinkIdentity` and `pinPeers` write. */
  readonly folder: string
  /** The interface that links are awaited on; loopback by default. */
  readonly host?: string
  readonly port: number
  /** Where peers dial it, if that is not where it listens: what it tells them for the next time. */
  readonly advertised?: { readonly host: string; readonly port: number }
  /** Of the nats-server that gets the configuration, `2.10.21`; the oldest one that is tested by default. */
  readonly serverVersion?: string
}

const LOOPBACK = '127.0.0.1'
const PASSWORD = /^[A-Za-z0-9_-]{32,}$/

/**
 * Whether `participant` is the one of the two that opens the link between them: the later code dials
 * the earlier, so that both sides agree without talking and every pair has one link.
 */
export function dials(participant: ParticipantCode, peer: ParticipantCode): boolean {
  return participant > peer
}

/**
 * The ends of the links that this Participant dials, and of those that it waits for: TLS 1.3, each side
 * with a certificate of an authority that the other has pinned.
 *
 * The side that waits takes the user from the certificate (`verify_and_map`) and holds the password
 * against that user's: it takes both to be a peer, and the certificate of one with the password of
 * another is nobody. The side that dials knows one authority for each address.
 */
export function leafNodes(
  participant: ParticipantCode,
  peers: readonly Peer[],
  link: LinkOptions,
): object {
  const dialled = peers.filter((peer) => dials(participant, peer.participant))
  const awaited = peers.filter((peer) => !dials(participant, peer.participant))
  const files = linkFiles(link.folder)
  return {
    ...(awaited.length > 0 && {
      listen: addressOf({ host: link.host ?? LOOPBACK, port: link.port }),
      no_advertise: true,
      ...(link.advertised !== undefined && { advertise: addressOf(link.advertised) }),
      tls: { ...tls(link), ca_file: files.awaited, verify_and_map: true },
      // These users exist on the leaf port only: a link password opens no client connection.
      authorization: {
        users: awaited.map((peer) => ({
          user: linkIdentity(peer.participant),
          password: passwordOf(peer),
          account: linkAccountName(peer.participant),
        })),
      },
    }),
    remotes: dialled.map((peer) => ({
      url: `nats-leaf://${linkIdentity(participant)}:${passwordOf(peer)}@${addressOf(peer.leafAddress)}`,
      account: linkAccountName(peer.participant),
      tls: { ...tls(link), ca_file: files.dialled(peer.participant) },
    })),
  }
}

const HANDSHAKE_SECONDS = 5
const MINIMUM_KNOWN_FROM = '2.10.21'

/**
 * What both sides of a link do alike. A server before 2.10.21 cannot be told the least version of TLS; but
 * the suites of TLS 1.2 and 1.3 are different ones, and where none of 1.2 is allowed no such handshake
 * comes about. The suites of 1.3 themselves are not chosen by this list: Go offers all three.
 */
function tls({ folder, serverVersion = NATS_SERVER_VERSION_MIN }: LinkOptions): object {
  const { own } = linkFiles(folder)
  return {
    cert_file: own,
    key_file: own,
    cipher_suites: ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
    curve_preferences: ['X25519'],
    timeout: HANDSHAKE_SECONDS,
    ...(isVersionAtLeast(serverVersion, MINIMUM_KNOWN_FROM) && { min_version: '1.3' }),
  }
}

function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  invariant(isHost(host) && Number.isInteger(port), 'mesh: a link address is a host and a port')
  return `${host}:${port}`
}

function passwordOf({ linkPassword }: Peer): string {
  invariant(PASSWORD.test(linkPassword), 'mesh: a link password is long and safe in an address')
  return linkPassword
}
