import type { Said } from '../../support/nats-protocol.ts'

type Change = (said: Said) => Said

const header =
  (line: string): Change =>
  (said) => ({ ...said, headers: [...(said.headers ?? []), line] })

const replaced =
  (text: string, by: string): Change =>
  (said) => ({ ...said, headers: (said.headers ?? []).map((line) => line.replace(text, by)) })

const subject =
  (change: (text: string) => string): Change =>
  (said) => ({ ...said, words: [change(said.words[0] ?? ''), ...said.words.slice(1)] })

const body =
  (change: (bytes: Buffer) => Uint8Array): Change =>
  (said) => ({ ...said, payload: Buffer.from(change(said.payload ?? Buffer.alloc(0))) })

function idOf({ headers = [] }: Said): string {
  return headers.find((line) => line.startsWith('ce-id: '))?.slice('ce-id: '.length) ?? 'none'
}

/** What must not be listed: what it is, of which row, and how what was said comes to be that. */
export const leaks: readonly (readonly [string, string, Change])[] = [
  ['a seventh header', 'agent leaves mail', header('ce-subject: x')],
  [
    'a header less',
    'agent leaves mail',
    (said) => ({ ...said, headers: (said.headers ?? []).slice(1) }),
  ],
  [
    'the organisation as the source',
    'agent leaves mail',
    replaced('ce-source: at', 'ce-source: at.vienna-cso'),
  ],
  [
    'another Participant as the source',
    'agent leaves mail',
    replaced('ce-source: at', 'ce-source: rs'),
  ],
  [
    'the type of the event',
    'agent leaves mail',
    replaced('org.trm.sealed.v1', 'org.trm.ReferralOffered.v1'),
  ],
  ['the second', 'agent leaves mail', replaced(':00Z', ':07Z')],
  ['the id of an event', 'agent leaves mail', (said) => replaced(idOf(said), 'e'.repeat(43))(said)],
  [
    'two ids',
    'agent leaves mail',
    (said) => replaced(`ce-id: ${idOf(said)}`, `ce-id: ${'e'.repeat(22)}`)(said),
  ],
  [
    'the organisation in the subject',
    'agent leaves mail',
    subject((words) => words.replace(/[0-9a-f]{32}/, 'belgrade-cso')),
  ],
  ['a token more in the subject', 'agent leaves mail', subject((words) => `${words}.case`)],
  [
    'another reply subject',
    'agent leaves mail',
    (said) => ({ ...said, words: [said.words[0] ?? '', '_INBOX.vienna.1'] }),
  ],
  ['what is not sealed', 'agent leaves mail', (said) => ({ ...said, payload: Buffer.from('{}') })],
  ['another suite', 'agent leaves mail', body((bytes) => bytes.with(5, 2))],
  [
    'the key id of somebody else',
    'agent leaves mail',
    body((bytes) => bytes.with(6, (bytes[6] ?? 0) ^ 1)),
  ],
  [
    'a length between two buckets',
    'agent leaves mail',
    body((bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
  ],
  ['a length below the first', 'agent leaves mail', body((bytes) => bytes.subarray(0, -1024))],
  [
    'words with an acknowledgement',
    'agent settles a delivery',
    body(() => Buffer.from('+ACK stored')),
  ],
  [
    'a request with a member more',
    'agent fetches mail',
    body(() => Buffer.from('{"batch":1,"no_wait":true,"for":1}')),
  ],
  [
    'a request to somebody else',
    'agent fetches mail',
    subject((words) => words.replace(/[0-9a-f]{32}/, 'f'.repeat(32))),
  ],
  [
    'a name with the introduction',
    'agent introduces itself',
    subject((words) => words.replace('{', '{"name":"Vienna",')),
  ],
  ['a header more on the link', 'nodes pass mail on', header('ce-subject: x')],
  ['an account of an organisation', 'nodes pass mail on', replaced('"AGENTS"', '"VIENNA"')],
  [
    'more than the account and the time',
    'nodes pass mail on',
    replaced('"acc"', '"host":"10.0.0.1","acc"'),
  ],
  [
    'a reply with words in it',
    'node took mail',
    body((bytes) => Buffer.from(String(bytes).replace('}', ',"by":1}'))),
  ],
]
