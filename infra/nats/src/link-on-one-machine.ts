import type { Instant, ParticipantCode } from '@trm/kernel'
import { ensureLinkIdentity } from './link-identity.ts'
import { pinPeers, type PinnedPeer } from './link-peers.ts'

/** A Participant whose server runs on this machine, and the folder of its link files. */
export type LinkedParticipant = { readonly participant: ParticipantCode; readonly folder: string }

const LOOPBACK = '127.0.0.1'

/**
 * Makes or renews the link files of Participants that are all on one machine, and has each pin the others:
 * what is done by hand between Participants, who compare fingerprints, needs no one here.
 *
 * @throws {NatsError} see `ensureLinkIdentity` and `pinPeers`.
 */
export async function linkOnOneMachine(
  participants: readonly LinkedParticipant[],
  now: Instant,
): Promise<void> {
  const hosts = [LOOPBACK]
  const known: PinnedPeer[] = []
  for (const { participant, folder } of participants) {
    const { authority } = await ensureLinkIdentity({ participant, hosts, folder, now })
    known.push({ participant, hosts, authority })
  }
  for (const { participant, folder } of participants) {
    const peers = known.filter((other) => other.participant !== participant)
    await pinPeers({ folder, participant, peers, now })
  }
}
