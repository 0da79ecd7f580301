import { isParticipantCode, type ParticipantCode } from '@trm/kernel'
import { isHost } from './names.ts'
import type { LinkSubject } from './link-authority.ts'

/** What `npm run link` is asked for. */
export type LinkArguments = LinkSubject & {
  readonly folder: string
  /** The peers to pin, each with the file that it has handed over. */
  readonly peers: readonly (LinkSubject & { readonly file: string })[]
}

const PEER = /^([^=]*)=([^=]+)(?:=([^=]+))?$/

/**
 * Reads the words of a command: a Participant, a folder, `--host` once for each host of its own, `--peer` once for
 * each peer, as `at=/path/authority.pem` or, where it has hosts, `at=/path/authority.pem=nats.at.example,192.0.2.7`.
 *
 * @returns undefined when the words are not that, or name a Participant twice.
 */
export function readLinkArguments(
  words: readonly string[],
  options: { readonly host?: readonly string[]; readonly peer?: readonly string[] },
): LinkArguments | undefined {
  const [participant = '', folder = '', ...more] = words
  const { host: hosts = [], peer: peerWords = [] } = options
  if (!isParticipantCode(participant) || folder === '' || more.length > 0) return undefined
  const peers = peerWords.map(readPeer)
  const codes: (ParticipantCode | undefined)[] = [
    participant,
    ...peers.map((one) => one?.participant),
  ]
  const isDistinct = new Set(codes).size === codes.length
  if (!hosts.every(isHost) || !peers.every((one) => one !== undefined) || !isDistinct)
    return undefined
  return { participant, folder, hosts, peers }
}

function readPeer(word: string): LinkArguments['peers'][number] | undefined {
  const [, participant = '', file = '', hosts] = PEER.exec(word) ?? []
  const names = hosts?.split(',') ?? []
  if (!isParticipantCode(participant) || !names.every(isHost)) return undefined
  return { participant, file, hosts: names }
}
