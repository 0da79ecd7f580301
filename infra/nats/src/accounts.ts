import { invariant, type ParticipantCode } from '@trm/kernel'
import {
  inboxSubjects,
  infoSubject,
  linkAccountName,
  MAIL_STREAM,
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

// What an agent needs of a consumer, as JetStream calls it.
const LOOKING = `$JS.API.CONSUMER.INFO.${MAIL_STREAM}`
const FETCHING = `$JS.API.CONSUMER.MSG.NEXT.${MAIL_STREAM}`
const SETTLEMENTS = `$JS.ACK.${MAIL_STREAM}.>`

// Creates, changes and looks at the one stream and its consumers. Not among them: fetching or
// reading mail, deleting or emptying the stream, deleting a consumer.
const OPERATOR_REQUESTS = [
  `$JS.API.STREAM.INFO.${MAIL_STREAM}`,
  `$JS.API.STREAM.CREATE.${MAIL_STREAM}`,
  `$JS.API.STREAM.UPDATE.${MAIL_STREAM}`,
  `$JS.API.CONSUMER.INFO.${MAIL_STREAM}.*`,
  `$JS.API.CONSUMER.CREATE.${MAIL_STREAM}.>`,
]

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
  operatorPublicKey: string,
  storeBytesMax: number,
): object {
  return {
    jetstream: { max_memory: 0, max_file: storeBytesMax, max_streams: 1 },
    users: [
      {
        nkey: operatorPublicKey,
        permissions: {
          publish: { allow: OPERATOR_REQUESTS },
          subscribe: { allow: [`${OPERATOR_INBOX_PREFIX}.>`] },
        },
      },
    ],
    exports: [
      {
        service: inboxSubjects(participant),
        accounts: ['AGENTS', ...peers.map(linkAccountName)],
      },
      // One export for all mailboxes: the server then refuses an answer from one that is
      // addressed to be a request to another.
      ...[`${LOOKING}.*`, `${FETCHING}.*`, SETTLEMENTS].map((service) => ({
        service,
        accounts: ['AGENTS'],
      })),
    ],
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
      { service: { account: 'MAIL', subject: SETTLEMENTS } },
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
    exports: [{ service: inboxSubjects(peer), accounts: ['AGENTS'] }],
    imports: [{ service: { account: 'MAIL', subject: inboxSubjects(participant) } }],
  }
}

/**
 * Looking at a mailbox and fetching from it, under names outside of `$JS.API`: there every account is
 * answered by its own JetStream too, also when it has none. One import for each mailbox, because
 * nats-server 2.9.10 ends with a panic where an answer meets an import that renames by wildcards.
 */
function mailboxServices(mailbox: string): readonly object[] {
  return [
    { service: { account: 'MAIL', subject: `${LOOKING}.${mailbox}` }, to: infoSubject(mailbox) },
    { service: { account: 'MAIL', subject: `${FETCHING}.${mailbox}` }, to: nextSubject(mailbox) },
  ]
}

/** Leaves mail in every inbox; looks at, fetches from and settles its own mailboxes. Nothing more. */
function agentUser(agent: AgentAccess, participants: readonly ParticipantCode[]): object {
  invariant(PREFIX.test(agent.inboxPrefix), 'mesh: a reply prefix is plain subject tokens')
  const own = agent.mailboxes.flatMap((mailbox) => [
    infoSubject(mailbox),
    nextSubject(mailbox),
    `$JS.ACK.${MAIL_STREAM}.${mailbox}.>`,
  ])
  return {
    nkey: agent.publicKey,
    permissions: {
      publish: { allow: [...participants.map(inboxSubjects), ...own] },
      subscribe: { allow: [`${agent.inboxPrefix}.>`] },
    },
  }
}
