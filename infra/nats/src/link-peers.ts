import { replaceFile } from '@trm/files'
import { fail, ok, type Instant, type ParticipantCode, type Result } from '@trm/kernel'
import { X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { NatsError } from './error.ts'
import { checkLinkAuthority, type AuthorityFlaw, type LinkSubject } from './link-authority.ts'
import { linkFiles } from './link-files.ts'
import { dials } from './links.ts'

/** A peer, and what it has handed over to prove itself with. */
export type PinnedPeer = LinkSubject & {
  /** PEM: the certificate of its authority; two while it replaces one by another. */
  readonly authority: string
}

export type PinOptions = {
  /** The folder of this Participant's link files. */
  readonly folder: string
  readonly participant: ParticipantCode
  readonly peers: readonly PinnedPeer[]
  readonly now: Instant
}

/** An authority that is pinned, by its SHA-256 in the usual spelling, `AB:CD:…`. */
export type PinnedAuthority = { readonly peer: ParticipantCode; readonly fingerprint: string }

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const AUTHORITIES_MAX = 2
const PEM_CHARACTERS_MAX = 16 * 1024

/**
 * Writes the files by which nats-server tells the peers of this Participant from anybody else: one with
 * the authorities of all that dial it, and one for each that it dials. Nothing but these is trusted, and
 * each for its own Participant alone.
 *
 * @returns what is pinned now, to be compared with what the peers say of theirs.
 * @throws {NatsError} `LINK_AUTHORITY_REFUSED` with the Participant and the reason; nothing is written.
 */
export async function pinPeers(options: PinOptions): Promise<readonly PinnedAuthority[]> {
  const { folder, participant, peers, now } = options
  const files = linkFiles(folder)
  const pinned = peers.map((peer) => {
    const read = readAuthorities(peer, now)
    if (read.ok) return { peer: peer.participant, certificates: read.value }
    const details = { participant: peer.participant, reason: read.failure }
    throw new NatsError('LINK_AUTHORITY_REFUSED', details)
  })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const isDialled = ({ peer }: { readonly peer: ParticipantCode }) => dials(participant, peer)
  const awaited = pinned.filter((each) => !isDialled(each))
  await replaceFile(files.awaited, awaited.flatMap(spelt).join(''))
  for (const dialled of pinned.filter(isDialled)) {
    await replaceFile(files.dialled(dialled.peer), spelt(dialled).join(''))
  }
  return pinned.flatMap(({ peer, certificates }) =>
    certificates.map(({ fingerprint256: fingerprint }) => ({ peer, fingerprint })),
  )
}

/** As this code spells them: nothing of the text that came goes into a file. */
function spelt({ certificates }: { readonly certificates: readonly X509Certificate[] }): string[] {
  return certificates.map((certificate) => certificate.toString())
}

function readAuthorities(
  peer: PinnedPeer,
  now: Instant,
): Result<readonly X509Certificate[], AuthorityFlaw> {
  const blocks = peer.authority.length > PEM_CHARACTERS_MAX ? [] : peer.authority.match(CERTIFICATE)
  if (blocks === null || blocks.length === 0 || blocks.length > AUTHORITIES_MAX) {
    return fail('unreadable')
  }
  const certificates: X509Certificate[] = []
  for (const block of blocks) {
    const certificate = decode(block)
    if (certificate === undefined) return fail('unreadable')
    const standing = checkLinkAuthority(certificate, peer, now)
    if (!standing.ok) return standing
    certificates.push(certificate)
  }
  return ok(certificates)
}

function decode(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block)
  } catch {
    // Whatever it is, it is no certificate.
    return undefined
  }
}
