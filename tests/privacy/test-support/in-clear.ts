import type { Said } from '../../support/nats-protocol.ts'
import {
  acknowledgement,
  isMail,
  isOneOf,
  linkFields,
  matches,
  NUMBER as N,
  patternsOf,
  saysOnly,
  serverFields,
  textOf,
  type Conversation,
  type Patterns,
} from './wire-grammar.ts'

/** Who says it: an agent to its country node, that node to it, or either of two country nodes to the other. */
export type Speaker = 'agent' | 'node' | 'link'

/** The rows of the table "Everything in clear" in schemas/protocol/envelope.md, by whom they are said. */
const rows: readonly {
  readonly row: string
  readonly by: Speaker
  readonly said: (said: Said, patterns: Patterns) => boolean
}[] = [
  {
    row: 'agent introduces itself',
    by: 'agent',
    said: ({ verb, words }, { own }) =>
      verb === 'CONNECT' &&
      isOneOf(words[0], [
        /^protocol=1$/,
        /^version="\d+\.\d+\.\d+"$/,
        /^lang="nats\.js"$/,
        /^(?:verbose|pedantic)=false$/,
        /^(?:headers|no_responders)=true$/,
        new RegExp(`^nkey="${own?.access.publicKey ?? 'none'}"$`),
        /^sig="[A-Za-z0-9+/_-]{86}(?:==)?"$/,
      ]),
  },
  {
    row: 'agent listens for answers',
    by: 'agent',
    said: ({ verb, words }, { fetching }) =>
      (verb === 'SUB' && matches(words, [`${fetching}(?:\\.\\*)?`, N])) ||
      (verb === 'UNSUB' && (matches(words, [N]) || matches(words, [N, N]))),
  },
  {
    row: 'agent leaves mail',
    by: 'agent',
    said: (said, { anybody, reply, own, parties }) =>
      said.verb === 'HPUB' &&
      matches(said.words, [`trm\\.v1\\.inbox\\.${anybody}`, reply]) &&
      isMail(said, { parties, source: own?.participant ?? 'none' }),
  },
  {
    row: 'agent looks at its mailbox',
    by: 'agent',
    said: (said, { mailbox, reply }) =>
      said.verb === 'PUB' &&
      matches(said.words, [`trm\\.v1\\.mailbox\\.${mailbox}(?:\\.former)?\\.info`, reply]) &&
      saysOnly(said, /^$/),
  },
  {
    row: 'agent fetches mail',
    by: 'agent',
    said: (said, { mailbox, fetching }) =>
      said.verb === 'PUB' &&
      matches(said.words, [`trm\\.v1\\.mailbox\\.${mailbox}(?:\\.former)?\\.next`, fetching]) &&
      saysOnly(said, /^\{"batch":\d{1,3},(?:"no_wait":true|"expires":1000000000)\}$/),
  },
  {
    row: 'agent erases mail',
    by: 'agent',
    said: (said, { mailbox, reply }) =>
      said.verb === 'PUB' &&
      matches(said.words, [`\\$JS\\.ACK\\.erase\\.${mailbox}`, reply]) &&
      saysOnly(said, /^\{"seq":\d+\}$/),
  },
  {
    row: 'agent settles a delivery',
    by: 'agent',
    said: (said, { settling, reply }) =>
      said.verb === 'PUB' &&
      (matches(said.words, [settling]) || matches(said.words, [settling, reply])) &&
      saysOnly(said, /^(?:\+ACK|\+WPI|-NAK \{"delay":\d+\})$/),
  },
  {
    row: 'node introduces itself',
    by: 'node',
    said: ({ verb, words }) => verb === 'INFO' && isOneOf(words[0], serverFields),
  },
  {
    row: 'node took mail',
    by: 'node',
    said: (said, { reply, streams }) =>
      said.verb === 'MSG' &&
      matches(said.words, [reply, N]) &&
      saysOnly(said, new RegExp(acknowledgement(streams))),
  },
  {
    row: 'node describes a mailbox',
    by: 'node',
    said: (said, { reply, mailbox, own }) =>
      said.verb === 'MSG' &&
      matches(said.words, [reply, N]) &&
      isOneOf(textOf(said), [
        /^type="io\.nats\.jetstream\.api\.v1\.consumer_info_response"$/,
        new RegExp(`^(?:stream_name="MAIL_${mailbox}"|name="${mailbox}")$`),
        new RegExp(`^config\\.(?:durable_name|name)="${mailbox}"$`),
        new RegExp(
          `^config\\.filter_subject="trm\\.v1\\.inbox\\.${own?.participant ?? 'none'}\\.${mailbox}"$`,
        ),
        /^config\.(?:deliver_policy="all"|ack_policy="explicit"|replay_policy="instant")$/,
        /^config\.(?:ack_wait|max_deliver|max_waiting|max_ack_pending|num_replicas)=-?\d+$/,
        /^(?:delivered|ack_floor)\.(?:consumer_seq|stream_seq)=\d+$/,
        /^num_(?:ack_pending|redelivered|waiting|pending)=\d+$/,
        /^(?:created|ts|(?:delivered|ack_floor)\.last_active)="\d{4}-\d\d-\d\dT[\d:.]+Z"$/,
      ]),
  },
  {
    row: 'node refuses',
    by: 'node',
    said: (said, { reply }) =>
      said.verb === 'MSG' &&
      matches(said.words, [reply, N]) &&
      isOneOf(textOf(said), [
        /^type="io\.nats\.jetstream\.api\.v1\.consumer_info_response"$/,
        /^error\.(?:code=404|err_code=10059|description="stream not found")$/,
      ]),
  },
  {
    row: 'node erased mail',
    by: 'node',
    said: (said, { reply }) =>
      said.verb === 'MSG' &&
      matches(said.words, [reply, N]) &&
      saysOnly(
        said,
        /^\{"type":"io\.nats\.jetstream\.api\.v1\.stream_msg_delete_response","success":true\}$/,
      ),
  },
  {
    row: 'node has no mail',
    by: 'node',
    said: (said, { fetching }) =>
      said.verb === 'HMSG' &&
      matches(said.words, [fetching, N]) &&
      saysOnly(said, /^$/) &&
      // Where mail comes just as a request runs out, it is said in both ways that it did.
      /^NATS\/1\.0 (?:404 No Messages|408 (?:Request Timeout|Interest Expired)(?:\nNats-Pending-(?:Messages|Bytes): \d+){0,2})$/.test(
        (said.headers ?? []).join('\n'),
      ),
  },
  {
    row: 'node delivers mail',
    by: 'node',
    said: (said, { mailbox, settling, own, parties }) =>
      said.verb === 'HMSG' &&
      matches(said.words, [
        `trm\\.v1\\.inbox\\.${own?.participant ?? 'none'}\\.${mailbox}`,
        N,
        settling,
      ]) &&
      isMail(said, { parties, source: '(?:at|rs)' }),
  },
  {
    row: 'either is alive',
    by: 'agent',
    said: ({ verb, words }) => words.length === 0 && /^P[IO]NG$/.test(verb),
  },
  {
    row: 'either is alive',
    by: 'node',
    said: ({ verb, words }) => words.length === 0 && /^P[IO]NG$/.test(verb),
  },
  {
    row: 'node greets who dials it',
    by: 'link',
    said: ({ verb, words }) => verb === 'INFO' && isGreeting(words[0]) && isOfNode(words[0]),
  },
  {
    row: 'nodes introduce themselves',
    by: 'link',
    said: ({ verb, words }) =>
      (verb === 'INFO' && !isGreeting(words[0]) && isOfNode(words[0])) ||
      (verb === 'CONNECT' &&
        isOneOf(words[0], [
          /^version="\d+\.\d+\.\d+"$/,
          /^(?:name|cluster)="(?:at|rs)"$/,
          /^user="(?:at|rs)\.trm\.invalid"$/,
          /^domain="(?:AT|RS)"$/,
          /^pass="[A-Za-z0-9_-]{43}"$/,
          /^server_id="N[A-Z2-7]{55}"$/,
          /^(?:headers|jetstream|tls_required)=true$/,
        ])),
  },
  {
    row: 'nodes say what they take in',
    by: 'link',
    said: ({ verb, words }) =>
      /^LS[+-]$/.test(verb) &&
      matches(words, [
        '(?:trm\\.v1\\.inbox\\.(?:at|rs)\\.\\*|_R_\\.\\w{6}\\.\\w{6}|\\$LDS\\.\\w{22}' +
          '|\\$JS\\.API\\.>|\\$JS\\.(?:AT|RS)\\.API\\.[$A-Z]+(?:\\.>)?' +
          '|\\$SYS\\.REQ\\.(?:ACCOUNT|SERVER)\\.PING\\.[A-Z]+)',
      ]),
  },
  {
    row: 'nodes pass mail on',
    by: 'link',
    said: (said, { anybody, parties }) =>
      said.verb === 'HMSG' &&
      matches(said.words, [`trm\\.v1\\.inbox\\.${anybody}`, '_R_\\.\\w{6}\\.\\w{6}']) &&
      isMail(said, {
        parties,
        source: '(?:at|rs)',
        more: '\nNats-Request-Info: \\{"acc":"AGENTS"(?:,"rtt":\\d+)?\\}',
      }),
  },
  {
    row: 'nodes pass on that it was taken',
    by: 'link',
    said: (said, { streams }) =>
      said.verb === 'LMSG' &&
      matches(said.words, ['_R_\\.\\w{6}\\.\\w{6}']) &&
      saysOnly(said, new RegExp(acknowledgement(streams))),
  },
  {
    row: 'nodes are alive',
    by: 'link',
    said: ({ verb, words }) => words.length === 0 && /^P[IO]NG$/.test(verb),
  },
]

/** Only who has not been introduced yet is given something to sign. */
function isGreeting(text = ''): boolean {
  return text.includes('"nonce":')
}

function isOfNode(text: string | undefined): boolean {
  return isOneOf(text, [...serverFields, ...linkFields])
}

/** @returns the row of the table that lists it, or undefined for what is in no row. */
export function rowOf(by: Speaker, said: Said, conversation: Conversation): string | undefined {
  const patterns = patternsOf(conversation)
  return rows.find((row) => row.by === by && row.said(said, patterns))?.row
}
