import { invariant, type ParticipantCode } from '@trm/kernel'
import {
  eraseSubject,
  FORMER_STREAM,
  formerInfoSubject,
  formerNextSubject,
  inboxSubjects,
  infoSubject,
  linkAccountName,
  mailStream,
  nextSubject,
  OPERATOR_INBOX_PREFIX,
} from './names.ts'

/** What an organisation's agent may do at its country node. */
export type AgentAccess = {
  /** Its NATS user key, `U…`. */
  readonly publicKey: string
  /** Its own reply prefix, without the final dot. */
  readonly inboxPrefix: string
  /** The tokens of its mailboxes: one, or several while a token is being replaced. */
  readonly mailboxes: readonly string[]
}

// What an agent needs, as JetStream calls it: of a consumer, of a stream, of a delivery.
const LOOKING = '$JS.API.CONSUMER.INFO'
const FETCHING = '$JS.API.CONSUMER.MSG.NEXT'
const ERASING = '$JS.API.STREAM.MSG.DELETE'
const SETTLING = '$JS.ACK'

// Streams that are on their way out, and bear names that the configuration no longer knows.
const STREAMS_SPARE = 16

/**
 * How long the way back for an acknowledgement is kept open. The largest mail takes longer than nats-server's own two
 * to four minutes on a line of 64 kbit/s of which others take half.
 */
const RESPONSE_THRESHOLD = '10m'

const PREFIX = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/

/**
 * The account that has JetStream. Agents and links reach it through its exports; only the operator is
 * a user of it.
 *
 * Why agents are outside: a broker publishes its answers with its own rights. Whoever shares an
 * account with JetStream may name `$JS.API.STREAM.PURGE.MAIL` as the reply subject of an allowed
 * message, and the answer empties everybody's mailboxes. Out of another account that leads nowhere.
 */
export function mailAccount(
  participant: ParticipantCode,
  peers: readonly ParticipantCode[],
  operator: { readonly publicKey: string; readonly mailboxes: readonly string[] },
  storeBytesMax: number,
): object {
  const { publicKey, mailboxes } = operator
  return {
    jetstream: {
      max_memory: 0,
      max_file: storeBytesMax,
      max_streams: mailboxes.length + STREAMS_SPARE,
    },
    users: [{ nkey: publicKey, permissions: operatorPermissions(mailboxes) }],
    exports: [
      {
        service: inboxSubjects(participant),
        accounts: ['AGENTS', ...peers.map(linkAccountName)],
      },
      // One export for all mailboxes: the server then refuses an answer from one that is
      // addressed to be a request to another.
      { service: `${LOOKING}.*.*`, accounts: ['AGENTS'] },
      // Otherwise only the first of the messages that answer one request finds its way back.
      { service: `${FETCHING}.*.*`, accounts: ['AGENTS'], response_type: 'stream' },
      { service: `${ERASING}.*`, accounts: ['AGENTS'] },
      { service: `${SETTLING}.*.*.>`, accounts: ['AGENTS'] },
    ],
  }
}

/**
 * Makes streams and consumers for the mailboxes of this configuration, looks at all there are, changes
 * them, and removes those whose mailbox is no longer in the configuration. Not among it: fetching,
 * reading, erasing or purging mail, removing what an agent may still fetch from.
 */
function operatorPermissions(mailboxes: readonly string[]): object {
  const streams = mailboxes.map(mailStream)
  return {
    publish: {
      allow: [
        '$JS.API.STREAM.NAMES',
        '$JS.API.STREAM.INFO.*',
        '$JS.API.STREAM.UPDATE.*',
        '$JS.API.STREAM.DELETE.*',
        '$JS.API.CONSUMER.INFO.*.*',
        ...streams.flatMap((stream) => [
          `$JS.API.STREAM.CREATE.${stream}`,
          `$JS.API.CONSUMER.CREATE.${stream}.>`,
        ]),
      ],
      deny: streams.map((stream) => `$JS.API.STREAM.DELETE.${stream}`),
    },
    subscribe: { allow: [`${OPERATOR_INBOX_PREFIX}.>`] },
  }
}

/**
 * The account of all agents. Its name goes with every request across a link, so there is one for all:
 * an account for each would tell the peer which organisation is writing.
 */
export function agentsAccount(
  participant: ParticipantCode,
  peers: readonly ParticipantCode[],
  agents: readonly AgentAccess[],
): object {
  return {
    users: agents.map((agent) => agentUser(agent, [participant, ...peers])),
    imports: [
      { service: { account: 'MAIL', subject: inboxSubjects(participant) } },
      ...agents.flatMap((agent) => agent.mailboxes.flatMap(mailboxServices)),
      ...peers.map((peer) => ({
        service: { account: linkAccountName(peer), subject: inboxSubjects(peer) },
      })),
    ],
  }
}

/**
 * The account at the end of one link. Whatever a peer sends, only mail for this Participant leaves
 * the account on this side, and only mail for that peer enters it: no way leads through to a third.
 */
export function linkAccount(peer: ParticipantCode, participant: ParticipantCode): object {
  return {
    exports: [
      {
        service: inboxSubjects(peer),
        accounts: ['AGENTS'],
        response_threshold: RESPONSE_THRESHOLD,
      },
    ],
    imports: [{ service: { account: 'MAIL', subject: inboxSubjects(participant) } }],
  }
}

/**
 * What an agent asks of its mailbox, under names outside of `$JS.API`: there every account is
 * answered by its own JetStream too, also when it has none. One import for each mailbox, because
 * nats-server 2.9.10 ends with a panic where an answer meets an import that renames by wildcards.
 */
function mailboxServices(mailbox: string): readonly object[] {
  const [own, former] = [`${mailStream(mailbox)}.${mailbox}`, `${FORMER_STREAM}.${mailbox}`]
  const service = (subject: string) => ({ service: { account: 'MAIL', subject } })
  return [
    { ...service(`${LOOKING}.${own}`), to: infoSubject(mailbox) },
    { ...service(`${FETCHING}.${own}`), to: nextSubject(mailbox) },
    { ...service(`${ERASING}.${mailStream(mailbox)}`), to: eraseSubject(mailbox) },
    service(`${SETTLING}.${own}.>`),
    { ...service(`${LOOKING}.${former}`), to: formerInfoSubject(mailbox) },
    { ...service(`${FETCHING}.${former}`), to: formerNextSubject(mailbox) },
    service(`${SETTLING}.${former}.>`),
  ]
}

/** Leaves mail in every inbox; looks at, fetches from, erases and settles its own mailboxes. Nothing more. */
function agentUser(agent: AgentAccess, participants: readonly ParticipantCode[]): object {
  invariant(PREFIX.test(agent.inboxPrefix), 'mesh: a reply prefix is plain subject tokens')
  const own = agent.mailboxes.flatMap((mailbox) => [
    infoSubject(mailbox),
    nextSubject(mailbox),
    eraseSubject(mailbox),
    `${SETTLING}.${mailStream(mailbox)}.${mailbox}.>`,
    formerInfoSubject(mailbox),
    formerNextSubject(mailbox),
    `${SETTLING}.${FORMER_STREAM}.${mailbox}.>`,
  ])
  return {
    nkey: agent.publicKey,
    permissions: {
      publish: { allow: [...participants.map(inboxSubjects), ...own] },
      subscribe: { allow: [`${agent.inboxPrefix}.>`] },
    },
  }
}
