import { unpackCopy } from '@trm/case-log'
import { invariant, type EventId } from '@trm/kernel'
import { eventIdOf, openMessage, sha256Base64url } from '@trm/sealing'
import { readSaid, type Said } from './nats-protocol.ts'
import type { RecordedNetwork } from './recorded-network.ts'

/** A sealed message that somebody left, and what its recipient finds in it. */
export type OpenedMail = {
  /** Its `ce-id`. */
  readonly id: string
  readonly mailbox: string
  readonly body: Buffer
  readonly items: readonly Uint8Array[]
  /** Whether it is there for nothing. */
  readonly isCover: boolean
  /** The events that it brings copies of. */
  readonly events: readonly EventId[]
  /** Ids and digests of all that is in it, in the spelling of the protocol. */
  readonly derived: readonly string[]
}

/** What agents left in mailboxes so far, each agent's in its order. */
export function mailLeft(network: RecordedNetwork): readonly Said[] {
  return network.parties.flatMap(({ id }) => mailLeftBy(network, id))
}

export function mailLeftBy(network: RecordedNetwork, organisation: string): readonly Said[] {
  return network
    .recordedOf(organisation)
    .flatMap(({ toServer }) => readSaid(toServer).filter(({ verb }) => verb === 'HPUB'))
}

/** Opens what went out of an agent with the keys of those whom it is for. */
export function openLeft(said: Said, { parties }: RecordedNetwork): OpenedMail {
  const { words, headers = [], payload: body = Buffer.alloc(0) } = said
  const mailbox = words[0]?.split('.').at(-1) ?? ''
  const recipient = parties.find(({ access }) => access.mailbox === mailbox)
  invariant(recipient !== undefined, 'opened mail: it is for one of the network')
  const opened = openMessage({
    body,
    recipient: recipient.id,
    findPrivateKey: () => recipient.identity.sealing.privateKey,
    senderCandidates: parties.map(({ id }) => id),
  })
  invariant(opened.ok, 'opened mail: it opens')
  const items = opened.value.items.map(({ bytes }) => bytes)
  // Cover has nothing to derive an id from.
  const signed = items
    .filter(({ length }) => length > 0)
    .map((bytes) => unpackCopy(bytes)?.jws ?? Buffer.from(bytes).toString())
  return {
    id: headers.find((line) => line.startsWith('ce-id: '))?.slice('ce-id: '.length) ?? '',
    mailbox,
    body,
    items,
    isCover: opened.value.items.every(({ kind }) => kind === 'cover'),
    events: opened.value.items.flatMap(({ kind, bytes }) => {
      const copy = kind === 'event' ? unpackCopy(bytes) : undefined
      return copy === undefined ? [] : [eventIdOf(copy.jws)]
    }),
    derived: [
      ...signed.map(eventIdOf),
      ...signed.flatMap(identifiersIn),
      ...items.map(sha256Base64url),
      sha256Base64url(body),
    ],
  }
}

/** Every identifier in what was signed: its own id, its case's, those of the events that it is about. */
function identifiersIn(jws: string): readonly string[] {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
  return [...payload.matchAll(/"([A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{43})"/g)].map(([, id = '']) => id)
}
